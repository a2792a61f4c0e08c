import { ApiError, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject, pathNumber, placeOf } from '../http/find';
import { paginate } from '../http/paging';
import { canReadIssue, groupLevel, mayPlan, projectLevel } from '../model/access';
import { recordMilestone } from '../model/activities';
import { deleteMilestone, isOf, issuesUnder, milestonesBelow, milestonesOf } from '../model/milestones';
import type { Milestone, Place } from '../model/types';
import { existing, type World } from '../model/world';
import { issueBasic } from '../present/issue';
import { milestoneRow } from '../present/milestone';

type Kind = Place['kind'];

function findPlace(call: Call, kind: Kind): Place {
  return kind === 'project' ? placeOf(kind, findProject(call)) : placeOf(kind, findGroup(call));
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

/** Whether a day lies in a milestone; one without any date is in no day. */
function spans({ startDate, dueDate }: Milestone, day: string): boolean {
  if (startDate === null && dueDate === null) return false;
  return (startDate ?? day) <= day && day <= (dueDate ?? day);
}

function list(call: SignedCall, kind: Kind): unknown {
  const { read, world } = call;
  const iids = read.integers('iids');
  const state = read.text('state');
  const title = read.text('title');
  const search = read.text('search')?.toLowerCase() ?? '';
  const inTitle = read.text('search_title')?.toLowerCase() ?? '';
  const containing = read.text('containing_date')?.slice(0, 10) ?? null;
  const updatedAfter = read.instant('updated_after') ?? '';
  const updatedBefore = read.instant('updated_before') ?? null;
  const descendants = kind === 'group' && read.flag('include_descendants') === true;
  const ancestors = read.flag('include_ancestors') ?? read.flag('include_parent_milestones') ?? false;
  if (typeof state === 'string' && !['active', 'closed', 'all'].includes(state))
    read.complain('state does not have a valid value');
  read.check();
  const place = findPlace(call, kind);
  const all = descendants ? milestonesBelow(world, place) : milestonesOf(world, place, ancestors);
  const found = all.filter(
    (one) =>
      (iids === undefined || iids.includes(one.iid)) &&
      (typeof state !== 'string' || state === 'all' || one.state === state) &&
      (typeof title !== 'string' || one.title === title) &&
      one.title.toLowerCase().includes(inTitle) &&
      (containing === null || spans(one, containing)) &&
      one.updatedAt >= updatedAfter &&
      (updatedBefore === null || one.updatedAt <= updatedBefore) &&
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
  recordMilestone(world, call.user, 'created', milestone);
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
  if (state !== milestone.state)
    recordMilestone(world, call.user, state === 'closed' ? 'closed' : 'reopened', milestone);
  Object.assign(milestone, values, { state, updatedAt: world.now() });
  return milestoneRow(world, milestone, call.origin);
}

/** Turns a project's milestone into one of its group; those of other projects with its title join it. */
function promote(call: SignedCall): unknown {
  const { world } = call;
  const milestone = findMilestone(call, 'project');
  authorize(call, milestone.place);
  const groupId = existing(world.projects, milestone.place.id).groupId;
  const place: Place = { kind: 'group', id: groupId };
  authorize(call, place);
  const twins = [...world.milestones.values()].filter(
    (one) =>
      one.title === milestone.title &&
      one.place.kind === 'project' &&
      existing(world.projects, one.place.id).groupId === groupId,
  );
  const iids = [...world.milestones.values()].filter((one) => isOf(one, place)).map(({ iid }) => iid);
  const now = world.now();
  const promoted = { ...milestone, id: world.nextId('milestone'), iid: Math.max(0, ...iids) + 1, place };
  world.milestones.set(promoted.id, { ...promoted, createdAt: now, updatedAt: now });
  for (const twin of twins) {
    for (const issue of issuesUnder(world, twin)) issue.milestoneId = promoted.id;
    world.milestones.delete(twin.id);
  }
  return milestoneRow(world, existing(world.milestones, promoted.id), call.origin);
}

function issuesOf(call: SignedCall, kind: Kind): unknown {
  const issues = issuesUnder(call.world, findMilestone(call, kind));
  const visible = issues.filter((issue) => canReadIssue(call.world, call.user, issue));
  return paginate(call, visible).map((issue) => issueBasic(call.world, issue, { origin: call.origin }));
}

function burndown(call: SignedCall, kind: Kind): unknown {
  const milestone = findMilestone(call, kind);
  const changes = [...call.world.milestoneEvents.values()].filter(
    ({ milestoneId }) => milestoneId === milestone.id,
  );
  return paginate(call, changes).map(({ issueId, action, createdAt }) => ({
    created_at: createdAt,
    weight: call.world.issues.get(issueId)?.weight ?? null,
    action,
  }));
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
    recordMilestone(call.world, call.user, 'destroyed', milestone);
    deleteMilestone(call.world, milestone);
  });
  api.get(`${one}/issues`, (call) => issuesOf(call, kind));
  api.get(`${one}/burndown_events`, (call) => burndown(call, kind));
  api.get(`${one}/merge_requests`, (call) => {
    findMilestone(call, kind);
    return paginate(call, []);
  });
}

/** Milestones of projects and groups, and the issues under them. */
export function milestoneRoutes(api: Api): void {
  register(api, '/projects/:id', 'project');
  register(api, '/groups/:id', 'group');
  api.post('/projects/:id/milestones/:milestone_id/promote', promote, { status: 200 });
}
