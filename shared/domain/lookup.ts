import { foldText } from '../lib/text';
import type { ActivityType, Playbook, Region } from '../playbook/playbook';

type Named = { readonly key: string; readonly label: string; readonly aliases: readonly string[] };

const folded = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>();

/** Entries by each of their names, folded once for each list: a first sync asks for thousands. */
function byName<T extends Named>(list: readonly T[]): ReadonlyMap<string, T> {
  const known = folded.get(list);
  if (known) return known as ReadonlyMap<string, T>;
  const names = new Map<string, T>();
  for (const entry of list) {
    for (const name of [entry.key, entry.label, ...entry.aliases].map(foldText))
      if (!names.has(name)) names.set(name, entry);
  }
  folded.set(list, names);
  return names;
}

function findNamed<T extends Named>(list: readonly T[], text: string): T | undefined {
  const exact = list.find((entry) => entry.key === text);
  if (exact) return exact;
  const name = foldText(text);
  return name === '' ? undefined : byName(list).get(name);
}

/** The playbook's region with that key, label or alias; case, accents and punctuation do not matter. */
export function findRegion(playbook: Pick<Playbook, 'regions'>, text: string): Region | undefined {
  return findNamed(playbook.regions, text);
}

/** The key of the region with that key, label or alias; a text that names none stays as it is. */
export function regionKey(playbook: Pick<Playbook, 'regions'>, text: string): string {
  return findRegion(playbook, text)?.key ?? text;
}

/** Whether one of a person's regions is this one, however they are spelled; no regions means all (MDF-10). */
export function worksFor(
  regions: readonly string[],
  region: string,
  playbook: Pick<Playbook, 'regions'>,
): boolean {
  const wanted = regionKey(playbook, region);
  return regions.length === 0 || regions.some((entry) => regionKey(playbook, entry) === wanted);
}

/** The activity type with that key, label or alias (MDF-2). */
export function findActivityType(playbook: Pick<Playbook, 'mdf'>, text: string): ActivityType | undefined {
  return findNamed(playbook.mdf.activityTypes, text);
}

/** The GTM motion with that key, label or alias (MDF-7). */
export function findGtmMotion(
  playbook: Pick<Playbook, 'mdf'>,
  text: string,
): Playbook['mdf']['gtmMotions'][number] | undefined {
  return findNamed(playbook.mdf.gtmMotions, text);
}

/** Label of a role, or its key when the playbook does not know it. */
export function roleLabel(playbook: Pick<Playbook, 'roles'>, role: string): string {
  return playbook.roles.find((entry) => entry.key === role)?.label ?? role;
}

/** Name of an activity type for people: the playbook's label, or the text that came in. */
export function activityLabel(playbook: Pick<Playbook, 'mdf'>, activityType: string): string {
  return findActivityType(playbook, activityType)?.label ?? activityType;
}
