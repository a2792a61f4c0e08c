import type { Epic, Issue, Note, Place, User } from './types';
import type { Activity } from './types-around';
import type { World } from './world';

/** Where an item lives. */
export function placeOfItem(item: Issue | Epic): Place {
  return item.kind === 'Issue'
    ? { kind: 'project', id: item.projectId }
    : { kind: 'group', id: item.groupId };
}

function record(world: World, user: User, what: Omit<Activity, 'id' | 'userId' | 'createdAt'>): void {
  const id = world.nextId('activity');
  world.activities.set(id, { id, userId: user.id, createdAt: world.now(), ...what });
}

/** Notes that a person opened, closed or reopened an item. */
export function recordItem(
  world: World,
  user: User,
  action: 'created' | 'closed' | 'reopened',
  item: Issue | Epic,
): void {
  record(world, user, {
    action,
    target: { kind: item.kind, id: item.id },
    iid: item.iid,
    title: item.title,
    place: placeOfItem(item),
    about: null,
  });
}

/** Notes that a person commented. */
export function recordComment(world: World, user: User, note: Note, item: Issue | Epic): void {
  record(world, user, {
    action: 'commented',
    target: { kind: 'Note', id: note.id },
    iid: note.id,
    title: item.title,
    place: placeOfItem(item),
    about: { kind: item.kind, id: item.id },
  });
}

/** Notes what a person did with a milestone. */
export function recordMilestone(
  world: World,
  user: User,
  action: 'created' | 'closed' | 'reopened' | 'destroyed',
  milestone: { readonly id: number; readonly iid: number; readonly title: string; readonly place: Place },
): void {
  const { id, iid, title, place } = milestone;
  record(world, user, { action, target: { kind: 'Milestone', id }, iid, title, place, about: null });
}
