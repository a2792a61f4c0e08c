import { mayPlan, projectLevel } from './access';
import { recordItem } from './activities';
import { linkIssue, unlinkIssue } from './epic-links';
import { changedLabelIds, type LabelChange, setLabels } from './labels';
import { setMilestone } from './milestones';
import { addSystemNote } from './notes';
import { addMentions, addTodo, finishTodo, pendingTodos } from './todos';
import type { Epic, Issue, IssueType, Project, User } from './types';
import { applyConfidential, applyState, applyTexts, noteDate, type StateEvent } from './work-item';
import { epicLinkOf, existing, type World } from './world';

const POSITION_STEP = 513;

/** What a request may set on an issue; what is undefined stays as it is. */
export interface IssueChange {
  readonly title?: string | undefined;
  readonly description?: string | null | undefined;
  readonly labels?: LabelChange | undefined;
  readonly assigneeIds?: readonly number[] | undefined;
  readonly startDate?: string | null | undefined;
  readonly dueDate?: string | null | undefined;
  readonly confidential?: boolean | null | undefined;
  readonly discussionLocked?: boolean | null | undefined;
  readonly type?: IssueType | undefined;
  readonly weight?: number | null | undefined;
  readonly healthStatus?: string | null | undefined;
  /** null and unknown numbers take the issue out of its milestone. */
  readonly milestoneId?: number | null | undefined;
  readonly stateEvent?: StateEvent | null | undefined;
  /** null takes the issue out of its epic. */
  readonly epic?: Epic | null | undefined;
  readonly updatedAt?: string | undefined;
}

/** What only a new issue may carry. */
export interface NewIssue extends IssueChange {
  readonly title: string;
  readonly iid?: number | undefined;
  readonly createdAt?: string | undefined;
}

function usableAssignees(world: World, issue: Issue, ids: readonly number[]): number[] {
  const usable = [...new Set(ids)].filter((id) => {
    const user = world.users.get(id);
    return user !== undefined && projectLevel(world, user, issue.projectId) > 0;
  });
  return world.tier === 'free' ? usable.slice(0, 1) : usable;
}

function usernames(world: World, ids: readonly number[]): string {
  return ids.map((id) => `@${existing(world.users, id).username}`).join(' and ');
}

function applyAssignees(world: World, issue: Issue, user: User, ids: readonly number[] | undefined): boolean {
  if (ids === undefined) return false;
  const wanted = usableAssignees(world, issue, ids);
  const added = wanted.filter((id) => !issue.assigneeIds.includes(id));
  const removed = issue.assigneeIds.filter((id) => !wanted.includes(id));
  issue.assigneeIds = wanted;
  for (const id of added)
    addTodo(world, existing(world.users, id), { author: user, item: issue, action: 'assigned' });
  const words = [
    ...(added.length > 0 ? [`assigned to ${usernames(world, added)}`] : []),
    ...(removed.length > 0 ? [`unassigned ${usernames(world, removed)}`] : []),
  ];
  if (words.length > 0) addSystemNote(world, issue, user, words.join(' and '));
  return words.length > 0;
}

function applyDates(world: World, issue: Issue, user: User, change: IssueChange): boolean {
  const { startDate, dueDate } = change;
  let changed = false;
  if (startDate !== undefined && startDate !== issue.startDate) {
    noteDate(world, issue, user, 'start date', issue.startDate, startDate);
    issue.startDate = startDate;
    changed = true;
  }
  if (dueDate !== undefined && dueDate !== issue.dueDate) {
    noteDate(world, issue, user, 'due date', issue.dueDate, dueDate);
    issue.dueDate = dueDate;
    changed = true;
  }
  return changed;
}

function applyPlain(issue: Issue, change: IssueChange): boolean {
  const before = JSON.stringify([issue.discussionLocked, issue.weight, issue.healthStatus]);
  if (change.discussionLocked !== undefined) issue.discussionLocked = change.discussionLocked;
  if (change.weight !== undefined) issue.weight = change.weight;
  if (change.healthStatus !== undefined) issue.healthStatus = change.healthStatus;
  return before !== JSON.stringify([issue.discussionLocked, issue.weight, issue.healthStatus]);
}

function applyType(world: World, issue: Issue, user: User, type: IssueType | undefined): boolean {
  if (type === undefined || type === issue.type) return false;
  addSystemNote(world, issue, user, `changed type from ${issue.type} to ${type}`);
  issue.type = type;
  return true;
}

function applyEpic(world: World, issue: Issue, user: User, epic: Epic | null | undefined): boolean {
  if (epic === undefined) return false;
  const link = epicLinkOf(world, issue.id);
  if ((link?.epicId ?? null) === (epic?.id ?? null)) return false;
  if (epic) linkIssue(world, epic, issue, user);
  else if (link) unlinkIssue(world, link, user);
  return true;
}

/** Removes from a change what a guest may not set; it is dropped without a word. */
export function withinRights(world: World, user: User, projectId: number, change: IssueChange): IssueChange {
  if (mayPlan(projectLevel(world, user, projectId))) return change;
  return { title: change.title, description: change.description, confidential: change.confidential };
}

/** Changes an issue; `updated_at` moves only when something really changed. */
export function updateIssue(world: World, issue: Issue, user: User, change: IssueChange): void {
  const place = { kind: 'project', id: issue.projectId } as const;
  const waiting = pendingTodos(world, user, issue);
  const results = [
    applyTexts(world, issue, user, change),
    change.labels !== undefined &&
      setLabels(world, issue, issue, changedLabelIds(world, place, issue, change.labels), user),
    applyAssignees(world, issue, user, change.assigneeIds),
    applyDates(world, issue, user, change),
    applyConfidential(world, issue, user, change.confidential),
    applyPlain(issue, change),
    applyType(world, issue, user, change.type),
    setMilestone(world, issue, user, change.milestoneId),
    applyEpic(world, issue, user, change.epic),
    applyState(world, issue, user, change.stateEvent),
  ];
  if (!results.includes(true)) return;
  for (const todo of waiting) finishTodo(world, todo);
  issue.updatedAt = change.updatedAt ?? world.now();
  existing(world.projects, issue.projectId).lastActivityAt = issue.updatedAt;
}

/** Makes an issue with the next number of its project and everything else the request sets. */
export function createIssue(world: World, project: Project, user: User, values: NewIssue): Issue {
  const iid = values.iid ?? project.lastIssueIid + 1;
  project.lastIssueIid = Math.max(project.lastIssueIid, iid);
  const at = values.createdAt ?? world.now();
  const issue: Issue = {
    kind: 'Issue',
    type: values.type ?? 'issue',
    id: world.nextId('workItem'),
    iid,
    projectId: project.id,
    authorId: user.id,
    createdAt: at,
    title: values.title.trim(),
    description: values.description ?? null,
    state: 'opened',
    confidential: values.confidential ?? false,
    labelIds: [],
    assigneeIds: [],
    startDate: values.startDate ?? null,
    dueDate: values.dueDate ?? null,
    weight: values.weight ?? null,
    healthStatus: values.healthStatus ?? null,
    milestoneId: null,
    discussionLocked: values.discussionLocked ?? null,
    relativePosition: iid * POSITION_STEP,
    timeEstimate: 0,
    timeSpent: 0,
    movedToId: null,
    updatedAt: at,
    closedAt: null,
    closedById: null,
  };
  world.issues.set(issue.id, issue);
  recordItem(world, user, 'created', issue);
  addMentions(world, user, issue, { body: issue.description ?? '', noteId: null });
  const place = { kind: 'project', id: project.id } as const;
  if (values.labels)
    setLabels(world, issue, issue, changedLabelIds(world, place, issue, values.labels), user);
  applyAssignees(world, issue, user, values.assigneeIds);
  setMilestone(world, issue, user, values.milestoneId);
  applyEpic(world, issue, user, values.epic);
  applyState(world, issue, user, values.stateEvent);
  issue.updatedAt = values.updatedAt ?? at;
  project.lastActivityAt = issue.updatedAt;
  return issue;
}

/** Deletes an issue with its notes and links; GitLab leaves no trace of a deleted issue. */
export function deleteIssue(world: World, issue: Issue): void {
  world.issues.delete(issue.id);
  for (const [id, note] of world.notes)
    if (note.target.kind === 'Issue' && note.target.id === issue.id) world.notes.delete(id);
  for (const [id, todo] of world.todos)
    if (todo.target.kind === 'Issue' && todo.target.id === issue.id) world.todos.delete(id);
  for (const [id, link] of world.epicLinks) if (link.issueId === issue.id) world.epicLinks.delete(id);
  for (const [id, link] of world.issueLinks)
    if (link.sourceId === issue.id || link.targetId === issue.id) world.issueLinks.delete(id);
}
