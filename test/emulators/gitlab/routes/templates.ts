import { issueTemplates } from '../model/repository';
import { invalidParams, notFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { findProject } from '../http/find';
import { paginate } from '../http/paging';

const TYPES = ['dockerfiles', 'gitignores', 'gitlab_ci_ymls', 'licenses', 'issues', 'merge_requests'];

function templatesOf(call: Call): ReadonlyMap<string, string> {
  const type = call.path('type');
  if (!TYPES.includes(type)) throw invalidParams(['type does not have a valid value']);
  const project = findProject(call);
  return type === 'issues' ? issueTemplates(project) : new Map();
}

/** Description templates; they have a name and a text, nothing is ever applied by the server. */
export function templateRoutes(api: Api): void {
  api.open('/projects/:id/templates/:type', (call) => {
    const names = [...templatesOf(call).keys()].sort();
    return paginate(call, names).map((name) => ({ key: name, name }));
  });
  api.open('/projects/:id/templates/:type/:name', (call) => {
    const name = call.path('name');
    const content = templatesOf(call).get(name);
    if (content === undefined) throw notFound('Template');
    return { name, content };
  });
}
