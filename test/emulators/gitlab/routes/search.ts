import { canReadEpic, canReadIssue, canReadProject, effectiveMembers } from '../model/access';
import { targetItem } from '../model/notes';
import { filesOf } from '../model/repository';
import type { Group, Place, Project } from '../model/types';
import { groupTree } from '../model/world';
import { ApiError, invalidParams } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject } from '../http/find';
import { paginate } from '../http/paging';
import { searchCondition } from '../http/work-filter';
import { epicFull } from '../present/epic';
import { issueBasic } from '../present/issue';
import { milestoneRow } from '../present/milestone';
import { noteFull } from '../present/note';
import { projectSimple } from '../present/place';
import { userBasic } from '../present/user';

const SCOPES = {
  global: ['projects', 'issues', 'merge_requests', 'milestones', 'snippet_titles', 'users', 'work_items'],
  group: ['projects', 'issues', 'merge_requests', 'milestones', 'users', 'epics', 'work_items'],
  project: [
    'issues',
    'merge_requests',
    'milestones',
    'users',
    'notes',
    'blobs',
    'commits',
    'wiki_blobs',
    'work_items',
  ],
} as const;
/** Scopes that need an index of all code, which this server does not have. */
const ADVANCED = ['wiki_blobs', 'commits', 'blobs', 'notes'];

/** Where a search looks. */
interface Ground {
  readonly kind: keyof typeof SCOPES;
  readonly place: Place | null;
  readonly projects: readonly Project[];
  readonly groups: readonly Group[];
}

function everywhere(call: Call): Ground {
  return {
    kind: 'global',
    place: null,
    projects: [...call.world.projects.values()],
    groups: [...call.world.groups.values()],
  };
}

function inGroup(call: Call): Ground {
  const group = findGroup(call);
  const groups = groupTree(call.world, group.id);
  const ids = new Set(groups.map(({ id }) => id));
  return {
    kind: 'group',
    place: { kind: 'group', id: group.id },
    projects: [...call.world.projects.values()].filter(({ groupId }) => ids.has(groupId)),
    groups,
  };
}

function inProject(call: Call): Ground {
  const project = findProject(call);
  return { kind: 'project', place: { kind: 'project', id: project.id }, projects: [project], groups: [] };
}

function isAround({ projects, groups }: Ground, place: Place): boolean {
  return (place.kind === 'project' ? projects : groups).some(({ id }) => id === place.id);
}

function foundIssues(call: Call, ground: Ground, text: string): unknown[] {
  const { world, user, origin } = call;
  const number = /^#(\d+)$/.exec(text)?.[1];
  const matches = searchCondition(text, undefined) ?? (() => true);
  const state = call.read.choice('state', ['opened', 'closed', 'all']) ?? 'all';
  const confidential = call.read.flag('confidential');
  call.read.check();
  const issues = [...world.issues.values()].filter(
    (issue) =>
      isAround(ground, { kind: 'project', id: issue.projectId }) &&
      canReadIssue(world, user, issue) &&
      (state === 'all' || issue.state === state) &&
      (typeof confidential !== 'boolean' || issue.confidential === confidential) &&
      (number === undefined ? matches(issue) : issue.iid === Number(number)),
  );
  const ascending = call.read.text('sort') === 'asc';
  return paginate(call, ascending ? issues : issues.reverse()).map((issue) =>
    issueBasic(world, issue, { origin }),
  );
}

function foundBlobs(call: Call, ground: Ground, text: string): unknown[] {
  const wanted = text.toLowerCase();
  const hits = ground.projects.flatMap((project) =>
    filesOf(project).flatMap(({ path, text: content }) => {
      const lines = content.split('\n');
      const line = lines.findIndex((candidate) => candidate.toLowerCase().includes(wanted));
      if (line < 0 && !path.toLowerCase().includes(wanted)) return [];
      const from = Math.max(0, line - 1);
      return [
        {
          basename: path.replace(/\.[^./]+$/, ''),
          data: lines.slice(from, from + 3).join('\n'),
          path,
          filename: path,
          id: null,
          ref: 'main',
          startline: from + 1,
          project_id: project.id,
        },
      ];
    }),
  );
  return paginate(call, hits);
}

function has(text: string): (...values: readonly (string | null)[]) => boolean {
  const wanted = text.toLowerCase();
  return (...values) => values.some((value) => value?.toLowerCase().includes(wanted));
}

function search(call: SignedCall, ground: Ground): unknown[] {
  const { read, world, user, origin } = call;
  const scope = read.required('scope');
  const text = read.required('search').trim();
  read.check();
  if (!(SCOPES[ground.kind] as readonly string[]).includes(scope)) {
    if (ground.kind === 'project' || !ADVANCED.includes(scope))
      throw invalidParams(['scope does not have a valid value']);
    throw new ApiError(400, {
      message: { error: 'Scope supported only with advanced search or exact code search' },
    });
  }
  const matches = has(text);
  switch (scope) {
    case 'issues':
    case 'work_items':
      return foundIssues(call, ground, text);
    case 'projects': {
      const projects = ground.projects.filter(
        (project) =>
          canReadProject(world, user, project) &&
          matches(project.name, project.path.split('/').at(-1) ?? '', project.description),
      );
      return paginate(call, projects).map((project) => projectSimple(world, project, origin));
    }
    case 'milestones': {
      const milestones = [...world.milestones.values()].filter(
        (one) => isAround(ground, one.place) && matches(one.title, one.description),
      );
      return paginate(call, milestones).map((one) => milestoneRow(world, one, origin));
    }
    case 'users': {
      const { place } = ground;
      const members = place && new Set(effectiveMembers(world, place).map(({ userId }) => userId));
      const users = [...world.users.values()].filter(
        (one) => (members?.has(one.id) ?? true) && matches(one.name, one.username),
      );
      return paginate(call, users).map((one) => userBasic(origin, one));
    }
    case 'epics': {
      const epics = [...world.epics.values()].filter(
        (epic) =>
          isAround(ground, { kind: 'group', id: epic.groupId }) &&
          canReadEpic(world, user, epic) &&
          matches(epic.title, epic.description),
      );
      return paginate(call, epics).map((epic) => epicFull(world, epic, { origin }));
    }
    case 'notes': {
      const notes = [...world.notes.values()].filter((note) => {
        const item = targetItem(world, note.target);
        if (item.kind !== 'Issue' || !isAround(ground, { kind: 'project', id: item.projectId })) return false;
        return !note.system && !note.internal && canReadIssue(world, user, item) && matches(note.body);
      });
      return paginate(call, notes).map((note) => noteFull(world, note, origin));
    }
    case 'blobs':
      return foundBlobs(call, ground, text);
    default:
      return paginate(call, []);
  }
}

/** Finding things by words: everywhere, in a group, in a project. */
export function searchRoutes(api: Api): void {
  const grounds = [
    ['/search', everywhere],
    ['/groups/:id/search', inGroup],
    ['/groups/:id/-/search', inGroup],
    ['/projects/:id/search', inProject],
    ['/projects/:id/-/search', inProject],
  ] as const;
  for (const [path, ground] of grounds) api.get(path, (call) => search(call, ground(call)));
}
