import type { Epic, Issue } from '../model/types';
import { existing, type World } from '../model/world';
import { FieldError } from './execute';

/** What the server says of everything that one may not know of. */
export const NO_ACCESS =
  "The resource that you are attempting to access does not exist or you don't have permission to perform this action";

/** The global id of something, `gid://gitlab/WorkItem/40001`. */
export function gid(kind: string, id: number | string): string {
  return `gid://gitlab/${kind}/${id}`;
}

/** Kind and number of a global id. */
export function readGid(value: unknown): { readonly kind: string; readonly id: number } {
  const match = /^gid:\/\/gitlab\/([\w:]+)\/(\d+)$/.exec(String(value));
  if (!match) throw new FieldError(`"${String(value)}" is not a valid Global ID`);
  return { kind: match[1] ?? '', id: Number(match[2]) };
}

/** The global id of an issue or epic as a work item. */
export function workItemGid(item: Issue | Epic): string {
  return gid('WorkItem', item.kind === 'Issue' ? item.id : item.workItemId);
}

/** The issue or epic behind the number of a work item. */
export function workItemById(world: World, id: number): Issue | Epic | null {
  return world.issues.get(id) ?? [...world.epics.values()].find((epic) => epic.workItemId === id) ?? null;
}

/** The path of the project or group where an item lives. */
export function pathOfItem(world: World, item: Issue | Epic): string {
  return item.kind === 'Issue'
    ? existing(world.projects, item.projectId).path
    : existing(world.groups, item.groupId).path;
}
