import { ApiError, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject, pathNumber, placeOf } from '../http/find';
import { paginate } from '../http/paging';
import { groupLevel, mayPlan, projectLevel } from '../model/access';
import type { Milestone, Place } from '../model/types';
import { existing, groupChain, type World } from '../model/world';
import { milestoneRow } from '../present/milestone';

type Kind = Place['kind'];

function findPlace(call: Call, kind: Kind): Place {
  return kind === 'project' ? placeOf(kind, findProject(call)) : placeOf(kind, findGroup(call));
}

function isOf(milestone: Milestone, place: Place): boolean {
  return milestone.place.kind === place.kind && milestone.place.id === place.id;
}

/** Those of a place; with its ancestors when they are asked for. The due ones come first, those without a date last. */
function milestonesOf(world: World, place: Place, ancestors: boolean): Milestone[] {
  const groupId = place.kind === 'group' ? place.id : existing(world.projects, place.id).groupId;
  const groups = ancestors ? groupChain(world, groupId).map(({ id }) => id) : [];
  const late = '9999-12-31';
  return [...world.milestones.values()]
    .filter((one) => isOf(one, place) || (one.place.kind === 'group' && groups.includes(one.place.id)))
    .sort((a, b) =>
      (a.dueDate ?? late) < (b.dueDate ?? late) ? -1 : a.dueDate === b.dueDate ? a.id - b.id : 1,
    );
}

function findMilestone(call: Call, kind: Kind): Milestone {
  const place = findPlace(call, kind);
  const milestone = call.world.milestones.get(pathNumber(call, 'milestone_id'));
  if (milestone === undefined || !isOf(milestone, place)) throw recordNotFound();
  return milestone;
}

function authorize(call: SignedCall, place: Place): void {
  const level =
    place.kind === 'project'
      ? projectLevel(call.world, call.user, place.id)
      : groupLevel(call.world, call.user, place.id);
  if (!mayPlan(level)) throw forbidden();
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The complaints of the model come as one text, in the way in which the server prints its own hash. */
function refuse(verb: 'create' | 'update', field: string, complaint: string): ApiError {
  return new ApiError(400, { message: `Failed to ${verb} milestone {:${field}=>["${complaint}"]}` });
}

type Values = Pick<Milestone, 'title' | 'description' | 'startDate' | 'dueDate'>;

function day(text: string | null | undefined, before: string | null): string | null {
  if (text === undefined) return before;
  return text !== null && DAY.test(text) ? text : null;
}

/** What is sent, over what was there. */
function valuesOf({ read }: Call, before: Values): Values {
  return {
    title: (read.text('title') ?? before.title).trim(),
    description: read.text('description') ?? before.description,
    startDate: day(read.text('start_date'), before.startDate),
    dueDate: day(read.text('due_date'), before.dueDate),
  };
}

function check(
  world: World,
  place: Place,
  values: Values,
  verb: 'create' | 'update',
  self: number | null,
): void {
  if (values.title === '') throw refuse(verb, 'title', "can't be blank");
  const isUsed = milestonesOf(world, place, true).some(
    ({ id, title }) => id !== self && title === values.title,
  );
  if (isUsed) throw refuse(verb, 'title', 'already being used for another group or project milestone.');
  const { startDate, dueDate } = values;
  if (startDate !== null && dueDate !== null && startDate > dueDate)
    throw refuse(verb, 'due_date', 'must be greater than start date');
}

function list(call: SignedCall, kind: Kind): unknown {
  const { read, world } = call;
  const iids = read.integers('iids');
  const state = read.text('state');
  const title = read.text('title');
  const search = read.text('search')?.toLowerCase() ?? '';
  const ancestors = read.flag('include_ancestors') ?? read.flag('include_parent_milestones') ?? false;
  if (typeof state === 'string' && !['active', 'closed', 'all'].includes(state))
    read.complain('state does not have a valid value');
  read.check();
  const found = milestonesOf(world, findPlace(call, kind), ancestors).filter(
    (one) =>
      (iids === undefined || iids.includes(one.iid)) &&
      (typeof state !== 'string' || state === 'all' || one.state === state) &&
      (typeof title !== 'string' || one.title === title) &&
      `${one.title} ${one.description ?? ''}`.toLowerCase().includes(search),
  );
  return paginate(call, found).map((one) => milestoneRow(world, one, call.origin));
}

function create(call: SignedCall, kind: Kind): unknown {
  const { read, world } = call;
  read.required('title');
  read.check();
  const place = findPlace(call, kind);
  authorize(call, place);
  const values = valuesOf(call, { title: '', description: null, startDate: null, dueDate: null });
  check(world, place, values, 'create', null);
  const now = world.now();
  const iids = [...world.milestones.values()].filter((one) => isOf(one, place)).map(({ iid }) => iid);
  const milestone: Milestone = {
    id: world.nextId('milestone'),
    iid: Math.max(0, ...iids) + 1,
    place,
    createdAt: now,
    updatedAt: now,
    state: 'active',
    ...values,
  };
  world.milestones.set(milestone.id, milestone);
  return milestoneRow(world, milestone, call.origin);
}

function update(call: SignedCall, kind: Kind): unknown {
  const { read, world } = call;
  const event = read.text('state_event');
  if (typeof event === 'string' && event !== 'close' && event !== 'activate')
    read.complain('state_event does not have a valid value');
  read.atLeastOneOf(['title', 'description', 'start_date', 'due_date', 'state_event']);
  read.check();
  const milestone = findMilestone(call, kind);
  authorize(call, milestone.place);
  const values = valuesOf(call, milestone);
  check(world, milestone.place, values, 'update', milestone.id);
  const state = event === 'close' ? 'closed' : event === 'activate' ? 'active' : milestone.state;
  Object.assign(milestone, values, { state, updatedAt: world.now() });
  return milestoneRow(world, milestone, call.origin);
}

function register(api: Api, prefix: string, kind: Kind): void {
  const one = `${prefix}/milestones/:milestone_id`;
  api.get(`${prefix}/milestones`, (call) => list(call, kind));
  api.post(`${prefix}/milestones`, (call) => create(call, kind));
  api.get(one, (call) => milestoneRow(call.world, findMilestone(call, kind), call.origin));
  api.put(one, (call) => update(call, kind));
  api.delete(one, (call) => {
    const milestone = findMilestone(call, kind);
    authorize(call, milestone.place);
    call.world.milestones.delete(milestone.id);
  });
  api.get(`${one}/issues`, (call) => {
    findMilestone(call, kind);
    return paginate(call, []);
  });
}

/** Milestones of projects and groups, and the to-do list of a person who has nothing to do. */
export function milestoneRoutes(api: Api): void {
  register(api, '/projects/:id', 'project');
  register(api, '/groups/:id', 'group');
  api.post('/todos/mark_as_done', () => undefined, { status: 204 });
  api.post('/todos/:todo_id/mark_as_done', () => {
    throw recordNotFound();
  });
}
