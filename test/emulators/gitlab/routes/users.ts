import { effectiveMembers } from '../model/access';
import { existing, groupChain } from '../model/world';
import { forbidden, notFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { findProject, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { userBasic } from '../present/user';

const NO_STATUS = {
  emoji: null,
  availability: 'not_set',
  message: null,
  message_html: '',
  clear_status_at: null,
};

function projectUsers(call: Call): unknown[] {
  const project = findProject(call);
  const search = call.read.text('search')?.toLowerCase() ?? '';
  const users = effectiveMembers(call.world, { kind: 'project', id: project.id })
    .map(({ userId }) => existing(call.world.users, userId))
    .filter(({ name, username }) => `${name} ${username}`.toLowerCase().includes(search));
  return paginate(call, users).map((user) => userBasic(call.origin, user));
}

/** What clients ask about people beside their profile, and who can be found in a project. */
export function userRoutes(api: Api): void {
  api.get('/user/status', () => NO_STATUS, { scopes: ['read_user'] });
  api.open('/users/:user_id/status', (call) => {
    const wanted = call.path('user_id').toLowerCase();
    const known = [...call.world.users.values()].some(
      ({ id, username }) => String(id) === wanted || username.toLowerCase() === wanted,
    );
    if (!known) throw notFound('User');
    return NO_STATUS;
  });
  api.get('/users/:user_id/memberships', (call) => {
    if (!call.user.admin) throw forbidden();
    const userId = pathNumber(call, 'user_id');
    const rows = call.world.members.filter((member) => member.userId === userId);
    return paginate(call, rows).map(({ place, level }) => ({
      source_id: place.id,
      source_name:
        place.kind === 'project'
          ? existing(call.world.projects, place.id).name
          : existing(call.world.groups, place.id).name,
      source_type: place.kind === 'project' ? 'Project' : 'Namespace',
      access_level: level,
    }));
  });
  api.get('/projects/:id/users', projectUsers);
  api.get('/projects/:id/languages', (call) => {
    findProject(call);
    return {};
  });
  api.get('/projects/:id/groups', (call) => {
    const project = findProject(call);
    return paginate(call, groupChain(call.world, project.groupId)).map((group) => ({
      id: group.id,
      web_url: `${call.origin}/groups/${group.path}`,
      name: group.name,
      avatar_url: null,
      full_name: group.name,
      full_path: group.path,
    }));
  });
}
