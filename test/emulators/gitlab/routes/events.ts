import { canReadEpic, canReadIssue, canReadProject } from '../model/access';
import type { Activity } from '../model/types-around';
import { notFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findProject, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { eventFull } from '../present/around';

const ACTIONS = [
  'created',
  'updated',
  'closed',
  'reopened',
  'pushed',
  'commented',
  'merged',
  'joined',
  'left',
  'destroyed',
  'expired',
  'approved',
] as const;
const TYPES = [
  'issue',
  'milestone',
  'merge_request',
  'note',
  'project',
  'snippet',
  'user',
  'wiki',
  'design',
  'epic',
] as const;

/** Whether the asker may see what an event is about; with its target an event is gone, but for a last farewell. */
function isVisible(call: Call, { action, place, target, about }: Activity): boolean {
  const { world, user } = call;
  if (target.kind === 'Note' && !world.notes.has(target.id)) return false;
  const item = about ?? target;
  switch (item.kind) {
    case 'Issue': {
      const issue = world.issues.get(item.id);
      return issue !== undefined && canReadIssue(world, user, issue);
    }
    case 'Epic': {
      const epic = world.epics.get(item.id);
      return epic !== undefined && canReadEpic(world, user, epic);
    }
    case 'Note':
    case 'Milestone': {
      const isThere = world.milestones.has(item.id) ? action !== 'destroyed' : action === 'destroyed';
      const project = place.kind === 'project' ? world.projects.get(place.id) : undefined;
      return isThere && project !== undefined && canReadProject(world, user, project);
    }
  }
}

/** One page of the log, newest first; both dates are left out themselves. */
function list(call: Call, holds: (activity: Activity) => boolean): unknown[] {
  const { read, world } = call;
  const action = read.choice('action', ACTIONS);
  const type = read.choice('target_type', TYPES);
  const before = read.instant('before')?.slice(0, 10);
  const after = read.instant('after')?.slice(0, 10);
  const ascending = read.choice('sort', ['asc', 'desc']) === 'asc';
  read.check();
  const rows = [...world.activities.values()].filter((activity) => {
    const day = activity.createdAt.slice(0, 10);
    return (
      holds(activity) &&
      (action === undefined || activity.action === action) &&
      (type === undefined || activity.target.kind.toLowerCase() === type) &&
      (before === undefined || day < before) &&
      (after === undefined || day > after) &&
      isVisible(call, activity)
    );
  });
  return paginate(call, ascending ? rows : rows.reverse()).map((activity) =>
    eventFull(world, activity, call.origin),
  );
}

function own(call: SignedCall): unknown[] {
  const everybody = call.read.text('scope') === 'all';
  return list(call, (activity) => everybody || activity.userId === call.user.id);
}

/** What people did: oneself, another person, everybody in a project. */
export function eventRoutes(api: Api): void {
  api.get('/events', own, { scopes: ['read_user'] });
  api.get(
    '/users/:user_id/events',
    (call) => {
      const text = call.path('user_id');
      const user = /^\d+$/.test(text)
        ? call.world.users.get(pathNumber(call, 'user_id'))
        : [...call.world.users.values()].find(({ username }) => username === text);
      if (!user) throw notFound('User');
      return list(call, (activity) => activity.userId === user.id);
    },
    { scopes: ['read_user'] },
  );
  api.open('/projects/:id/events', (call) => {
    const project = findProject(call);
    return list(call, ({ place }) => place.kind === 'project' && place.id === project.id);
  });
}
