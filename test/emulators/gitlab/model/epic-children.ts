import { addSystemNote } from './notes';
import type { Epic, User } from './types';
import { existing, type World } from './world';

const POSITION_STEP = 500;
/** How many levels of epics may stand below each other. */
const MAX_DEPTH = 7;

/** The child epics of an epic in the order people gave them. */
export function childEpics(world: World, epic: Epic): Epic[] {
  return [...world.epics.values()]
    .filter((child) => child.parentId === epic.id)
    .sort((a, b) => a.relativePosition - b.relativePosition || a.id - b.id);
}

function ancestors(world: World, epic: Epic): Epic[] {
  return epic.parentId === null
    ? []
    : [existing(world.epics, epic.parentId), ...ancestors(world, existing(world.epics, epic.parentId))];
}

function heightOf(world: World, epic: Epic): number {
  return 1 + Math.max(0, ...childEpics(world, epic).map((child) => heightOf(world, child)));
}

/** Why an epic cannot become the child of another, in the server's words; null when it can. */
export function childRefusal(world: World, parent: Epic, child: Epic): string | null {
  const above = ancestors(world, parent);
  if (parent.id === child.id) return 'This epic cannot be added. An epic cannot be added to itself.';
  if (above.some(({ id }) => id === child.id))
    return 'This epic cannot be added. It is already an ancestor of the parent epic.';
  if (above.length + 1 + heightOf(world, child) > MAX_DEPTH)
    return `This epic cannot be added. One or more epics would exceed the maximum depth (${MAX_DEPTH}) from its most distant ancestor.`;
  return null;
}

function reference(world: World, epic: Epic, seenFrom: Epic): string {
  const path = epic.groupId === seenFrom.groupId ? '' : existing(world.groups, epic.groupId).path;
  return `${path}&${epic.iid}`;
}

/** Gives an epic another parent, or none; a new child stands before its siblings. Tells whether anything changed. */
export function setParent(world: World, child: Epic, parent: Epic | null, user: User): boolean {
  if (child.parentId === (parent?.id ?? null)) return false;
  const old = child.parentId === null ? null : existing(world.epics, child.parentId);
  if (old) {
    addSystemNote(world, old, user, `removed child epic ${reference(world, child, old)}`);
    addSystemNote(world, child, user, `removed parent epic ${reference(world, old, child)}`);
  }
  child.parentId = null;
  if (parent) {
    const [first] = childEpics(world, parent);
    child.parentId = parent.id;
    child.relativePosition = (first?.relativePosition ?? POSITION_STEP) - POSITION_STEP;
    addSystemNote(world, parent, user, `added epic ${reference(world, child, parent)} as child epic`);
    addSystemNote(world, child, user, `added epic ${reference(world, parent, child)} as parent epic`);
  }
  child.updatedAt = world.now();
  return true;
}

/** Moves a child directly after `before` or before `after`, which are its siblings. */
export function reorderChild(world: World, child: Epic, before: Epic | null, after: Epic | null): void {
  if (child.parentId === null || (!before && !after)) return;
  const all = childEpics(world, existing(world.epics, child.parentId));
  const rest = all.filter((other) => other.id !== child.id);
  rest.splice(before ? rest.indexOf(before) + 1 : after ? rest.indexOf(after) : rest.length, 0, child);
  for (const [index, other] of rest.entries()) other.relativePosition = (index + 1) * POSITION_STEP;
}
