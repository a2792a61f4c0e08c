import type { Api, Call } from '../http/env';
import { findGroup, findIssue, findProject } from '../http/find';
import { paginate } from '../http/paging';

/** Lists of what nothing on this server has: they answer as GitLab does for projects and people without any. */
export function absentRoutes(api: Api): void {
  const lists: readonly [string, (call: Call) => unknown][] = [
    ['/projects/:id/iterations', findProject],
    ['/groups/:id/iterations', findGroup],
    ['/merge_requests', () => undefined],
    ['/groups/:id/merge_requests', findGroup],
    ['/projects/:id/merge_requests', findProject],
    ['/projects/:id/issues/:issue_iid/related_merge_requests', findIssue],
    ['/projects/:id/issues/:issue_iid/closed_by', findIssue],
    ['/projects/:id/issues/:issue_iid/resource_iteration_events', findIssue],
    ['/projects/:id/issues/:issue_iid/resource_weight_events', findIssue],
    ['/projects/:id/repository/tags', findProject],
    ['/projects/:id/releases', findProject],
    ['/projects/:id/wikis', findProject],
    ['/groups/:id/wikis', findGroup],
    ['/projects/:id/snippets', findProject],
    ['/projects/:id/pipelines', findProject],
    ['/projects/:id/hooks', findProject],
    ['/groups/:id/hooks', findGroup],
    ['/projects/:id/variables', findProject],
    ['/groups/:id/variables', findGroup],
    ['/projects/:id/invitations', findProject],
    ['/projects/:id/access_requests', findProject],
    ['/projects/:id/environments', findProject],
    ['/projects/:id/deployments', findProject],
    ['/projects/:id/forks', findProject],
    ['/groups/:id/invitations', findGroup],
    ['/groups/:id/access_requests', findGroup],
    ['/user/gpg_keys', () => undefined],
    ['/user/emails', () => undefined],
    ['/user/keys', () => undefined],
    ['/users/:user_id/projects', () => undefined],
    ['/topics', () => undefined],
    ['/broadcast_messages', () => undefined],
  ];
  for (const [path, find] of lists)
    api.get(path, (call) => {
      find(call);
      return paginate(call, []);
    });
}
