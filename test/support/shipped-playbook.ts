import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadHolidays } from '../../shared/playbook/holidays';
import { loadPlaybook, type PlaybookFile } from '../../shared/playbook/loader';
import type { Holidays, Playbook } from '../../shared/playbook/playbook';

const resources = fileURLToPath(new URL('../../resources/', import.meta.url));

/** The files of the playbook that is shipped, in order of their names. */
export function shippedFiles(): PlaybookFile[] {
  return filesIn(`${resources}playbook`);
}

/** The files of a playbook that was shipped earlier, as a person may have copied and changed it. */
export function earlierFiles(version: string): PlaybookFile[] {
  return filesIn(fileURLToPath(new URL(`../fixtures/playbooks/${version}`, import.meta.url)));
}

function filesIn(folder: string): PlaybookFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
}

/** The playbook that is shipped; a mistake in it fails the test that asks for it. */
export function shippedPlaybook(): Playbook {
  const loaded = loadPlaybook(shippedFiles());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 2));
  return loaded.value;
}

/** The public holidays of the shipped playbook's regions. */
export function shippedHolidays(): Holidays {
  const names = shippedPlaybook().regions.map(({ country }) => `${country}.json`);
  const loaded = loadHolidays(
    [...new Set(names)].map((name) => ({ name, text: readFileSync(`${resources}holidays/${name}`, 'utf8') })),
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 2));
  return loaded.value;
}
