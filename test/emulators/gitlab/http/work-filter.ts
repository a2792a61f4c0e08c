import { awardsOf } from '../model/awards';
import type { Epic, Issue, User } from '../model/types';
import { existing, type World } from '../model/world';
import type { ParamReader } from './reader';

/** A condition on issues or epics; all conditions of a request must hold. */
export type Condition<Item> = (item: Item) => boolean;

/** The names of an item's labels as a set. */
export function labelSet(world: World, item: Issue | Epic): ReadonlySet<string> {
  return new Set(item.labelIds.map((id) => existing(world.labels, id).name));
}

function isWord(value: string, ...words: readonly string[]): boolean {
  return words.includes(value.toLowerCase());
}

/** `labels`: all of the names; `None` and `Any` in any case; an empty list filters nothing. */
export function labelCondition(
  world: World,
  names: readonly string[] | undefined,
): Condition<Issue | Epic> | null {
  const first = names?.[0];
  if (!names || first === undefined) return null;
  if (isWord(first, 'none', 'no label')) return (item) => item.labelIds.length === 0;
  if (isWord(first, 'any')) return (item) => item.labelIds.length > 0;
  return (item) => {
    const labels = labelSet(world, item);
    return names.every((name) => labels.has(name));
  };
}

/** `my_reaction_emoji`: what this person gave a reaction of that name; `None` and `Any` in any case. */
export function reactionCondition(
  world: World,
  user: User | null,
  value: string | null | undefined,
): Condition<Issue | Epic> | null {
  if (value === undefined || value === null || value === '') return null;
  const wanted = value.toLowerCase();
  return (item) => {
    const mine = awardsOf(world, item).filter((award) => award.userId === user?.id);
    if (wanted === 'none') return mine.length === 0;
    return wanted === 'any' ? mine.length > 0 : mine.some((award) => award.name === value);
  };
}

/** `not[labels]`: none of the names. */
export function withoutLabels(
  world: World,
  names: readonly string[] | undefined,
): Condition<Issue | Epic> | null {
  if (!names || names.length === 0) return null;
  return (item) => {
    const labels = labelSet(world, item);
    return !names.some((name) => labels.has(name));
  };
}

/** The words of a search, phrases in quotes kept together, in lower case. */
function searchTerms(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => (match[1] ?? match[2] ?? '').toLowerCase());
}

/** `search` in the fields of `in` (title and description): every word must occur. */
export function searchCondition(
  search: string | null | undefined,
  fields: string | null | undefined,
): Condition<Issue | Epic> | null {
  const terms = searchTerms(search ?? '');
  if (terms.length === 0) return null;
  const places = (fields ?? 'title,description').split(',').map((field) => field.trim());
  return (item) => {
    const text = [
      places.includes('title') ? item.title : '',
      places.includes('description') ? (item.description ?? '') : '',
    ]
      .join('\n')
      .toLowerCase();
    return terms.every((term) => text.includes(term));
  };
}

/** `created_after` and its kin; both ends are included. */
export function timeConditions(read: ParamReader): Condition<Issue | Epic>[] {
  const createdAfter = read.instant('created_after');
  const createdBefore = read.instant('created_before');
  const updatedAfter = read.instant('updated_after');
  const updatedBefore = read.instant('updated_before');
  return [
    (item) => createdAfter === undefined || item.createdAt >= createdAfter,
    (item) => createdBefore === undefined || item.createdAt <= createdBefore,
    (item) => updatedAfter === undefined || item.updatedAt >= updatedAfter,
    (item) => updatedBefore === undefined || item.updatedAt <= updatedBefore,
  ];
}

/** A person by number and by name; a name that nobody has finds nothing. */
export function personId(
  world: World,
  id: number | null | undefined,
  username: string | null | undefined,
): number | undefined {
  if (typeof id === 'number') return id;
  if (typeof username !== 'string' || username === '') return undefined;
  const wanted = username.replace(/^@/, '').toLowerCase();
  return [...world.users.values()].find((user) => user.username.toLowerCase() === wanted)?.id ?? 0;
}

/** A condition out of those that apply. */
export function allOf<Item>(conditions: readonly (Condition<Item> | null)[]): Condition<Item> {
  const active = conditions.filter((condition) => condition !== null);
  return (item) => active.every((condition) => condition(item));
}
