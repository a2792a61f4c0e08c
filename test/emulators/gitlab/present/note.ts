import { isResolvable } from '../model/notes';
import type { LabelEvent, Note, StateChange } from '../model/types';
import { existing, type World } from '../model/world';
import { labelBasic } from './label';
import { userBasicById } from './user';

/** A note; the number of its item is given for issues only, and what its commands changed only when it is made. */
export function noteFull(
  world: World,
  note: Note,
  origin: string,
  changes: object = {},
): Record<string, unknown> {
  return {
    id: note.id,
    type: note.type,
    body: note.body,
    attachment: null,
    author: userBasicById(world, origin, note.authorId),
    created_at: note.createdAt,
    updated_at: note.updatedAt,
    system: note.system,
    noteable_id: note.target.id,
    noteable_type: note.target.kind,
    resolvable: isResolvable(note),
    ...(isResolvable(note)
      ? {
          resolved: note.resolved !== null,
          resolved_by: userBasicById(world, origin, note.resolved?.byId ?? null),
          resolved_at: note.resolved?.at ?? null,
        }
      : {}),
    confidential: note.internal,
    internal: note.internal,
    noteable_iid: note.target.kind === 'Issue' ? existing(world.issues, note.target.id).iid : null,
    commands_changes: changes,
  };
}

/** A thread of notes, oldest first. */
export function discussionFull(
  world: World,
  notes: readonly Note[],
  origin: string,
): Record<string, unknown> {
  const open = notes.filter((note) => isResolvable(note));
  return {
    id: notes[0]?.discussionId,
    individual_note: notes[0]?.type === null,
    resolvable: open.length > 0,
    ...(open.length > 0 ? { resolved: open.every((note) => note.resolved !== null) } : {}),
    notes: notes.map((note) => noteFull(world, note, origin)),
  };
}

/** A label that came or went; the label is null once it is deleted. */
export function labelEventFull(world: World, event: LabelEvent, origin: string): Record<string, unknown> {
  const label = world.labels.get(event.labelId);
  return {
    id: event.id,
    user: userBasicById(world, origin, event.userId),
    created_at: event.createdAt,
    resource_type: event.target.kind,
    resource_id: event.target.id,
    label: label ? labelBasic(label) : null,
    action: event.action,
  };
}

/** A closing or reopening. */
export function stateEventFull(world: World, event: StateChange, origin: string): Record<string, unknown> {
  return {
    id: event.id,
    user: userBasicById(world, origin, event.userId),
    created_at: event.createdAt,
    resource_type: event.target.kind,
    resource_id: event.target.id,
    state: event.state,
  };
}
