import type { Project } from '../model/types';
import type { Activity, Award, Board, MilestoneChange, Todo } from '../model/types-around';
import { targetItem } from '../model/notes';
import { existing, type World } from '../model/world';
import { epicFull } from './epic';
import { issueFull } from './issue';
import { labelBasic } from './label';
import { milestoneRow } from './milestone';
import { noteFull } from './note';
import { namespaceBasic, projectSimple } from './place';
import { userBasicById } from './user';

/** A reaction. */
export function awardFull(world: World, award: Award, origin: string): Record<string, unknown> {
  return {
    id: award.id,
    name: award.name,
    user: userBasicById(world, origin, award.userId),
    created_at: award.createdAt,
    updated_at: award.createdAt,
    awardable_id: award.target.id,
    awardable_type: award.target.kind,
    url: null,
  };
}

function projectIdentity(world: World, project: Project, origin: string): Record<string, unknown> {
  const row = projectSimple(world, project, origin);
  const { id, description, name, name_with_namespace, path, path_with_namespace, created_at } = row;
  return { id, description, name, name_with_namespace, path, path_with_namespace, created_at };
}

/** A to-do with what it is about. */
export function todoFull(world: World, todo: Todo, origin: string): Record<string, unknown> {
  const item = targetItem(world, todo.target);
  const target =
    item.kind === 'Issue' ? issueFull(world, item, { origin }) : epicFull(world, item, { origin });
  return {
    id: todo.id,
    ...(item.kind === 'Issue'
      ? { project: projectIdentity(world, existing(world.projects, item.projectId), origin) }
      : { group: namespaceBasic(origin, existing(world.groups, item.groupId)) }),
    author: userBasicById(world, origin, todo.authorId),
    action_name: todo.action,
    target_type: todo.target.kind,
    target,
    target_url: `${String(target['web_url'])}${todo.noteId === null ? '' : `#note_${todo.noteId}`}`,
    body: todo.body,
    state: todo.state,
    created_at: todo.createdAt,
    updated_at: todo.updatedAt,
  };
}

// The word that the answer uses for each kind of event; a reopening is an opening to the log.
function actionName({ action }: Activity): string {
  switch (action) {
    case 'created':
    case 'reopened':
      return 'opened';
    case 'commented':
      return 'commented on';
    case 'closed':
    case 'destroyed':
      return action;
  }
}

/** An event of the activity log; a comment carries its note while that exists. */
export function eventFull(world: World, activity: Activity, origin: string): Record<string, unknown> {
  const author = existing(world.users, activity.userId);
  const note = activity.target.kind === 'Note' ? world.notes.get(activity.target.id) : undefined;
  return {
    id: activity.id,
    project_id: activity.place.kind === 'project' ? activity.place.id : null,
    action_name: actionName(activity),
    target_id: activity.target.id,
    target_iid: activity.action === 'destroyed' ? activity.target.id : activity.iid,
    target_type: note?.type ?? activity.target.kind,
    author_id: author.id,
    target_title: activity.action === 'destroyed' ? null : activity.title,
    created_at: activity.createdAt,
    ...(note ? { note: noteFull(world, note, origin) } : {}),
    author: userBasicById(world, origin, author.id),
    imported: false,
    imported_from: 'none',
    author_username: author.username,
  };
}

/** An issue that came under a milestone or left it. */
export function milestoneEventFull(
  world: World,
  event: MilestoneChange,
  origin: string,
): Record<string, unknown> {
  const milestone = world.milestones.get(event.milestoneId);
  return {
    id: event.id,
    user: userBasicById(world, origin, event.userId),
    created_at: event.createdAt,
    resource_type: 'Issue',
    resource_id: event.issueId,
    milestone: milestone ? milestoneRow(world, milestone, origin) : null,
    action: event.action,
    state: null,
  };
}

/** The lists of a board, in their order. */
export function boardLists(world: World, board: Board): Record<string, unknown>[] {
  return board.lists.map(({ id, labelId }, position) => {
    const label = world.labels.get(labelId);
    return {
      id,
      label: label ? labelBasic(label) : null,
      position,
      max_issue_count: 0,
      max_issue_weight: 0,
      limit_metric: null,
    };
  });
}

/** A board with its lists. */
export function boardFull(world: World, board: Board, origin: string): Record<string, unknown> {
  const { place } = board;
  return {
    id: board.id,
    name: board.name,
    hide_backlog_list: false,
    hide_closed_list: false,
    project:
      place.kind === 'project' ? projectSimple(world, existing(world.projects, place.id), origin) : null,
    group:
      place.kind === 'group'
        ? {
            id: place.id,
            name: existing(world.groups, place.id).name,
            web_url: `${origin}/groups/${existing(world.groups, place.id).path}`,
          }
        : null,
    milestone: null,
    assignee: null,
    labels: [],
    weight: null,
    lists: boardLists(world, board),
  };
}
