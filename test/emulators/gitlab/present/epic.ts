import { countAwards } from '../model/awards';
import { epicDue, epicStart, groupOfEpic } from '../model/epics';
import { childEpics } from '../model/epic-children';
import { linksOfEpic } from '../model/epic-links';
import { isSubscribed } from '../model/subscriptions';
import type { Epic, EpicLink, Group, User } from '../model/types';
import { existing, lastPart, type World } from '../model/world';
import { issueBasic } from './issue';
import { labelsOfItem } from './label';
import { userBasicById } from './user';

/** How an epic is to be shown. */
export interface EpicView {
  readonly origin: string;
  readonly labelDetails?: boolean | undefined;
  /** Who looks at a single epic, which also says whether she is subscribed; lists do not. */
  readonly viewer?: User | null | undefined;
  /** The group whose list this is; references are short inside it. */
  readonly inside?: Group | undefined;
}

function references(epic: Epic, group: Group, inside: Group | undefined): Record<string, string> {
  const short = `&${epic.iid}`;
  const full = `${group.path}${short}`;
  if (!inside || inside.id === group.id) return { short, relative: short, full };
  return { short, relative: inside.id === group.parentId ? `${lastPart(group.path)}${short}` : full, full };
}

/** An epic as the epic routes answer it, with the old names of its dates beside the new ones. */
export function epicFull(world: World, epic: Epic, view: EpicView): Record<string, unknown> {
  const { origin } = view;
  const group = groupOfEpic(world, epic);
  const parent = epic.parentId === null ? null : existing(world.epics, epic.parentId);
  const due = epicDue(epic);
  const webUrl = `${origin}/groups/${group.path}/-/epics/${epic.iid}`;
  const api = `${origin}/api/v4/groups`;
  return {
    id: epic.id,
    work_item_id: epic.workItemId,
    iid: epic.iid,
    color: epic.color,
    text_color: '#FFFFFF',
    group_id: epic.groupId,
    parent_id: epic.parentId,
    parent_iid: parent?.iid ?? null,
    imported: false,
    imported_from: 'none',
    title: epic.title,
    description: epic.description,
    confidential: epic.confidential,
    author: userBasicById(world, origin, epic.authorId),
    start_date: epicStart(epic),
    start_date_is_fixed: epic.startFixed,
    start_date_fixed: epic.startDate,
    start_date_from_inherited_source: null,
    start_date_from_milestones: null,
    end_date: due,
    due_date: due,
    due_date_is_fixed: epic.dueFixed,
    due_date_fixed: epic.dueDate,
    due_date_from_inherited_source: null,
    due_date_from_milestones: null,
    state: epic.state,
    web_edit_url: `/groups/${group.path}/-/epics/${epic.iid}`,
    web_url: webUrl,
    references: references(epic, group, view.inside),
    reference: `&${epic.iid}`,
    created_at: epic.createdAt,
    updated_at: epic.updatedAt,
    closed_at: epic.closedAt,
    labels: labelsOfItem(world, epic, view.labelDetails ?? false),
    upvotes: countAwards(world, epic, 'thumbsup'),
    downvotes: countAwards(world, epic, 'thumbsdown'),
    ...(view.viewer === undefined ? {} : { subscribed: isSubscribed(world, epic, view.viewer) }),
    _links: {
      self: `${api}/${epic.groupId}/epics/${epic.iid}`,
      epic_issues: `${api}/${epic.groupId}/epics/${epic.iid}/issues`,
      group: `${api}/${epic.groupId}`,
      parent: parent ? `${api}/${parent.groupId}/epics/${parent.iid}` : null,
    },
  };
}

/** The link between an epic and an issue, with both. */
export function epicLinkFull(world: World, link: EpicLink, origin: string): Record<string, unknown> {
  return {
    id: link.id,
    relative_position: link.relativePosition,
    epic: epicFull(world, existing(world.epics, link.epicId), { origin }),
    issue: issueBasic(world, existing(world.issues, link.issueId), { origin }),
  };
}

/** A child epic in short, as its creation below a parent answers it. */
export function linkedEpic(world: World, child: Epic, parent: Epic, origin: string): Record<string, unknown> {
  const group = groupOfEpic(world, child);
  const parentGroup = groupOfEpic(world, parent);
  const { short, full } = references(child, group, parentGroup);
  return {
    id: child.id,
    iid: child.iid,
    title: child.title,
    group_id: child.groupId,
    parent_id: child.parentId,
    has_children: childEpics(world, child).length > 0,
    has_issues: linksOfEpic(world, child).length > 0,
    reference: group.id === parentGroup.id ? short : full,
    url: `${origin}/groups/${group.path}/-/epics/${child.iid}`,
    relation_url: `${origin}/groups/${parentGroup.path}/-/epics/${parent.iid}/links/${child.id}`,
  };
}
