import { canReadIssue, canReadProject, mayPlan, projectLevel } from '../model/access';
import { moveIssue, reorderIssue } from '../model/issue-moves';
import { subscribe } from '../model/subscriptions';
import type { Epic, Issue } from '../model/types';
import { ApiError, forbidden, notFound } from '../http/api-error';
import type { Api, SignedCall } from '../http/env';
import { findIssue, findProject, pathNumber } from '../http/find';
import { singleIssue } from '../present/issue';

function show(call: SignedCall, issue: Issue): unknown {
  return singleIssue(call.world, issue, { origin: call.origin, viewer: call.user });
}

function move(call: SignedCall): unknown {
  const { read, world, user } = call;
  pathNumber(call, 'issue_iid');
  const targetId = read.integer('to_project_id');
  if (targetId === undefined || targetId === null) read.complain('to_project_id is missing');
  read.check();
  const from = findProject(call);
  const issue = findIssue(call);
  const target = world.projects.get(targetId ?? 0);
  if (!target || !canReadProject(world, user, target)) throw notFound('Project');
  if (target.id === from.id)
    throw new ApiError(400, { message: 'Cannot move issue to project it originates from!' });
  const allowed = [from.id, target.id].every((id) => mayPlan(projectLevel(world, user, id)));
  if (!allowed || issue.movedToId !== null)
    throw new ApiError(400, { message: 'Cannot move issue due to insufficient permissions!' });
  return show(call, moveIssue(world, issue, target, user));
}

function neighbour(call: SignedCall, issue: Issue, id: number | null | undefined): Issue | null {
  if (id === null || id === undefined) return null;
  const found = call.world.issues.get(id);
  if (!found || found.projectId !== issue.projectId || !canReadIssue(call.world, call.user, found))
    throw notFound('Issue');
  return found;
}

function reorder(call: SignedCall): unknown {
  const { read, world } = call;
  const afterId = read.integer('move_after_id');
  const beforeId = read.integer('move_before_id');
  read.atLeastOneOf(['move_after_id', 'move_before_id']);
  read.check();
  const issue = findIssue(call);
  if (!mayPlan(projectLevel(world, call.user, issue.projectId))) throw forbidden();
  reorderIssue(world, issue, neighbour(call, issue, beforeId), neighbour(call, issue, afterId));
  return show(call, issue);
}

/** Whoever asks hears of an item from now on, or no longer; 304 with no body says that nothing changed. */
export function subscription<Item extends Issue | Epic>(
  find: (call: SignedCall) => Item,
  present: (call: SignedCall, item: Item) => unknown,
  wanted: boolean,
): (call: SignedCall) => unknown {
  return (call) => {
    const item = find(call);
    return subscribe(call.world, item, call.user, wanted)
      ? present(call, item)
      : new Response(null, { status: 304 });
  };
}

/** Moving issues to another project, their manual order, and who hears of them. */
export function issueMoveRoutes(api: Api): void {
  const base = '/projects/:id/issues/:issue_iid';
  api.post(`${base}/move`, move);
  api.put(`${base}/reorder`, reorder);
  api.post(`${base}/subscribe`, subscription(findIssue, show, true));
  api.post(`${base}/unsubscribe`, subscription(findIssue, show, false));
}
