import { countAwards } from '../model/awards';
import { milestoneOf } from '../model/milestones';
import { isSubscribed } from '../model/subscriptions';
import { spellDuration } from '../model/time-tracking';
import type { Epic, Group, Issue, User } from '../model/types';
import { countTasks } from '../model/work-item';
import { epicLinkOf, existing, lastPart, notesOf, type World } from '../model/world';
import { epicDue } from '../model/epics';
import { spelledDate } from '../model/notes';
import { labelsOfItem } from './label';
import { milestoneRow } from './milestone';
import { userBasicById } from './user';

/** How an issue is to be shown. */
export interface IssueView {
  readonly origin: string;
  /** Labels as objects. */
  readonly labelDetails?: boolean | undefined;
  /** Who looks at a single issue, which also says whether she is subscribed; lists do not. */
  readonly viewer?: User | null | undefined;
  /** The project or group whose list this is; references are short inside it. */
  readonly inside?: { readonly projectId: number } | { readonly group: Group } | undefined;
}

function epicBase(world: World, epic: Epic): Record<string, unknown> {
  const group = existing(world.groups, epic.groupId);
  const due = epicDue(epic);
  return {
    id: epic.id,
    iid: epic.iid,
    title: epic.title,
    url: `/groups/${group.path}/-/epics/${epic.iid}`,
    group_id: epic.groupId,
    human_readable_end_date: due === null ? null : spelledDate(due),
    human_readable_timestamp: null,
  };
}

/** The page of a project that shows an issue: tasks have only the newer one. */
export function pageOf({ type }: Issue): string {
  return type === 'task' ? 'work_items' : 'issues';
}

function references(world: World, issue: Issue, view: IssueView): Record<string, string> {
  const project = existing(world.projects, issue.projectId);
  const short = `#${issue.iid}`;
  const full = `${project.path}${short}`;
  const { inside } = view;
  if (inside && 'projectId' in inside && inside.projectId === issue.projectId)
    return { short, relative: short, full };
  if (inside && 'group' in inside && inside.group.id === project.groupId)
    return { short, relative: `${lastPart(project.path)}${short}`, full };
  return { short, relative: full, full };
}

function premiumFields(world: World, issue: Issue): Record<string, unknown> {
  if (world.tier === 'free') return {};
  const link = epicLinkOf(world, issue.id);
  const epic = link ? existing(world.epics, link.epicId) : null;
  return {
    weight: issue.weight,
    epic_iid: epic?.iid ?? null,
    epic: epic ? epicBase(world, epic) : null,
    iteration: null,
    health_status: issue.healthStatus,
  };
}

/** Estimated and spent time of an issue. */
export function timeStats(issue: Issue): Record<string, unknown> {
  return {
    time_estimate: issue.timeEstimate,
    total_time_spent: issue.timeSpent,
    human_time_estimate: spellDuration(issue.timeEstimate),
    human_total_time_spent: spellDuration(issue.timeSpent),
  };
}

/** An issue inside another answer, without links of its own. */
export function issueBasic(world: World, issue: Issue, view: IssueView): Record<string, unknown> {
  const { origin } = view;
  const project = existing(world.projects, issue.projectId);
  const tasks = countTasks(issue.description);
  const milestone = milestoneOf(world, issue);
  const comments = notesOf(world, issue).filter((note) => !note.system).length;
  return {
    id: issue.id,
    iid: issue.iid,
    project_id: issue.projectId,
    title: issue.title,
    description: issue.description,
    state: issue.state,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: userBasicById(world, origin, issue.closedById),
    labels: labelsOfItem(world, issue, view.labelDetails ?? false),
    milestone: milestone && milestoneRow(world, milestone, origin),
    assignees: issue.assigneeIds.map((id) => userBasicById(world, origin, id)),
    author: userBasicById(world, origin, issue.authorId),
    type: issue.type.toUpperCase(),
    assignee: userBasicById(world, origin, issue.assigneeIds[0] ?? null),
    user_notes_count: comments,
    merge_requests_count: 0,
    upvotes: countAwards(world, issue, 'thumbsup'),
    downvotes: countAwards(world, issue, 'thumbsdown'),
    start_date: issue.startDate,
    due_date: issue.dueDate,
    confidential: issue.confidential,
    discussion_locked: issue.discussionLocked,
    issue_type: issue.type,
    web_url: `${origin}/${project.path}/-/${pageOf(issue)}/${issue.iid}`,
    time_stats: timeStats(issue),
    task_completion_status: { count: tasks.count, completed_count: tasks.done },
    ...(world.tier === 'free' ? {} : { weight: issue.weight }),
    blocking_issues_count: 0,
  };
}

/** An issue as the issue routes answer it. */
export function issueFull(world: World, issue: Issue, view: IssueView): Record<string, unknown> {
  const tasks = countTasks(issue.description);
  const api = `${view.origin}/api/v4/projects/${issue.projectId}`;
  return {
    ...issueBasic(world, issue, view),
    has_tasks: tasks.count > 0,
    ...(tasks.count > 0 ? { task_status: `${tasks.done} of ${tasks.count} checklist items completed` } : {}),
    _links: {
      self: `${api}/issues/${issue.iid}`,
      notes: `${api}/issues/${issue.iid}/notes`,
      award_emoji: `${api}/issues/${issue.iid}/award_emoji`,
      project: api,
      closed_as_duplicate_of: null,
    },
    references: references(world, issue, view),
    severity: 'UNKNOWN',
    ...(view.viewer === undefined ? {} : { subscribed: isSubscribed(world, issue, view.viewer) }),
    moved_to_id: issue.movedToId,
    imported: false,
    imported_from: 'none',
    service_desk_reply_to: null,
    ...premiumFields(world, issue),
  };
}

/** One issue as its project's routes answer it to a person. */
export function singleIssue(
  world: World,
  issue: Issue,
  view: { readonly origin: string; readonly viewer: User | null },
): Record<string, unknown> {
  return issueFull(world, issue, { ...view, inside: { projectId: issue.projectId } });
}
