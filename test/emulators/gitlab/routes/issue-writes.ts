import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { canReadEpic, mayDelete, mayPlan, projectLevel } from '../model/access';
import { createIssue, deleteIssue, type IssueChange, updateIssue, withinRights } from '../model/issues';
import { addSystemNote } from '../model/notes';
import { readDescription } from '../model/quick-actions';
import { type Epic, type Issue, ISSUE_TYPES, type Project, type User } from '../model/types';
import { checkTexts, dateParam, STATE_EVENTS } from '../model/work-item';
import { groupChain, type World } from '../model/world';
import { ApiError, conflict, forbidden, invalidModel, notFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { checkUnmodified, findIssueByIid, findProject, pathNumber } from '../http/find';
import { NAMED_TYPES } from '../http/issue-filter';
import type { ParamReader } from '../http/reader';
import { singleIssue } from '../present/issue';

const UPDATABLE = [
  'assignee_id',
  'assignee_ids',
  'confidential',
  'created_at',
  'description',
  'discussion_locked',
  'due_date',
  'labels',
  'add_labels',
  'remove_labels',
  'milestone_id',
  'state_event',
  'title',
  'issue_type',
];
const UPDATABLE_PREMIUM = ['weight', 'epic_id', 'epic_iid', 'start_date', 'health_status'];
const HEALTH = ['on_track', 'needs_attention', 'at_risk'] as const;

function readEpic(call: SignedCall, project: Project): Epic | null | undefined {
  const { read, world } = call;
  if (world.tier === 'free') return undefined;
  const id = read.integer('epic_id');
  const iid = read.integer('epic_iid');
  if (id === undefined && iid === undefined) return undefined;
  if ((id ?? 0) === 0 && (iid ?? 0) === 0) return null;
  const groups = new Set(groupChain(world, project.groupId).map((group) => group.id));
  const epic = [...world.epics.values()].find((candidate) =>
    typeof id === 'number' && id !== 0
      ? candidate.id === id
      : candidate.iid === iid && groups.has(candidate.groupId),
  );
  if (!epic || !canReadEpic(world, call.user, epic))
    throw new ApiError(422, { message: 'Epic not found for given params' });
  return epic;
}

function readAssignees(call: Call): readonly number[] | undefined {
  const ids = call.read.integers('assignee_ids');
  const one = call.read.integer('assignee_id');
  if (ids !== undefined) return ids.filter((id) => id !== 0);
  return one === undefined ? undefined : one === null || one === 0 ? [] : [one];
}

function readChange(call: SignedCall): IssueChange {
  const { read, world } = call;
  const labels = {
    replace: read.list('labels'),
    add: read.list('add_labels'),
    remove: read.list('remove_labels'),
  };
  // A type that is not to be had here is dropped without a word, as without the licence for it.
  const named = read.choice('issue_type', NAMED_TYPES);
  const change: IssueChange = {
    title: read.text('title') ?? undefined,
    description: read.text('description'),
    labels: (labels.replace ?? labels.add ?? labels.remove) ? labels : undefined,
    assigneeIds: readAssignees(call),
    startDate: dateParam(read.text('start_date')),
    dueDate: dateParam(read.text('due_date')),
    confidential: read.flag('confidential'),
    milestoneId: read.integer('milestone_id'),
    discussionLocked: read.flag('discussion_locked'),
    type: ISSUE_TYPES.find((type) => type === named),
    weight: world.tier === 'free' ? undefined : readWeight(read),
    healthStatus: world.tier === 'free' ? undefined : read.choice('health_status', HEALTH),
    stateEvent: read.choice('state_event', STATE_EVENTS),
  };
  if (call.params['confidential'] === null || call.params['confidential'] === '')
    read.complain('confidential is empty');
  return change;
}

function readWeight(read: ParamReader): number | null | undefined {
  const weight = read.integer('weight');
  if (typeof weight === 'number' && weight < 0)
    throw invalidModel({ weight: ['must be greater than or equal to 0'] });
  return weight;
}

function isOwner(world: World, user: User, project: Project): boolean {
  return projectLevel(world, user, project.id) >= ACCESS_LEVELS.owner;
}

function show(call: Call, issue: Issue): unknown {
  return singleIssue(call.world, issue, { origin: call.origin, viewer: call.user });
}

function create(call: SignedCall): unknown {
  const { read, world, user } = call;
  const title = read.required('title');
  const change = readChange(call);
  const createdAt = read.instant('created_at');
  const iid = read.integer('iid') ?? undefined;
  read.check();
  const project = findProject(call);
  checkTexts({ title, description: change.description });
  const epic = readEpic(call, project);
  // A chosen number or date is for owners; from others it is dropped without a word.
  const owner = isOwner(world, user, project);
  if (owner && iid !== undefined)
    for (const other of world.issues.values())
      if (other.projectId === project.id && other.iid === iid) throw conflict('Duplicated issue');
  const place = { kind: 'project', id: project.id } as const;
  const told = readDescription({ world, user, place, item: null }, { ...change, stateEvent: undefined });
  const issue = createIssue(world, project, user, {
    ...withinRights(world, user, project.id, { ...told.change, epic }),
    title,
    iid: owner ? iid : undefined,
    createdAt: owner ? createdAt : undefined,
  });
  told.finish(issue);
  return show(call, issue);
}

function update(call: SignedCall): unknown {
  const { read, world, user } = call;
  const iid = pathNumber(call, 'issue_iid');
  const change = readChange(call);
  const updatedAt = read.instant('updated_at');
  read.atLeastOneOf(
    world.tier === 'free' ? [...UPDATABLE, 'start_date'] : [...UPDATABLE, ...UPDATABLE_PREMIUM],
  );
  read.check();
  const project = findProject(call);
  const issue = findIssueByIid(call, project, iid);
  const own = issue.authorId === user.id || issue.assigneeIds.includes(user.id);
  if (!own && !mayPlan(projectLevel(world, user, project.id))) throw forbidden();
  if (read.has('title')) checkTexts({ title: change.title ?? null });
  checkTexts({ description: change.description });
  const epic = readEpic(call, project);
  const place = { kind: 'project', id: project.id } as const;
  const told = readDescription({ world, user, place, item: issue }, change);
  const allowed = withinRights(world, user, project.id, { ...told.change, epic });
  updateIssue(world, issue, user, {
    ...allowed,
    stateEvent: told.change.stateEvent,
    updatedAt: isOwner(world, user, project) ? updatedAt : undefined,
  });
  told.finish(issue);
  return show(call, issue);
}

/** A new open issue with the same texts, labels and date; both get a note that names the other. */
function clone(call: SignedCall): unknown {
  const { read, world, user } = call;
  const iid = pathNumber(call, 'issue_iid');
  const target = read.required('to_project_id');
  read.check();
  const from = findProject(call);
  const source = findIssueByIid(call, from, iid);
  const project = world.projects.get(Number(target));
  if (!project || !mayPlan(projectLevel(world, user, project.id))) throw notFound('Project');
  const { title, description, type, dueDate, confidential } = source;
  const issue = createIssue(world, project, user, { title, description, type, dueDate, confidential });
  if (project.id === from.id) issue.labelIds = [...source.labelIds];
  const named = (place: Project, { iid: number }: Issue, seenFrom: Project): string =>
    place.id === seenFrom.id ? `#${number}` : `${place.path}#${number}`;
  addSystemNote(world, issue, user, `cloned from ${named(from, source, project)}`);
  addSystemNote(world, source, user, `cloned to ${named(project, issue, from)}`);
  return show(call, issue);
}

function remove(call: SignedCall): void {
  const iid = pathNumber(call, 'issue_iid');
  const project = findProject(call);
  const issue = [...call.world.issues.values()].find(
    (candidate) => candidate.projectId === project.id && candidate.iid === iid,
  );
  if (!issue) throw notFound('Issue');
  if (!mayDelete(projectLevel(call.world, call.user, project.id))) throw forbidden();
  checkUnmodified(call, issue.updatedAt);
  deleteIssue(call.world, issue);
}

/** Creating, changing and deleting issues. */
export function issueWriteRoutes(api: Api): void {
  api.post('/projects/:id/issues', create);
  api.post('/projects/:id/issues/:issue_iid/clone', clone);
  api.put('/projects/:id/issues/:issue_iid', update);
  api.delete('/projects/:id/issues/:issue_iid', remove);
}
