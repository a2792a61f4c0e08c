import { causeText } from '../lib/cause';
import { err, ok, type Result } from '../lib/result';
import { PlainDate } from '../schema/values';
import { z } from '../schema/zod';
import type { PlaybookFile, PlaybookProblem } from './loader';
import type { Holidays, Playbook } from './playbook';

const Days = z.record(PlainDate, z.string().min(1));

/** Reads holiday files, named after their country as in `DE.json`, or names every mistake in them. */
export function loadHolidays(files: readonly PlaybookFile[]): Result<Holidays, PlaybookProblem[]> {
  const problems: PlaybookProblem[] = [];
  const holidays: Holidays = {};
  for (const file of files) {
    const country = /^([A-Z]{2})\.json$/.exec(file.name)?.[1];
    if (country === undefined) {
      problems.push(problem(file, '', 'expected a name such as DE.json, after the ISO code of a country'));
      continue;
    }
    const days = readDays(file, problems);
    if (days !== null) holidays[country] = days;
  }
  return problems.length > 0 ? err(problems) : ok(holidays);
}

function problem(file: PlaybookFile, path: string, message: string): PlaybookProblem {
  return { file: file.name, path, line: null, message };
}

function readDays(file: PlaybookFile, problems: PlaybookProblem[]): Record<string, string> | null {
  let content: unknown;
  try {
    content = JSON.parse(file.text);
  } catch (cause) {
    const why = causeText(cause);
    problems.push(problem(file, '', `this is not valid JSON: ${why}`));
    return null;
  }
  const parsed = Days.safeParse(content);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    problems.push(problem(file, issue.path.map(String).join('.'), issue.message));
  }
  return null;
}

/** Regions whose country has no holidays here, so that its deadlines would run over them unseen (MDF-4). */
export function missingHolidays(playbook: Pick<Playbook, 'regions'>, holidays: Holidays): PlaybookProblem[] {
  return playbook.regions.flatMap((region, index) =>
    holidays[region.country] === undefined
      ? [
          {
            file: 'regions.yaml',
            path: `regions[${index}].country`,
            line: null,
            message: `there are no public holidays for ${region.country}; add the country to electron/runtime/make-holidays.mjs and run it, or name another country`,
          },
        ]
      : [],
  );
}

/** The holidays of the countries that regions name, because every start of a window sends and reads what is kept. */
export function holidaysOfRegions(playbook: Pick<Playbook, 'regions'>, holidays: Holidays): Holidays {
  const countries = new Set(playbook.regions.map(({ country }) => country));
  return Object.fromEntries(Object.entries(holidays).filter(([country]) => countries.has(country)));
}
