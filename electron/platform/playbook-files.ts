import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, mapResult, ok, type Result } from '../../shared/lib/result';
import { loadHolidays, missingHolidays } from '../../shared/playbook/holidays';
import { loadPlaybook, type PlaybookFile, type PlaybookProblem } from '../../shared/playbook/loader';
import type { Holidays, Playbook } from '../../shared/playbook/playbook';

/** The business process and the holidays that its deadlines know. */
export type ProcessData = { readonly playbook: Playbook; readonly holidays: Holidays };

/** The working process as its files say it now, or every mistake in them. */
export type PlaybookSource = {
  /** Looks at the files again, so that a person who edits them sees the effect. */
  load(): Result<ProcessData, PlaybookProblem[]>;
  /** As last read without a mistake; null when it never was. */
  current(): Playbook | null;
};

/**
 * Reads the shipped files; a file in the person's own folder replaces the shipped one of the same name. `adapt` fits
 * the playbook to a workspace.
 */
export function openPlaybook(
  folders: { readonly playbook: string; readonly holidays: string; readonly own: string },
  adapt: (playbook: Playbook) => Playbook,
): PlaybookSource {
  let last: { readonly stamp: string; readonly read: Result<ProcessData, PlaybookProblem[]> } | null = null;
  let good: Playbook | null = null;

  function load(): Result<ProcessData, PlaybookProblem[]> {
    const own = filesIn(folders.own, /\.(yaml|json)$/);
    const playbook = replaced(filesIn(folders.playbook, /\.yaml$/), own, '.yaml');
    const holidays = replaced(filesIn(folders.holidays, /^[A-Z]{2}\.json$/), own, '.json');
    const stamp = stampOf([...playbook, ...holidays]);
    // Reading YAML takes a tenth of a second, and the page asks at every start of a window or a print.
    if (last?.stamp === stamp) return last.read;
    const read = mapResult(readProcess(playbook.map(content), holidays.map(content)), (data) => ({
      ...data,
      playbook: adapt(data.playbook),
    }));
    if (read.ok) good = read.value.playbook;
    last = { stamp, read };
    return read;
  }

  return {
    load,
    current() {
      if (last === null) load();
      return good;
    },
  };
}

function readProcess(
  playbookFiles: readonly PlaybookFile[],
  holidayFiles: readonly PlaybookFile[],
): Result<ProcessData, PlaybookProblem[]> {
  const playbook = loadPlaybook(playbookFiles);
  const holidays = loadHolidays(holidayFiles);
  if (!playbook.ok || !holidays.ok) {
    return err([...(playbook.ok ? [] : playbook.error), ...(holidays.ok ? [] : holidays.error)]);
  }
  const missing = missingHolidays(playbook.value, holidays.value);
  if (missing.length > 0) return err(missing);
  return ok({ playbook: playbook.value, holidays: holidays.value });
}

type Found = { readonly name: string; readonly path: string };

function replaced(shipped: readonly Found[], own: readonly Found[], ending: string): Found[] {
  const files = new Map(shipped.map((file) => [file.name, file]));
  for (const file of own) if (file.name.endsWith(ending)) files.set(file.name, file);
  return [...files.values()];
}

/** Files of a folder by name, in the order of their names; a folder that is not there has none. */
function filesIn(folder: string, wanted: RegExp): Found[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }));
}

function content({ name, path }: Found): PlaybookFile {
  return { name, text: readFileSync(path, 'utf8') };
}

/** Changes whenever a file is added, removed, exchanged or edited. */
function stampOf(files: readonly Found[]): string {
  return files
    .map(({ path }) => {
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .join('\n');
}
