import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { groupLevel, projectLevel } from '../model/access';
import { addProject } from '../model/repository';
import type { Group } from '../model/types';
import { ApiError, forbidden, invalidModel } from '../http/api-error';
import type { Api, SignedCall } from '../http/env';
import { findGroup, findProject } from '../http/find';
import { groupFull, projectFull } from '../present/place';

function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function isTaken(call: SignedCall, path: string): boolean {
  return [...call.world.groups.values(), ...call.world.projects.values()].some(
    (one) => one.path.toLowerCase() === path.toLowerCase(),
  );
}

function createProject(call: SignedCall): unknown {
  const { read, world, user } = call;
  const name = read.text('name') ?? read.text('path') ?? null;
  if (name === null) read.complain('name, path are missing, at least one parameter must be provided');
  const namespaceId = read.integer('namespace_id') ?? null;
  read.check();
  const group = namespaceId === null ? undefined : world.groups.get(namespaceId);
  // People have no namespace of their own here.
  if (!group || groupLevel(world, user, group.id) < ACCESS_LEVELS.developer)
    throw invalidModel({ namespace: ['is not valid'] });
  const path = `${group.path}/${slug(read.text('path') ?? name ?? '')}`;
  if (isTaken(call, path))
    throw invalidModel({
      'project_namespace.name': ['has already been taken'],
      path: ['has already been taken'],
    });
  const project = addProject(world, {
    id: world.nextId('project'),
    path,
    name: name ?? '',
    description: read.text('description') ?? '',
    groupId: group.id,
    creatorId: user.id,
    createdAt: world.now(),
    templates: [],
  });
  return projectFull(world, project, user, call.origin, true);
}

function updateProject(call: SignedCall): unknown {
  const { read, world, user } = call;
  const project = findProject(call);
  if (projectLevel(world, user, project.id) < ACCESS_LEVELS.maintainer) throw forbidden();
  project.name = read.text('name') ?? project.name;
  project.description = read.text('description') ?? project.description;
  return projectFull(world, project, user, call.origin, true);
}

function parentOf(call: SignedCall): Group | null {
  const id = call.read.integer('parent_id') ?? null;
  call.read.check();
  if (id === null) return null;
  const parent = call.world.groups.get(id);
  if (!parent || groupLevel(call.world, call.user, id) < ACCESS_LEVELS.maintainer) throw forbidden();
  return parent;
}

function createGroup(call: SignedCall): unknown {
  const { read, world, user } = call;
  const name = read.required('name');
  const own = read.required('path');
  read.check();
  const parent = parentOf(call);
  const path = parent ? `${parent.path}/${own}` : own;
  if (isTaken(call, path))
    throw new ApiError(400, { message: 'Failed to save group {:path=>["has already been taken"]}' });
  const group: Group = {
    id: world.nextId('group'),
    path,
    name,
    description: read.text('description') ?? '',
    parentId: parent?.id ?? null,
    createdAt: world.now(),
    lastEpicIid: 0,
  };
  world.groups.set(group.id, group);
  world.members.push({
    userId: user.id,
    level: ACCESS_LEVELS.owner,
    place: { kind: 'group', id: group.id },
    createdAt: world.now(),
  });
  return groupFull(world, group, call.origin);
}

function updateGroup(call: SignedCall): unknown {
  const { read, world, user } = call;
  const group = findGroup(call);
  if (groupLevel(world, user, group.id) < ACCESS_LEVELS.owner) throw forbidden();
  group.name = read.text('name') ?? group.name;
  group.description = read.text('description') ?? group.description;
  return groupFull(world, group, call.origin);
}

/** Making projects and groups, and changing their names and descriptions; other settings are taken and dropped. */
export function placeWriteRoutes(api: Api): void {
  api.post('/projects', createProject);
  api.put('/projects/:id', updateProject);
  api.post('/groups', createGroup);
  api.put('/groups/:id', updateGroup);
}
