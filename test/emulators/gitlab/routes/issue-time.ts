import { mayPlan, projectLevel } from '../model/access';
import { readDuration, resetSpentTime, setEstimate, spendTime } from '../model/time-tracking';
import type { Issue } from '../model/types';
import { forbidden } from '../http/api-error';
import type { Api, SignedCall } from '../http/env';
import { findIssue } from '../http/find';
import { timeStats } from '../present/issue';

function issueToTrack(call: SignedCall): Issue {
  const issue = findIssue(call);
  if (!mayPlan(projectLevel(call.world, call.user, issue.projectId))) throw forbidden();
  return issue;
}

function duration(call: SignedCall): number | null {
  const text = call.read.required('duration');
  call.read.check();
  return readDuration(text);
}

/** Estimated and spent time of issues. */
export function issueTimeRoutes(api: Api): void {
  const base = '/projects/:id/issues/:issue_iid';
  api.get(`${base}/time_stats`, (call) => timeStats(findIssue(call)));
  const change = (path: string, apply: (call: SignedCall, issue: Issue) => void, status = 200): void =>
    api.post(
      `${base}/${path}`,
      (call) => {
        const issue = issueToTrack(call);
        apply(call, issue);
        return timeStats(issue);
      },
      { status },
    );
  change('time_estimate', (call, issue) => setEstimate(call.world, issue, call.user, duration(call)));
  change('reset_time_estimate', (call, issue) => setEstimate(call.world, issue, call.user, 0));
  change('add_spent_time', (call, issue) => spendTime(call.world, issue, call.user, duration(call)), 201);
  change('reset_spent_time', (call, issue) => resetSpentTime(call.world, issue, call.user));
}
