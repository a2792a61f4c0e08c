import { recordComment } from './activities';
import { addMentions, finishTodosAbout } from './todos';
import type { Epic, Issue, Note, NoteTarget, User } from './types';
import { existing, randomHex, type World } from './world';

/** What may be said about a new note beyond its text. */
export interface NoteOptions {
  readonly system?: boolean | undefined;
  readonly internal?: boolean | undefined;
  readonly createdAt?: string | undefined;
  /** Starts or continues a thread; a plain comment is a discussion of one. */
  readonly thread?: { readonly discussionId?: string | undefined } | undefined;
}

/** The epic or issue that a target points at. */
export function targetItem(world: World, target: NoteTarget): Issue | Epic {
  return target.kind === 'Issue' ? existing(world.issues, target.id) : existing(world.epics, target.id);
}

/** Adds a note; a person's note also renews its item's `updated_at`. */
export function addNote(
  world: World,
  target: NoteTarget,
  author: User,
  body: string,
  options: NoteOptions = {},
): Note {
  const at = options.createdAt ?? world.now();
  const note: Note = {
    id: world.nextId('note'),
    target: { kind: target.kind, id: target.id },
    authorId: author.id,
    createdAt: at,
    updatedAt: at,
    system: options.system ?? false,
    internal: options.internal ?? false,
    type: options.thread ? 'DiscussionNote' : null,
    discussionId: options.thread?.discussionId ?? randomHex(20),
    body,
    resolved: null,
  };
  world.notes.set(note.id, note);
  const beginning = options.thread?.discussionId;
  // A reply makes a thread of a single comment.
  if (beginning !== undefined)
    for (const other of world.notes.values())
      if (other.discussionId === beginning) other.type = 'DiscussionNote';
  if (note.system) return note;
  const item = targetItem(world, target);
  if (options.createdAt === undefined) item.updatedAt = at;
  recordComment(world, author, note, item);
  finishTodosAbout(world, author, item);
  addMentions(world, author, item, { body, noteId: note.id });
  return note;
}

/** Whether a note is part of a thread that can be resolved. */
export function isResolvable(note: Note): boolean {
  return note.type === 'DiscussionNote' && !note.system;
}

/** Resolves a note of a thread, or opens it again. */
export function resolveNote(world: World, note: Note, user: User, resolved: boolean): void {
  if (!isResolvable(note) || (note.resolved !== null) === resolved) return;
  note.updatedAt = world.now();
  note.resolved = resolved ? { byId: user.id, at: note.updatedAt } : null;
}

/** Adds what the server itself says about a change. */
export function addSystemNote(world: World, target: NoteTarget, author: User, body: string): void {
  addNote(world, target, author, body, { system: true });
}

/** A date as system notes write it: `May 31, 2026`. */
export function spelledDate(date: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
