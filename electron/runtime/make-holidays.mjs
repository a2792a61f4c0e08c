// Writes resources/holidays: the public holidays of the countries in which approvers may sit, one file each.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Holidays from 'date-holidays';

/** Countries with a file; a playbook that names another one is told to add it here. */
export const countries =
  'AE AR AT AU BE BG BR CA CH CL CN CO CR CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU LV MT MX MY NG NL NO NZ PE PH PL PT RO RS SA SE SG SI SK TH TR TW UA US UY VN ZA'.split(
    ' ',
  );

/** First and last year that the files cover. */
export const years = { first: 2024, last: 2034 };

const DAY = 86_400_000;

function nextDay(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Public holidays of a country as date to name, sorted; half days are working days. */
export function holidaysOf(country) {
  const calendar = new Holidays(country, { languages: ['en'] });
  const found = new Map();
  for (let year = years.first; year <= years.last; year += 1) {
    for (const holiday of calendar.getHolidays(year) || []) {
      if (holiday.type !== 'public') continue;
      const [date, time, zone] = holiday.date.split(' ');
      // A holiday that begins in the evening carries a zone; one that begins at noon is half a day.
      if (time !== '00:00:00' && zone === undefined) continue;
      const length = Math.max(1, Math.round((holiday.end - holiday.start) / DAY));
      for (let day = 0; day < length; day += 1) {
        const on = nextDay(date, day);
        found.set(
          on,
          found.has(on) && found.get(on) !== holiday.name
            ? `${found.get(on)} / ${holiday.name}`
            : holiday.name,
        );
      }
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every file of the folder by name, with its text. */
export function holidayFiles() {
  const known = new Holidays().getCountries();
  const files = countries
    .filter((country) => known[country] !== undefined)
    .map((country) => [`${country}.json`, `${JSON.stringify(holidaysOf(country), null, 1)}\n`]);
  return new Map([...files, ['ATTRIBUTION.md', attribution()]]);
}

function attribution() {
  const root = path.dirname(fileURLToPath(import.meta.resolve('date-holidays/package.json')));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const licence = readFileSync(path.join(root, 'LICENSE'), 'utf8');
  const sources = /<attribution>\s*([\s\S]*?)\s*<\/attribution>/.exec(licence)?.[1] ?? '';
  const lines = sources.split('\n').filter((line) => line.startsWith('http'));
  return [
    '# Public holidays',
    '',
    `The files in this folder are made from the data of [date-holidays](https://github.com/commenthol/date-holidays) ${version} by`,
    'commenthol and contributors, for the years ' +
      `${years.first} to ${years.last}; only national public holidays were taken, and those`,
    'of several days were written out by day. Data and files are available under the',
    '[Creative Commons Attribution-ShareAlike 3.0](https://creativecommons.org/licenses/by-sa/3.0/) licence.',
    '',
    'To make them anew: `node electron/runtime/make-holidays.mjs`.',
    '',
    '## Sources named by date-holidays',
    '',
    ...lines.map((line) => `- <${line}>`),
    '',
  ].join('\n');
}

/** Brings a folder up to date and says how many files changed. */
export function writeHolidays(folder) {
  const files = holidayFiles();
  mkdirSync(folder, { recursive: true });
  let changed = 0;
  const present = readdirSync(folder);
  for (const name of present.filter((entry) => !files.has(entry) && entry.endsWith('.json'))) {
    rmSync(path.join(folder, name));
    changed += 1;
  }
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    if (present.includes(name) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(file, text);
    changed += 1;
  }
  return changed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
  const folder = path.join(root, 'resources', 'holidays');
  process.stdout.write(`${writeHolidays(folder)} of ${holidayFiles().size} files written in ${folder}\n`);
}
