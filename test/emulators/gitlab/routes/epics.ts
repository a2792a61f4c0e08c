import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { canReadEpic, groupLevel, mayDelete, mayPlan } from '../model/access';
import { childRefusal } from '../model/epic-children';
import { createEpic, deleteEpic, type EpicChange, groupOfEpic, updateEpic } from '../model/epics';
import { readDescription } from '../model/quick-actions';
import type { Epic } from '../model/types';
import { checkTexts, dateParam, STATE_EVENTS } from '../model/work-item';
import { groupChain, groupTree } from '../model/world';
import { forbidden, invalidModel } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { checkUnmodified, findEpic, findEpicGroup } from '../http/find';
import { paginate } from '../http/paging';
import {
  allOf,
  type Condition,
  labelCondition,
  personId,
  reactionCondition,
  searchCondition,
  timeConditions,
  withoutLabels,
} from '../http/work-filter';
import { epicFull } from '../present/epic';
import { subscription } from './issue-moves';

const UPDATABLE = [
  'add_labels',
  'color',
  'confidential',
  'description',
  'due_date_fixed',
  'due_date_is_fixed',
  'labels',
  'parent_id',
  'remove_labels',
  'start_date_fixed',
  'start_date_is_fixed',
  'state_event',
  'title',
  'updated_at',
];

function readFilter(call: Call): Condition<Epic> {
  const { read, world } = call;
  read.atMostOneOf(['author_id', 'author_username']);
  const state = read.choice('state', ['opened', 'closed', 'all']) ?? 'all';
  const author = personId(world, read.integer('author_id'), read.text('author_username'));
  const confidential = read.flag('confidential');
  const negated: (Condition<Epic> | null)[] = [];
  read.nested('not', (inner) => {
    const notAuthor = personId(world, inner.integer('author_id'), inner.text('author_username'));
    negated.push(
      withoutLabels(world, inner.list('labels')),
      notAuthor === undefined ? null : (epic) => epic.authorId !== notAuthor,
    );
  });
  return allOf<Epic>([
    (epic) => state === 'all' || epic.state === state,
    author === undefined ? null : (epic) => epic.authorId === author,
    typeof confidential === 'boolean' ? (epic) => epic.confidential === confidential : null,
    labelCondition(world, read.list('labels')),
    searchCondition(read.text('search'), read.text('in')),
    reactionCondition(world, call.user, read.text('my_reaction_emoji')),
    ...timeConditions(read),
    ...negated,
  ]);
}

function list(call: Call): unknown[] {
  const { read, world } = call;
  const order = read.choice('order_by', ['created_at', 'updated_at', 'title']) ?? 'created_at';
  const sign = read.choice('sort', ['asc', 'desc']) === 'asc' ? 1 : -1;
  const labelDetails = read.flag('with_labels_details') ?? false;
  const below = read.flag('include_descendant_groups') ?? true;
  const above = read.flag('include_ancestor_groups') ?? false;
  const filter = readFilter(call);
  read.check();
  const group = findEpicGroup(call);
  const groups = new Set([
    group.id,
    ...(below ? groupTree(world, group.id).map((item) => item.id) : []),
    ...(above ? groupChain(world, group.id).map((item) => item.id) : []),
  ]);
  const epics = [...world.epics.values()].filter(
    (epic) => groups.has(epic.groupId) && canReadEpic(world, call.user, epic) && filter(epic),
  );
  function key(epic: Epic): string {
    return order === 'title'
      ? epic.title.toLowerCase()
      : order === 'created_at'
        ? epic.createdAt
        : epic.updatedAt;
  }
  epics.sort((a, b) => (key(a) === key(b) ? b.id - a.id : key(a) < key(b) ? -sign : sign));
  return paginate(call, epics).map((epic) =>
    epicFull(world, epic, { origin: call.origin, labelDetails, inside: group }),
  );
}

function readChange(call: SignedCall): EpicChange {
  const { read } = call;
  const labels = {
    replace: read.list('labels'),
    add: read.list('add_labels'),
    remove: read.list('remove_labels'),
  };
  return {
    title: read.text('title') ?? undefined,
    description: read.text('description'),
    labels: (labels.replace ?? labels.add ?? labels.remove) ? labels : undefined,
    confidential: read.flag('confidential'),
    startFixed: read.flag('start_date_is_fixed'),
    startDate: dateParam(read.text('start_date_fixed')),
    dueFixed: read.flag('due_date_is_fixed'),
    dueDate: dateParam(read.text('due_date_fixed')),
    parentId: read.integer('parent_id'),
    color: read.text('color') ?? undefined,
    stateEvent: read.choice('state_event', STATE_EVENTS),
    updatedAt: read.instant('updated_at'),
  };
}

function checkParent(call: SignedCall, change: EpicChange, epic: Epic | null): void {
  if (typeof change.parentId !== 'number') return;
  const parent = call.world.epics.get(change.parentId);
  if (!parent || !canReadEpic(call.world, call.user, parent))
    throw invalidModel({ parent: ['This epic cannot be added. Epic not found.'] });
  const refusal = epic === null ? null : childRefusal(call.world, parent, epic);
  if (refusal !== null) throw invalidModel({ parent: [refusal] });
}

function forOwners(call: SignedCall, groupId: number, value: string | undefined): string | undefined {
  return groupLevel(call.world, call.user, groupId) >= ACCESS_LEVELS.owner ? value : undefined;
}

function create(call: SignedCall): unknown {
  const title = call.read.required('title');
  const change = readChange(call);
  const createdAt = call.read.instant('created_at');
  call.read.check();
  const group = findEpicGroup(call);
  if (!mayPlan(groupLevel(call.world, call.user, group.id))) throw forbidden();
  checkTexts({ title, description: change.description });
  checkParent(call, change, null);
  const { world, user } = call;
  const place = { kind: 'group', id: group.id } as const;
  const told = readDescription({ world, user, place, item: null }, { ...change, stateEvent: undefined });
  const epic = createEpic(world, group, user, {
    ...told.change,
    title,
    createdAt: forOwners(call, group.id, createdAt),
    updatedAt: undefined,
  });
  told.finish(epic);
  return epicFull(call.world, epic, { origin: call.origin, viewer: call.user, inside: group });
}

function update(call: SignedCall): unknown {
  const change = readChange(call);
  call.read.atLeastOneOf(UPDATABLE);
  call.read.check();
  const epic = findEpic(call);
  if (!mayPlan(groupLevel(call.world, call.user, epic.groupId))) throw forbidden();
  if (call.read.has('title')) checkTexts({ title: change.title ?? null });
  checkTexts({ description: change.description });
  checkParent(call, change, epic);
  const { world, user } = call;
  const place = { kind: 'group', id: epic.groupId } as const;
  const told = readDescription({ world, user, place, item: epic }, change);
  updateEpic(world, epic, user, {
    ...told.change,
    updatedAt: forOwners(call, epic.groupId, change.updatedAt),
  });
  told.finish(epic);
  return show(call, epic);
}

function show(call: SignedCall, epic: Epic): unknown {
  const { world, user: viewer, origin } = call;
  return epicFull(world, epic, { origin, viewer, inside: groupOfEpic(world, epic) });
}

/** Epics of groups. */
export function epicRoutes(api: Api): void {
  api.get('/groups/:id/epics', list);
  api.post('/groups/:id/epics', create);
  api.get('/groups/:id/epics/:epic_iid', (call) => show(call, findEpic(call)));
  api.put('/groups/:id/epics/:epic_iid', update);
  api.post('/groups/:id/epics/:epic_iid/subscribe', subscription(findEpic, show, true));
  api.post('/groups/:id/epics/:epic_iid/unsubscribe', subscription(findEpic, show, false));
  api.delete('/groups/:id/epics/:epic_iid', (call) => {
    const epic = findEpic(call);
    if (!mayDelete(groupLevel(call.world, call.user, epic.groupId))) throw forbidden();
    checkUnmodified(call, epic.updatedAt);
    deleteEpic(call.world, epic);
  });
}
