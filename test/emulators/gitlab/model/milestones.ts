import type { Issue, Milestone, Place, User } from './types';
import { existing, groupChain, groupTree, type World } from './world';

/** Whether a milestone belongs to a place itself. */
export function isOf(milestone: Milestone, place: Place): boolean {
  return milestone.place.kind === place.kind && milestone.place.id === place.id;
}

/** Those of a place; with its ancestors when they are asked for. The due ones come first, those without a date last. */
export function milestonesOf(world: World, place: Place, ancestors: boolean): Milestone[] {
  const groupId = place.kind === 'group' ? place.id : existing(world.projects, place.id).groupId;
  const groups = ancestors ? groupChain(world, groupId).map(({ id }) => id) : [];
  return [...world.milestones.values()]
    .filter((one) => isOf(one, place) || (one.place.kind === 'group' && groups.includes(one.place.id)))
    .sort(byDueDate);
}

function byDueDate(a: Milestone, b: Milestone): number {
  const late = '9999-12-31';
  return (a.dueDate ?? late) < (b.dueDate ?? late) ? -1 : a.dueDate === b.dueDate ? a.id - b.id : 1;
}

/** Those of a group and of all groups and projects below it. */
export function milestonesBelow(world: World, place: Place): Milestone[] {
  const groups = groupTree(world, place.id).map(({ id }) => id);
  const projects = [...world.projects.values()].filter(({ groupId }) => groups.includes(groupId));
  return [
    ...groups.map((id) => ({ kind: 'group', id }) as const),
    ...projects.map(({ id }) => ({ kind: 'project', id }) as const),
  ]
    .flatMap((below) => milestonesOf(world, below, false))
    .sort(byDueDate);
}

/** The milestone of an issue. */
export function milestoneOf(world: World, issue: Issue): Milestone | null {
  return issue.milestoneId === null ? null : existing(world.milestones, issue.milestoneId);
}

/** The issues under a milestone. */
export function issuesUnder(world: World, milestone: Milestone): Issue[] {
  return [...world.issues.values()].filter((issue) => issue.milestoneId === milestone.id);
}

/** Puts an issue under a milestone that its project knows; any other number takes it out, as the server does. */
export function setMilestone(
  world: World,
  issue: Issue,
  user: User,
  milestoneId: number | null | undefined,
): boolean {
  if (milestoneId === undefined) return false;
  const known = milestonesOf(world, { kind: 'project', id: issue.projectId }, true);
  const wanted = known.find(({ id }) => id === milestoneId)?.id ?? null;
  const before = issue.milestoneId;
  if (wanted === before) return false;
  issue.milestoneId = wanted;
  function record(id: number | null, action: 'add' | 'remove'): void {
    if (id === null) return;
    const eventId = world.nextId('milestoneEvent');
    world.milestoneEvents.set(eventId, {
      id: eventId,
      issueId: issue.id,
      userId: user.id,
      milestoneId: id,
      action,
      createdAt: world.now(),
    });
  }
  record(wanted === null ? before : wanted, wanted === null ? 'remove' : 'add');
  return true;
}

/** Deletes a milestone; its issues stay without one. */
export function deleteMilestone(world: World, milestone: Milestone): void {
  for (const issue of issuesUnder(world, milestone)) issue.milestoneId = null;
  world.milestones.delete(milestone.id);
}
