import { groupLevel, mayPlan, projectLevel } from './access';
import { updateEpic } from './epics';
import { updateIssue } from './issues';
import { addNote, type NoteOptions } from './notes';
import type { Updates } from './quick-action-list';
import { applyAround, understand, withUpdates } from './quick-actions';
import type { Epic, Issue, Note, Place, User } from './types';
import type { World } from './world';

/** What came of a person's comment: there is no note when it was nothing but commands. */
interface Commented {
  readonly note: Note | null;
  readonly updates: Updates;
  readonly messages: readonly string[];
  /** Nothing but commands, and none of those that were to be had did anything. */
  readonly failed: boolean;
}

/** Where an item lives. */
export function placeOf(item: Issue | Epic): Place {
  return item.kind === 'Issue'
    ? { kind: 'project', id: item.projectId }
    : { kind: 'group', id: item.groupId };
}

/** A person's role number where an item lives. */
export function levelOnItem(world: World, user: User | null, item: Issue | Epic): number {
  return item.kind === 'Issue'
    ? projectLevel(world, user, item.projectId)
    : groupLevel(world, user, item.groupId);
}

function obey(world: World, item: Issue | Epic, user: User, updates: Updates): void {
  if (item.kind === 'Issue') updateIssue(world, item, user, withUpdates(world, {}, updates));
  else if (mayPlan(levelOnItem(world, user, item)))
    updateEpic(world, item, user, withUpdates(world, {}, updates));
  applyAround(world, item, user, updates);
}

/** Adds a person's comment and carries out the commands in it. */
export function comment(
  world: World,
  item: Issue | Epic,
  user: User,
  body: string,
  options: NoteOptions,
): Commented {
  const understood = understand({ world, user, place: placeOf(item), item }, body);
  const { content, updates, messages, available } = understood;
  const note = content === '' ? null : addNote(world, item, user, content, options);
  obey(world, item, user, updates);
  return { note, updates, messages, failed: note === null && available > 0 && messages.length === 0 };
}
