import { loadHolidays } from '../../../shared/playbook/holidays';
import { loadPlaybook } from '../../../shared/playbook/loader';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';

const playbookFiles = import.meta.glob<string>('../../../resources/playbook/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const holidayFiles = import.meta.glob<string>('../../../resources/holidays/{DE,GB,FR,US,JP}.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function named(files: Record<string, string>): { name: string; text: string }[] {
  return Object.entries(files).map(([path, text]) => ({ name: path.slice(path.lastIndexOf('/') + 1), text }));
}

/** The shipped playbook and some holidays, for tests that run in the browser. */
export function shippedRules(): { readonly playbook: Playbook; readonly holidays: Holidays } {
  const playbook = loadPlaybook(named(playbookFiles));
  if (!playbook.ok) throw new Error(JSON.stringify(playbook.error, null, 2));
  const holidays = loadHolidays(named(holidayFiles));
  if (!holidays.ok) throw new Error(JSON.stringify(holidays.error, null, 2));
  return { playbook: playbook.value, holidays: holidays.value };
}
