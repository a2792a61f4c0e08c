import { ACCESS_LEVELS, type GitlabSeed } from '../../scenario/gitlab-seed';
import type { ServerClock } from '../../shared-http/clock';
import { createEpic } from './epics';
import { createIssue } from './issues';
import { createLabel } from './labels';
import { addNote } from './notes';
import { addProject, issueTemplates } from './repository';
import type { Epic, Place, User } from './types';
import { createWorld, type Tier, type World } from './world';

/** Seconds that an OAuth access token lives. */
export const ACCESS_TOKEN_SECONDS = 7200;

interface Names {
  /** While something of the seed is made, the server's time is this instant. */
  at: string | null;
  readonly users: Map<string, User>;
  readonly places: Map<string, Place>;
  readonly epics: Map<string, Epic>;
}

// The schema has checked every name; a miss here is a bug of the emulator.
function named<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the seed names "${name}", which it does not define`);
  return value;
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function addPlaces(world: World, seed: GitlabSeed, names: Names): void {
  const at = world.now();
  const firstUser = [...names.users.values()][0];
  for (const group of seed.groups) {
    const id = world.nextId('group');
    const { path, name, description } = group;
    const parentId = parentOf(path) === '' ? null : named(names.places, parentOf(path)).id;
    world.groups.set(id, { id, path, name, description, parentId, createdAt: at, lastEpicIid: 0 });
    names.places.set(path, { kind: 'group', id });
  }
  for (const project of seed.projects) {
    const id = world.nextId('project');
    addProject(world, {
      id,
      path: project.path,
      name: project.name,
      description: project.description,
      groupId: named(names.places, parentOf(project.path)).id,
      creatorId: firstUser?.id ?? 0,
      createdAt: at,
      templates: Object.entries(project.issueTemplates),
    });
    names.places.set(project.path, { kind: 'project', id });
  }
  for (const { path, labels, members } of [...seed.groups, ...seed.projects]) {
    const place = named(names.places, path);
    for (const label of labels) createLabel(world, place, label);
    for (const member of members)
      world.members.push({
        userId: named(names.users, member.username).id,
        level: ACCESS_LEVELS[member.access],
        place,
        createdAt: at,
      });
  }
}

function addWork(world: World, seed: GitlabSeed, names: Names): void {
  function common(item: GitlabSeed['issues'][number] | GitlabSeed['epics'][number]) {
    return {
      title: item.title,
      labels: { replace: item.labels },
      confidential: item.confidential,
      startDate: item.start,
      dueDate: item.due,
      stateEvent: item.state === 'closed' ? ('close' as const) : undefined,
      createdAt: item.createdAt,
      updatedAt: item.updatedAt ?? item.createdAt,
    };
  }
  for (const item of seed.epics) {
    const group = world.groups.get(named(names.places, item.group).id);
    if (!group) throw new Error(`"${item.group}" is not a group`);
    names.at = item.updatedAt ?? item.createdAt ?? null;
    const epic = createEpic(world, group, named(names.users, item.author), {
      ...common(item),
      description: item.description,
      startFixed: item.start !== null,
      dueFixed: item.due !== null,
    });
    names.epics.set(item.key, epic);
    for (const note of item.notes)
      addNote(world, epic, named(names.users, note.author), note.body, {
        createdAt: note.at ?? epic.createdAt,
      });
  }
  for (const item of seed.issues) {
    const project = world.projects.get(named(names.places, item.project).id);
    if (!project) throw new Error(`"${item.project}" is not a project`);
    const template = item.template === undefined ? '' : (issueTemplates(project).get(item.template) ?? '');
    const description = [template, item.description ?? ''].filter((text) => text !== '').join('\n\n');
    const epic = item.epic === undefined ? undefined : named(names.epics, item.epic);
    names.at = item.updatedAt ?? item.createdAt ?? null;
    const issue = createIssue(world, project, named(names.users, item.author), {
      ...common(item),
      description: description === '' ? null : description,
      assigneeIds: item.assignees.map((name) => named(names.users, name).id),
      weight: item.weight,
      epic: world.tier === 'premium' ? epic : undefined,
    });
    for (const note of item.notes)
      addNote(world, issue, named(names.users, note.author), note.body, {
        createdAt: note.at ?? issue.createdAt,
      });
  }
  names.at = null;
}

function addTokens(world: World, seed: GitlabSeed, names: Names): void {
  for (const { uid, name, redirectUris, scopes, signInAs } of seed.applications)
    world.applications.set(uid, {
      uid,
      name,
      redirectUris,
      scopes,
      signInAsId: named(names.users, signInAs).id,
    });
  for (const token of seed.tokens) {
    const common = {
      id: world.nextId('token'),
      value: token.value,
      userId: named(names.users, token.username).id,
      scopes: token.scopes,
      createdAt: world.now(),
    };
    if (token.kind === 'personal')
      world.tokens.set(token.value, {
        ...common,
        kind: 'personal',
        name: token.name,
        expires: token.expires,
        revoked: token.revoked,
      });
    else
      world.tokens.set(token.value, {
        ...common,
        kind: 'oauth',
        refreshToken: token.refreshToken,
        applicationUid: token.application,
        expiresAt: new Date(Date.parse(common.createdAt) + ACCESS_TOKEN_SECONDS * 1000).toISOString(),
        revoked: false,
      });
  }
}

/** Builds the world that a checked seed describes; `tier` overrules the seed's. */
export function worldFromSeed(seed: GitlabSeed, clock: ServerClock, tier: Tier = seed.tier): World {
  const names: Names = { at: null, users: new Map(), places: new Map(), epics: new Map() };
  const world = createWorld(tier, () => names.at ?? clock.now().toISOString());
  for (const { username, name, email, admin } of seed.users) {
    const id = world.nextId('user');
    const user: User = { id, username, name, email, admin, createdAt: world.now() };
    world.users.set(id, user);
    names.users.set(username, user);
  }
  addPlaces(world, seed, names);
  addWork(
    world,
    tier === 'free'
      ? { ...seed, epics: [], issues: seed.issues.map((issue) => ({ ...issue, epic: undefined })) }
      : seed,
    names,
  );
  addTokens(world, seed, names);
  return world;
}
