import { canReadGroup, canReadProject, effectiveMembers } from '../model/access';
import { availableLabels } from '../model/labels';
import { milestonesOf } from '../model/milestones';
import { targetItem } from '../model/notes';
import { type Epic, type Group, type Issue, ISSUE_TYPES, type Place, type Project } from '../model/types';
import { existing, groupTree } from '../model/world';
import { connection } from './connection';
import type { Args, GraphObject, GraphValue } from './execute';
import { readGid, workItemById } from './ids';
import {
  type Asker,
  groupFields,
  labelObject,
  milestoneObject,
  noteObject,
  projectFields,
  userObject,
} from './objects';
import { canRead } from './widgets';
import { filterWorkItems } from './work-item-filter';
import { typeObject, workItemObject } from './work-items';

/** The version that this server calls itself. */
const VERSION = '19.5.0-ee';

type Item = Issue | Epic;
type Lookup = (args: Args) => GraphValue;

function search(args: Args, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function itemsOf({ world }: Asker, place: Place, args: Args): Item[] {
  if (place.kind === 'project')
    return [...world.issues.values()].filter(({ projectId }) => projectId === place.id);
  const below = args['includeDescendants'] === true || args['includeSubgroups'] === true;
  const groups = new Set(below ? groupTree(world, place.id).map(({ id }) => id) : [place.id]);
  const epics = [...world.epics.values()].filter(({ groupId }) => groups.has(groupId));
  const issues = below
    ? [...world.issues.values()].filter(({ projectId }) =>
        groups.has(existing(world.projects, projectId).groupId),
      )
    : [];
  return [...epics, ...issues];
}

/** What a project and a group hold alike. */
function contents(asker: Asker, place: Place): Record<string, Lookup> {
  const { world } = asker;
  const readable = (args: Args): Item[] => itemsOf(asker, place, args).filter((item) => canRead(asker, item));
  return {
    workItem: (args) => {
      const item = readable({}).find(({ iid }) => String(iid) === String(args['iid']));
      return item ? workItemObject(asker, item) : null;
    },
    workItems: (args) =>
      connection('WorkItem', filterWorkItems(asker, readable(args), args), args, (item) =>
        workItemObject(asker, item),
      ),
    workItemTypes: (args) => {
      const types = place.kind === 'project' ? ISSUE_TYPES : (['epic'] as const);
      const wanted = types.filter((type) => (args['name'] ?? type.toUpperCase()) === type.toUpperCase());
      return connection('WorkItemType', wanted, args, typeObject);
    },
    labels: (args) => {
      const ancestors = args['includeAncestorGroups'] === true || place.kind === 'project';
      const found = availableLabels(world, place, ancestors).filter(
        ({ name }) =>
          (typeof args['title'] !== 'string' || name === args['title']) &&
          name.toLowerCase().includes(search(args, 'searchTerm')),
      );
      return connection('Label', found, args, labelObject);
    },
    label: (args) => {
      const label = availableLabels(world, place).find(({ name }) => name === args['title']);
      return label ? labelObject(label) : null;
    },
    milestones: (args) => {
      const found = milestonesOf(world, place, args['includeAncestors'] === true).filter(
        ({ title, state }) =>
          (typeof args['title'] !== 'string' || title === args['title']) &&
          (typeof args['state'] !== 'string' || state === args['state']),
      );
      return connection('Milestone', found, args, (one) => milestoneObject(asker, one));
    },
  };
}

function projectObject(asker: Asker, project: Project): GraphObject {
  const { world } = asker;
  const place: Place = { kind: 'project', id: project.id };
  return {
    typename: 'Project',
    fields: {
      ...projectFields(asker, project),
      ...contents(asker, place),
      group: () => groupObject(asker, existing(world.groups, project.groupId)),
      namespace: () => ({
        typename: 'Namespace',
        fields: groupFields(asker, existing(world.groups, project.groupId)),
      }),
      openIssuesCount: [...world.issues.values()].filter(
        (issue) => issue.projectId === project.id && issue.state === 'opened',
      ).length,
      projectMembers: (args) =>
        connection('MemberInterface', effectiveMembers(world, place), args, ({ userId, level }) => ({
          typename: 'ProjectMember',
          fields: {
            id: `gid://gitlab/ProjectMember/${userId}`,
            user: userObject(asker, existing(world.users, userId)),
            accessLevel: { typename: 'AccessLevel', fields: { integerValue: level } },
          },
        })),
    },
  };
}

function groupObject(asker: Asker, group: Group): GraphObject {
  const { world, user } = asker;
  const place: Place = { kind: 'group', id: group.id };
  return {
    typename: 'Group',
    fields: {
      ...groupFields(asker, group),
      ...contents(asker, place),
      projects: (args) => {
        const groups = new Set(
          args['includeSubgroups'] === true ? groupTree(world, group.id).map(({ id }) => id) : [group.id],
        );
        const projects = [...world.projects.values()].filter(
          (project) => groups.has(project.groupId) && canReadProject(world, user, project),
        );
        return connection('Project', projects, args, (project) => projectObject(asker, project));
      },
    },
  };
}

function byPath<Value extends { readonly path: string }>(
  values: ReadonlyMap<number, Value>,
  path: unknown,
): Value | undefined {
  const wanted = String(path).toLowerCase();
  return [...values.values()].find((value) => value.path.toLowerCase() === wanted);
}

function usersNamed(asker: Asker, args: Args): GraphObject {
  const names = Array.isArray(args['usernames']) ? args['usernames'].map((name) => String(name)) : null;
  const words = search(args, 'search');
  const users = [...asker.world.users.values()].filter(
    ({ username, name }) =>
      (names === null || names.includes(username)) && `${username} ${name}`.toLowerCase().includes(words),
  );
  return connection('UserCore', users, args, (user) => userObject(asker, user));
}

function awardable(asker: Asker, id: unknown): GraphObject | null {
  const target = readGid(id);
  const note = target.kind.endsWith('Note') ? asker.world.notes.get(target.id) : undefined;
  const item = note ? targetItem(asker.world, note.target) : workItemById(asker.world, target.id);
  if (!item || !canRead(asker, item)) return null;
  return note ? noteObject(asker, note, item) : workItemObject(asker, item);
}

/** Where every query begins. What the asker may not see is null, as if it were not there. */
export function queryRoot(asker: Asker): GraphObject {
  const { world, user } = asker;
  const project = (args: Args): Project | null => {
    const found = byPath(world.projects, args['fullPath']);
    return found && canReadProject(world, user, found) ? found : null;
  };
  const group = (args: Args): Group | null => {
    const found = byPath(world.groups, args['fullPath']);
    return found && canReadGroup(world, user, found) ? found : null;
  };
  return {
    typename: 'Query',
    fields: {
      currentUser: () => (user ? userObject(asker, user, 'CurrentUser') : null),
      metadata: () => ({
        typename: 'Metadata',
        fields: { version: VERSION, revision: '0c5f3e1b2a4', enterprise: true },
      }),
      echo: (args) => `"${user?.username ?? 'nil'}" says: ${String(args['text'])}`,
      user: (args) => {
        const found = [...world.users.values()].find(
          ({ id, username }) =>
            username === args['username'] || (args['id'] !== undefined && id === readGid(args['id']).id),
        );
        return found ? userObject(asker, found) : null;
      },
      users: (args) => usersNamed(asker, args),
      project: (args) => {
        const found = project(args);
        return found && projectObject(asker, found);
      },
      projects: (args) => {
        const found = [...world.projects.values()].filter(
          (one) =>
            canReadProject(world, user, one) &&
            `${one.name} ${one.path}`.toLowerCase().includes(search(args, 'search')),
        );
        return connection('Project', found, args, (one) => projectObject(asker, one));
      },
      group: (args) => {
        const found = group(args);
        return found && groupObject(asker, found);
      },
      namespace: (args) => {
        const ofProject = project(args);
        if (ofProject)
          return {
            typename: 'Namespace',
            fields: {
              ...projectFields(asker, ofProject),
              ...contents(asker, { kind: 'project', id: ofProject.id }),
            },
          };
        const ofGroup = group(args);
        return (
          ofGroup && {
            typename: 'Namespace',
            fields: {
              ...groupFields(asker, ofGroup),
              ...contents(asker, { kind: 'group', id: ofGroup.id }),
            },
          }
        );
      },
      workItem: (args) => {
        const item = workItemById(world, readGid(args['id']).id);
        return item && canRead(asker, item) ? workItemObject(asker, item) : null;
      },
      milestone: (args) => {
        const milestone = world.milestones.get(readGid(args['id']).id);
        return milestone ? milestoneObject(asker, milestone) : null;
      },
      awardable: (args) => awardable(asker, args['id']),
    },
  };
}
