import { labelSet, personId, searchCondition } from '../http/work-filter';
import { milestoneOf } from '../model/milestones';
import type { Epic, Issue } from '../model/types';
import type { Args, ArgValue } from './execute';
import { FieldError } from './execute';
import { readGid } from './ids';
import type { Asker } from './objects';
import { typeOfItem } from './work-items';

type Item = Issue | Epic;
type Test = (item: Item) => boolean;

function texts(value: ArgValue | undefined): string[] | null {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? value : [value]).map(String);
}

function labelTest({ world }: Asker, names: readonly string[] | null): Test | null {
  const [first] = names ?? [];
  if (names === null || first === undefined) return null;
  if (/^none$/i.test(first)) return (item) => item.labelIds.length === 0;
  if (/^any$/i.test(first)) return (item) => item.labelIds.length > 0;
  return (item) => {
    const set = labelSet(world, item);
    return names.every((name) => set.has(name));
  };
}

function assigneeTest({ world }: Asker, args: Args): Test | null {
  const wildcard = args['assigneeWildcardId'];
  const assignees = (item: Item): readonly number[] => (item.kind === 'Issue' ? item.assigneeIds : []);
  if (wildcard === 'NONE') return (item) => assignees(item).length === 0;
  if (wildcard === 'ANY') return (item) => assignees(item).length > 0;
  const names = texts(args['assigneeUsernames']);
  if (!names || names.length === 0) return null;
  const ids = names.map((name) => personId(world, undefined, name) ?? 0);
  return (item) => ids.every((id) => assignees(item).includes(id));
}

function milestoneTest({ world }: Asker, args: Args): Test | null {
  const of = (item: Item) => (item.kind === 'Issue' ? milestoneOf(world, item) : null);
  const wildcard = args['milestoneWildcardId'];
  if (wildcard === 'NONE') return (item) => of(item) === null;
  if (wildcard === 'ANY') return (item) => of(item) !== null;
  const titles = texts(args['milestoneTitle']);
  return titles && titles.length > 0 ? (item) => titles.includes(of(item)?.title ?? '') : null;
}

function timeTests(args: Args): Test[] {
  const limits: readonly (readonly [string, (item: Item) => string, 1 | -1])[] = [
    ['createdAfter', (item) => item.createdAt, 1],
    ['createdBefore', (item) => item.createdAt, -1],
    ['updatedAfter', (item) => item.updatedAt, 1],
    ['updatedBefore', (item) => item.updatedAt, -1],
  ];
  return limits.flatMap(([name, of, sign]) => {
    const limit = Date.parse(String(args[name] ?? ''));
    return Number.isNaN(limit) ? [] : [(item: Item) => (Date.parse(of(item)) - limit) * sign >= 0];
  });
}

function tests(asker: Asker, args: Args): Test[] {
  const { world } = asker;
  const types = texts(args['types']);
  const iids = texts(args['iids']) ?? texts(args['iid']);
  const ids = texts(args['ids'])?.map((id) => readGid(id).id);
  const author = personId(
    world,
    undefined,
    typeof args['authorUsername'] === 'string' ? args['authorUsername'] : undefined,
  );
  const state = String(args['state'] ?? 'all');
  const found: (Test | null)[] = [
    types && types.length > 0 ? (item) => types.includes(typeOfItem(item).toUpperCase()) : null,
    state === 'all' ? null : (item) => item.state === state,
    iids ? (item) => iids.includes(String(item.iid)) : null,
    ids ? (item) => ids.includes(item.kind === 'Issue' ? item.id : item.workItemId) : null,
    author === undefined ? null : (item) => item.authorId === author,
    typeof args['confidential'] === 'boolean' ? (item) => item.confidential === args['confidential'] : null,
    searchCondition(
      typeof args['search'] === 'string' ? args['search'] : null,
      texts(args['in'])?.join(',').toLowerCase(),
    ),
    labelTest(asker, texts(args['labelName'])),
    assigneeTest(asker, args),
    milestoneTest(asker, args),
    ...timeTests(args),
  ];
  return found.filter((test) => test !== null);
}

const KEYS: Readonly<Record<string, (item: Item) => string>> = {
  CREATED: (item) => item.createdAt,
  UPDATED: (item) => item.updatedAt,
  TITLE: (item) => item.title.toLowerCase(),
  DUE_DATE: (item) => item.dueDate ?? '9999-12-31',
  START_DATE: (item) => item.startDate ?? '9999-12-31',
};

/** The items that a list of work items asks for, in its order; the newest first unless told otherwise. */
export function filterWorkItems(asker: Asker, items: readonly Item[], args: Args): Item[] {
  const not = args['not'];
  const all = tests(asker, args);
  const none =
    typeof not === 'object' && not !== null && !Array.isArray(not) ? tests(asker, not as Args) : [];
  const sort = String(args['sort'] ?? 'CREATED_DESC').toUpperCase();
  const [, name = '', direction] = /^(\w+)_(ASC|DESC)$/.exec(sort) ?? [];
  const key = KEYS[name];
  if (!key) throw new FieldError(`"${sort}" cannot be sorted by here`);
  const sign = direction === 'ASC' ? 1 : -1;
  return items
    .filter((item) => all.every((test) => test(item)) && !none.some((test) => test(item)))
    .sort((a, b) => (key(a) === key(b) ? (a.id - b.id) * sign : key(a) < key(b) ? -sign : sign));
}
