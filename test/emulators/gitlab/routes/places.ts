import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { accessLevel, canReadGroup, canReadProject, effectiveMembers } from '../model/access';
import type { Group, Member, Place, Project } from '../model/types';
import { existing, groupTree } from '../model/world';
import { recordNotFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import type { ParamReader } from '../http/reader';
import { findGroup, findProject, pathNumber, placeOf } from '../http/find';
import { keysetById, keysetUnavailable, wantsKeyset } from '../http/keyset';
import { paginate } from '../http/paging';
import { groupFull, memberRow, namespaceBasic, projectFull, projectSimple } from '../present/place';

function includesText(texts: readonly string[], search: string | null | undefined): boolean {
  const text = search?.toLowerCase() ?? '';
  return texts.some((one) => one.toLowerCase().includes(text));
}

/** Nothing here is public; a list of what is has no rows. */
function isVisibility(read: ParamReader): boolean {
  const visibility = read.choice('visibility', ['private', 'internal', 'public']);
  return visibility === undefined || visibility === 'private';
}

const PROJECT_ORDERS = [
  'id',
  'name',
  'path',
  'created_at',
  'updated_at',
  'last_activity_at',
  'similarity',
  'star_count',
] as const;

function projectKey(project: Project, order: (typeof PROJECT_ORDERS)[number]): string | number {
  switch (order) {
    case 'id':
      return project.id;
    case 'name':
    case 'similarity':
      return project.name.toLowerCase();
    // Nobody gives stars here.
    case 'star_count':
      return 0;
    case 'path':
      return project.path;
    case 'created_at':
      return project.createdAt;
    case 'updated_at':
    case 'last_activity_at':
      return project.lastActivityAt;
  }
}

/** What a search of projects looks in: not in the names of the groups above. */
function ownTexts({ name, path, description }: Project): readonly string[] {
  return [name, path.split('/').at(-1) ?? '', description];
}

function wholeTexts(project: Project): readonly string[] {
  return [...ownTexts(project), project.path];
}

function listProjects(call: Call, projects: readonly Project[]): unknown[] {
  const { read, world, user, origin } = call;
  const search = read.text('search');
  const order = read.choice('order_by', PROJECT_ORDERS) ?? 'created_at';
  const sign = read.choice('sort', ['asc', 'desc']) === 'asc' ? 1 : -1;
  const simple = read.flag('simple') ?? false;
  const wantedLevel = read.integer('min_access_level') ?? 0;
  const owned = read.flag('owned') === true ? ACCESS_LEVELS.owner : 0;
  const searched = read.flag('search_namespaces') === true ? wholeTexts : ownTexts;
  const activeAfter = read.instant('last_activity_after') ?? '';
  const activeBefore = read.instant('last_activity_before') ?? null;
  const isEmpty =
    read.flag('archived') === true ||
    read.flag('starred') === true ||
    (read.list('topic') ?? []).length > 0 ||
    !isVisibility(read);
  read.check();
  const rows = projects.filter(
    (project) =>
      !isEmpty &&
      canReadProject(world, user, project) &&
      includesText(searched(project), search) &&
      project.lastActivityAt > activeAfter &&
      (activeBefore === null || project.lastActivityAt < activeBefore) &&
      accessLevel(world, user, { kind: 'project', id: project.id }) >= Math.max(wantedLevel, owned),
  );
  function show(project: Project): unknown {
    return simple ? projectSimple(world, project, origin) : projectFull(world, project, user, origin, false);
  }
  if (wantsKeyset(call)) {
    if (read.text('order_by') !== 'id') throw keysetUnavailable();
    return keysetById(call, rows).map(show);
  }
  rows.sort((a, b) => {
    const [x, y] = [projectKey(a, order), projectKey(b, order)];
    return x === y ? b.id - a.id : x < y ? -sign : sign;
  });
  return paginate(call, rows).map(show);
}

function groupKey(group: Group, order: 'name' | 'path' | 'id' | 'similarity'): string | number {
  if (order === 'id') return group.id;
  return (order === 'path' ? group.path : group.name).toLowerCase();
}

function listGroups(call: Call, groups: readonly Group[]): unknown[] {
  const search = call.read.text('search');
  const topLevel = call.read.flag('top_level_only') ?? false;
  const sign = call.read.choice('sort', ['asc', 'desc']) === 'desc' ? -1 : 1;
  const order = call.read.choice('order_by', ['name', 'path', 'id', 'similarity']) ?? 'name';
  const skipped = call.read.integers('skip_groups') ?? [];
  const owned = call.read.flag('owned') === true ? ACCESS_LEVELS.owner : 0;
  const level = Math.max(call.read.integer('min_access_level') ?? 0, owned);
  const isListed = isVisibility(call.read);
  call.read.check();
  const rows = groups
    .filter(
      (group) =>
        isListed &&
        canReadGroup(call.world, call.user, group) &&
        includesText([group.name, group.path], search) &&
        !skipped.includes(group.id) &&
        accessLevel(call.world, call.user, { kind: 'group', id: group.id }) >= level &&
        (!topLevel || group.parentId === null),
    )
    .sort((a, b) => (groupKey(a, order) < groupKey(b, order) ? -sign : sign));
  return paginate(call, rows).map((group) => groupFull(call.world, group, call.origin));
}

function groupProjects(call: Call): unknown[] {
  const group = findGroup(call);
  const below = call.read.flag('include_subgroups') === true;
  const groups = new Set(below ? groupTree(call.world, group.id).map((item) => item.id) : [group.id]);
  return listProjects(
    call,
    [...call.world.projects.values()].filter((project) => groups.has(project.groupId)),
  );
}

function members(call: Call, place: Place, inherited: boolean): Member[] {
  const query = call.read.text('query')?.toLowerCase() ?? '';
  const ids = call.read.integers('user_ids');
  call.read.check();
  const all = inherited
    ? effectiveMembers(call.world, place)
    : call.world.members.filter((member) => member.place.kind === place.kind && member.place.id === place.id);
  return all.filter((member) => {
    const user = existing(call.world.users, member.userId);
    return (
      (ids === undefined || ids.includes(user.id)) &&
      (user.username.toLowerCase().includes(query) || user.name.toLowerCase().includes(query))
    );
  });
}

function memberRoutes(api: Api, prefix: string, find: (call: Call) => Place): void {
  // `all` first: the other path would take it for a user's number.
  for (const [path, inherited] of [
    ['/members/all', true],
    ['/members', false],
  ] as const) {
    api.get(`${prefix}${path}`, (call) =>
      paginate(call, members(call, find(call), inherited)).map((row) =>
        memberRow(call.world, row, call.origin),
      ),
    );
    api.get(`${prefix}${path}/:user_id`, (call) => {
      const id = pathNumber(call, 'user_id');
      const found = members(call, find(call), inherited).find((member) => member.userId === id);
      if (!found) throw recordNotFound();
      return memberRow(call.world, found, call.origin);
    });
  }
}

/** Groups, projects, namespaces and their members. */
export function placeRoutes(api: Api): void {
  api.open('/groups', (call) => listGroups(call, [...call.world.groups.values()]));
  api.open('/groups/:id', (call) => {
    const group = findGroup(call);
    const full = { ...groupFull(call.world, group, call.origin), shared_with_groups: [] };
    if (call.read.flag('with_projects') === false) return full;
    const projects = [...call.world.projects.values()].filter((project) => project.groupId === group.id);
    return {
      ...full,
      projects: projects
        .filter((project) => canReadProject(call.world, call.user, project))
        .map((project) => projectFull(call.world, project, call.user, call.origin, false)),
      shared_projects: [],
    };
  });
  for (const [path, all] of [
    ['subgroups', false],
    ['descendant_groups', true],
  ] as const)
    api.open(`/groups/:id/${path}`, (call) => {
      const group = findGroup(call);
      const below = groupTree(call.world, group.id).filter((item) => item.id !== group.id);
      return listGroups(call, all ? below : below.filter((item) => item.parentId === group.id));
    });
  api.open('/groups/:id/projects', groupProjects);
  memberRoutes(api, '/groups/:id', (call) => placeOf('group', findGroup(call)));
  api.open('/projects', (call) => listProjects(call, [...call.world.projects.values()]));
  api.open('/projects/:id', (call) =>
    projectFull(call.world, findProject(call), call.user, call.origin, true),
  );
  memberRoutes(api, '/projects/:id', (call) => placeOf('project', findProject(call)));
  api.get('/namespaces', (call) => {
    const search = call.read.text('search');
    const groups = [...call.world.groups.values()].filter(
      (group) => canReadGroup(call.world, call.user, group) && includesText([group.name, group.path], search),
    );
    return paginate(call, groups).map((group) => namespaceBasic(call.origin, group));
  });
  api.get('/namespaces/:id/exists', (call) => {
    const path = call.path('id').toLowerCase();
    const exists = [...call.world.groups.values()].some((group) => group.path.toLowerCase() === path);
    return { exists, suggests: exists ? [`${path}1`] : [] };
  });
  api.get('/namespaces/:id', (call) => namespaceBasic(call.origin, findGroup(call)));
}
