import type { Epic, Issue, Label, User } from './types';
import { notesOf, type World } from './world';

function keyOf(item: Issue | Epic, user: User): string {
  return `${item.kind} ${item.id} ${user.id}`;
}

function takesPart(world: World, item: Issue | Epic, user: User): boolean {
  const assigned = item.kind === 'Issue' && item.assigneeIds.includes(user.id);
  return (
    item.authorId === user.id ||
    assigned ||
    notesOf(world, item).some((note) => !note.system && note.authorId === user.id)
  );
}

/** Whether a person hears of an item: as she chose, else when she wrote it, has it to do or spoke under it. */
export function isSubscribed(world: World, item: Issue | Epic, user: User | null): boolean {
  return user !== null && (world.subscriptions.get(keyOf(item, user)) ?? takesPart(world, item, user));
}

/** Lets a person hear of an item or not; tells whether that was news. */
export function subscribe(world: World, item: Issue | Epic, user: User, wanted: boolean): boolean {
  if (isSubscribed(world, item, user) === wanted) return false;
  world.subscriptions.set(keyOf(item, user), wanted);
  return true;
}

/** Whether a person hears of everything that gets a label. */
export function hearsOfLabel(world: World, label: Label, user: User | null): boolean {
  return user !== null && world.subscriptions.get(`Label ${label.id} ${user.id}`) === true;
}

/** Lets a person hear of a label or not; tells whether that was news. */
export function subscribeToLabel(world: World, label: Label, user: User, wanted: boolean): boolean {
  if (hearsOfLabel(world, label, user) === wanted) return false;
  world.subscriptions.set(`Label ${label.id} ${user.id}`, wanted);
  return true;
}
