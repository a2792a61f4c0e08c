import { linkIssue, unlinkIssue } from './epic-links';
import { createIssue } from './issues';
import { availableLabels } from './labels';
import { addNote, addSystemNote } from './notes';
import type { Issue, Project, User } from './types';
import { applyState } from './work-item';
import { epicLinkOf, existing, notesOf, type World } from './world';

const POSITION_STEP = 513;

/**
 * Moves an issue: a new one in the other project with its texts, labels that are known there, people, epic, times and
 * notes; the old one is closed and points to it.
 */
export function moveIssue(world: World, issue: Issue, target: Project, user: User): Issue {
  const from = existing(world.projects, issue.projectId);
  const author = existing(world.users, issue.authorId);
  const { title, description, type, confidential, startDate, dueDate, weight, healthStatus, assigneeIds } =
    issue;
  const moved = createIssue(world, target, author, {
    title,
    description,
    type,
    confidential,
    startDate,
    dueDate,
    weight,
    healthStatus,
    assigneeIds,
    createdAt: issue.createdAt,
  });
  const known = availableLabels(world, { kind: 'project', id: target.id });
  const names = new Set(issue.labelIds.map((id) => existing(world.labels, id).name));
  moved.labelIds = known.filter(({ name }) => names.has(name)).map(({ id }) => id);
  moved.timeEstimate = issue.timeEstimate;
  moved.timeSpent = issue.timeSpent;
  for (const note of notesOf(world, issue)) {
    const { body, system, internal, createdAt } = note;
    addNote(world, moved, existing(world.users, note.authorId), body, { system, internal, createdAt });
  }
  const link = epicLinkOf(world, issue.id);
  if (link) {
    unlinkIssue(world, link, user);
    linkIssue(world, existing(world.epics, link.epicId), moved, user);
  }
  addSystemNote(world, moved, user, `moved from ${from.path}#${issue.iid}`);
  addSystemNote(world, issue, user, `moved to ${target.path}#${moved.iid}`);
  issue.movedToId = moved.id;
  applyState(world, issue, user, 'close');
  issue.updatedAt = world.now();
  moved.updatedAt = world.now();
  return moved;
}

/** Moves an issue directly after `before` or before `after` in the manual order of its project. */
export function reorderIssue(world: World, issue: Issue, before: Issue | null, after: Issue | null): void {
  const rest = [...world.issues.values()]
    .filter((other) => other.projectId === issue.projectId && other.id !== issue.id)
    .sort((a, b) => a.relativePosition - b.relativePosition || a.id - b.id);
  rest.splice(before ? rest.indexOf(before) + 1 : after ? rest.indexOf(after) : rest.length, 0, issue);
  for (const [index, other] of rest.entries()) other.relativePosition = (index + 1) * POSITION_STEP;
}
