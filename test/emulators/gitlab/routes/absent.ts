import type { Api, Call } from '../http/env';
import { findEpicById, findGroup, findIssue, findProject } from '../http/find';
import { paginate } from '../http/paging';

/** Lists of what nothing on this server has: they answer as GitLab does for items without any. */
export function absentRoutes(api: Api): void {
  const lists: readonly [string, (call: Call) => unknown][] = [
    ['/projects/:id/iterations', findProject],
    ['/groups/:id/iterations', findGroup],
    ['/todos', () => undefined],
    ['/projects/:id/merge_requests', findProject],
    ['/projects/:id/issues/:issue_iid/award_emoji', findIssue],
    ['/projects/:id/issues/:issue_iid/related_merge_requests', findIssue],
    ['/projects/:id/issues/:issue_iid/closed_by', findIssue],
    ['/groups/:id/epics/:epic_id/award_emoji', findEpicById],
  ];
  for (const [path, find] of lists)
    api.get(path, (call) => {
      find(call);
      return paginate(call, []);
    });
}
