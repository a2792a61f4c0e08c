import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { canReadIssue, groupLevel, projectLevel } from '../model/access';
import { linkIssue, linksOfEpic, reorderLink, unlinkIssue } from '../model/epic-links';
import type { Epic, EpicLink } from '../model/types';
import { epicLinkOf, existing } from '../model/world';
import { conflict, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findEpic, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { epicLinkFull } from '../present/epic';
import { issueFull } from '../present/issue';

function rows(call: Call, epic: Epic): unknown[] {
  const { world } = call;
  const links = linksOfEpic(world, epic).filter((link) =>
    canReadIssue(world, call.user, existing(world.issues, link.issueId)),
  );
  return paginate(call, links).map((link) => ({
    ...issueFull(world, existing(world.issues, link.issueId), { origin: call.origin }),
    epic_issue_id: link.id,
    relative_position: link.relativePosition,
  }));
}

function authorize(call: SignedCall, epic: Epic): void {
  if (groupLevel(call.world, call.user, epic.groupId) < ACCESS_LEVELS.guest) throw forbidden();
}

// The number in these paths is the link's id, not the issue's.
function findLink(call: Call, epic: Epic): EpicLink {
  const link = call.world.epicLinks.get(pathNumber(call, 'epic_issue_id'));
  if (!link || link.epicId !== epic.id) throw recordNotFound();
  return link;
}

function assign(call: SignedCall): unknown {
  const { world } = call;
  // The issue's global id, not its number.
  const issueId = pathNumber(call, 'epic_issue_id');
  const epic = findEpic(call);
  authorize(call, epic);
  const issue = world.issues.get(issueId);
  if (!issue || !canReadIssue(world, call.user, issue)) throw recordNotFound();
  if (projectLevel(world, call.user, issue.projectId) < ACCESS_LEVELS.guest) throw forbidden();
  if (epicLinkOf(world, issue.id)?.epicId === epic.id) throw conflict('Issue(s) already assigned');
  return epicLinkFull(world, linkIssue(world, epic, issue, call.user), call.origin);
}

function move(call: SignedCall): unknown {
  const before = call.read.integer('move_before_id') ?? null;
  const after = call.read.integer('move_after_id') ?? null;
  call.read.check();
  const epic = findEpic(call);
  authorize(call, epic);
  const link = findLink(call, epic);
  for (const id of [before, after])
    if (id !== null && call.world.epicLinks.get(id)?.epicId !== epic.id) throw recordNotFound();
  reorderLink(call.world, epic, link, before, after);
  return rows(call, epic);
}

/** The issues of an epic: linked by the issue's global id, changed and removed by the link's id. */
export function epicIssueRoutes(api: Api): void {
  const base = '/groups/:id/epics/:epic_iid/issues';
  api.get(base, (call) => rows(call, findEpic(call)));
  api.post(`${base}/:epic_issue_id`, assign);
  api.put(`${base}/:epic_issue_id`, move);
  api.delete(
    `${base}/:epic_issue_id`,
    (call) => {
      const epic = findEpic(call);
      authorize(call, epic);
      const link = findLink(call, epic);
      const answer = epicLinkFull(call.world, link, call.origin);
      unlinkIssue(call.world, link, call.user);
      return answer;
    },
    { status: 200 },
  );
}
