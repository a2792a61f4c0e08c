import { awardsOf } from '../model/awards';
import { isResolvable } from '../model/notes';
import type { Epic, Group, Issue, Label, Milestone, Note, Project, User } from '../model/types';
import type { AwardTarget } from '../model/types-around';
import { existing, lastPart, notesOf, type World } from '../model/world';
import { labelBasic } from '../present/label';
import { milestoneRow } from '../present/milestone';
import { projectSimple } from '../present/place';
import { userBasic } from '../present/user';
import { connection } from './connection';
import type { Args, GraphObject, GraphValue } from './execute';
import { gid, pathOfItem } from './ids';

/** Whose request it is, over which world. */
export interface Asker {
  readonly world: World;
  readonly user: User | null;
  readonly origin: string;
}

function text(row: Readonly<Record<string, unknown>>, key: string): GraphValue {
  const value = row[key];
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** A person. */
export function userObject(
  asker: Asker,
  user: User,
  typename: 'UserCore' | 'CurrentUser' = 'UserCore',
): GraphObject {
  const basic = userBasic(asker.origin, user);
  return {
    typename,
    interfaces: ['User'],
    fields: {
      id: gid('User', user.id),
      username: user.username,
      name: user.name,
      state: 'active',
      bot: false,
      avatarUrl: text(basic, 'avatar_url'),
      webUrl: text(basic, 'web_url'),
      webPath: `/${user.username}`,
      publicEmail: user.email,
      createdAt: user.createdAt,
      ...(typename === 'CurrentUser' ? { email: user.email } : {}),
    },
  };
}

/** {@link userObject} by number; null for null. */
export function userById(asker: Asker, id: number | null): GraphObject | null {
  return id === null ? null : userObject(asker, existing(asker.world.users, id));
}

/** A label. */
export function labelObject(label: Label): GraphObject {
  const basic = labelBasic(label);
  return {
    typename: 'Label',
    fields: {
      id: gid(label.place.kind === 'group' ? 'GroupLabel' : 'ProjectLabel', label.id),
      title: label.name,
      description: label.description,
      descriptionHtml: text(basic, 'description_html'),
      color: label.color,
      textColor: text(basic, 'text_color'),
      archived: label.archived,
    },
  };
}

/** A milestone. */
export function milestoneObject(asker: Asker, milestone: Milestone): GraphObject {
  const row = milestoneRow(asker.world, milestone, asker.origin);
  return {
    typename: 'Milestone',
    fields: {
      id: gid('Milestone', milestone.id),
      iid: String(milestone.iid),
      title: milestone.title,
      description: milestone.description,
      state: milestone.state,
      startDate: milestone.startDate,
      dueDate: milestone.dueDate,
      createdAt: milestone.createdAt,
      updatedAt: milestone.updatedAt,
      expired: text(row, 'expired'),
      webUrl: text(row, 'web_url'),
      webPath: String(row['web_url']).slice(asker.origin.length),
      projectMilestone: milestone.place.kind === 'project',
      groupMilestone: milestone.place.kind === 'group',
    },
  };
}

/** The reactions to something. */
export function awardConnection(asker: Asker, target: AwardTarget, args: Args): GraphObject {
  return connection('AwardEmoji', awardsOf(asker.world, target), args, (award) => ({
    typename: 'AwardEmoji',
    fields: {
      id: gid('AwardEmoji', award.id),
      name: award.name,
      description: award.name,
      emoji: award.name,
      user: userById(asker, award.userId),
    },
  }));
}

/** A comment or what the server said. */
export function noteObject(asker: Asker, note: Note, item: Issue | Epic): GraphObject {
  const base = item.kind === 'Issue' ? '' : '/groups';
  const path = `${base}/${pathOfItem(asker.world, item)}/-/${item.kind === 'Issue' ? 'issues' : 'epics'}/${item.iid}`;
  return {
    typename: 'Note',
    interfaces: ['NoteInterface', 'Awardable'],
    fields: {
      id: gid(note.type ?? 'Note', note.id),
      body: note.body,
      system: note.system,
      internal: note.internal,
      createdAt: note.createdAt,
      updatedAt: note.updatedAt,
      lastEditedAt: note.updatedAt === note.createdAt ? null : note.updatedAt,
      author: userById(asker, note.authorId),
      url: `${asker.origin}${path}#note_${note.id}`,
      resolvable: isResolvable(note),
      resolved: note.resolved !== null,
      awardEmoji: (args) => awardConnection(asker, { kind: 'Note', id: note.id }, args),
      discussion: () => discussionObject(asker, [note], item),
    },
  };
}

/** A thread; all of its notes are looked up anew. */
export function discussionObject(asker: Asker, notes: readonly Note[], item: Issue | Epic): GraphObject {
  const id = notes[0]?.discussionId ?? '';
  const all = notesOf(asker.world, item).filter((note) => note.discussionId === id);
  const open = all.filter((note) => isResolvable(note));
  return {
    typename: 'Discussion',
    fields: {
      id: gid('Discussion', id),
      replyId: gid('Discussion', id),
      createdAt: all[0]?.createdAt ?? null,
      resolvable: open.length > 0,
      resolved: open.length > 0 && open.every((note) => note.resolved !== null),
      notes: (args) => connection('Note', all, args, (note) => noteObject(asker, note, item)),
    },
  };
}

/** What every project tells about itself, without what it holds. */
export function projectFields(asker: Asker, project: Project): GraphObject['fields'] {
  const row = projectSimple(asker.world, project, asker.origin);
  return {
    id: gid('Project', project.id),
    name: project.name,
    path: lastPart(project.path),
    fullPath: project.path,
    nameWithNamespace: text(row, 'name_with_namespace'),
    description: project.description,
    visibility: 'private',
    archived: false,
    createdAt: project.createdAt,
    lastActivityAt: project.lastActivityAt,
    webUrl: text(row, 'web_url'),
  };
}

/** What every group tells about itself, without what it holds. */
export function groupFields(asker: Asker, group: Group): GraphObject['fields'] {
  return {
    id: gid('Group', group.id),
    name: group.name,
    path: lastPart(group.path),
    fullPath: group.path,
    fullName: group.name,
    description: group.description,
    visibility: 'private',
    createdAt: group.createdAt,
    webUrl: `${asker.origin}/groups/${group.path}`,
  };
}
