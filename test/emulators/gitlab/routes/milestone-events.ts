import type { MilestoneChange } from '../model/types-around';
import { recordNotFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { findIssue, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { milestoneEventFull } from '../present/around';

function eventsOf(call: Call): MilestoneChange[] {
  const issue = findIssue(call);
  return [...call.world.milestoneEvents.values()].filter(({ issueId }) => issueId === issue.id);
}

/** Which milestones an issue came under and left, when, by whom. */
export function milestoneEventRoutes(api: Api): void {
  const path = '/projects/:id/issues/:issue_iid/resource_milestone_events';
  api.get(path, (call) =>
    paginate(call, eventsOf(call)).map((event) => milestoneEventFull(call.world, event, call.origin)),
  );
  api.get(`${path}/:event_id`, (call) => {
    const id = pathNumber(call, 'event_id');
    const event = eventsOf(call).find((candidate) => candidate.id === id);
    if (!event) throw recordNotFound();
    return milestoneEventFull(call.world, event, call.origin);
  });
}
