import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { mayPlan } from '../model/access';
import { comment, levelOnItem } from '../model/comments';
import type { Updates } from '../model/quick-action-list';
import type { Epic, Issue, Note } from '../model/types';
import { isResolvable, resolveNote } from '../model/notes';
import { notesOf } from '../model/world';
import { badRequest, forbidden, notFound, recordNotFound } from '../http/api-error';
import { type Api, type Call, jsonAnswer, type SignedCall } from '../http/env';
import { checkUnmodified, findEpicById, findIssue, pathNumber, targetOf } from '../http/find';
import { paginate } from '../http/paging';
import { discussionFull, noteFull } from '../present/note';

/** The items that notes hang on, and how a route finds them. */
export const NOTEABLES: readonly { readonly base: string; readonly find: (call: Call) => Issue | Epic }[] = [
  { base: '/projects/:id/issues/:issue_iid', find: findIssue },
  { base: '/groups/:id/epics/:epic_id', find: findEpicById },
];

const FILTERS = ['all_notes', 'only_comments', 'only_activity'] as const;
const BODY_MAX = 1_000_000;

function levelOn(call: Call, item: Issue | Epic): number {
  return levelOnItem(call.world, call.user, item);
}

/** The notes of an item that the asker may see: internal ones need the Planner role. */
function visibleNotes(call: Call, item: Issue | Epic): Note[] {
  const insider = levelOn(call, item) >= ACCESS_LEVELS.planner;
  return notesOf(call.world, targetOf(item)).filter((note) => insider || !note.internal);
}

function list(call: Call, item: Issue | Epic): unknown[] {
  const order = call.read.choice('order_by', ['created_at', 'updated_at']) ?? 'created_at';
  const sign = call.read.choice('sort', ['asc', 'desc']) === 'asc' ? 1 : -1;
  const filter = call.read.choice('activity_filter', FILTERS) ?? 'all_notes';
  call.read.check();
  const notes = visibleNotes(call, item).filter(
    (note) => filter === 'all_notes' || note.system === (filter === 'only_activity'),
  );
  notes.sort((a, b) => {
    const [x, y] = order === 'created_at' ? [a.createdAt, b.createdAt] : [a.updatedAt, b.updatedAt];
    return x === y ? (a.id - b.id) * sign : x < y ? -sign : sign;
  });
  return paginate(call, notes).map((note) => noteFull(call.world, note, call.origin));
}

function findNote(call: Call, item: Issue | Epic): Note {
  const id = pathNumber(call, 'note_id');
  const note = notesOf(call.world, targetOf(item)).find((candidate) => candidate.id === id);
  if (!note) throw recordNotFound();
  if (!visibleNotes(call, item).includes(note)) throw notFound('Note');
  return note;
}

function checkBody(body: string): string {
  if (body.trim() === '') throw badRequest('Note {:note=>["can\'t be blank"]}');
  if (body.length > BODY_MAX)
    throw badRequest(`Note {:note=>["is too long (maximum is ${BODY_MAX} characters)"]}`);
  return body;
}

interface Wish {
  readonly thread?: { readonly discussionId?: string };
  readonly shown: (note: Note, changes: Updates) => unknown;
}

/** Comments; a comment that is nothing but commands leaves no note, and is answered with what it did. */
function create(call: SignedCall, item: Issue | Epic, { thread, shown }: Wish): unknown {
  const { read, world } = call;
  const body = read.required('body');
  const internal = read.flag('internal') ?? read.flag('confidential') ?? false;
  const createdAt = read.instant('created_at');
  read.check();
  const level = levelOn(call, item);
  const locked = item.kind === 'Issue' && item.discussionLocked === true;
  if (level < ACCESS_LEVELS.guest || (internal && level < ACCESS_LEVELS.planner)) throw forbidden();
  if (locked && level < ACCESS_LEVELS.guest) throw forbidden();
  const { note, updates, messages, failed } = comment(world, item, call.user, checkBody(body), {
    internal,
    createdAt: level >= ACCESS_LEVELS.owner ? createdAt : undefined,
    thread,
  });
  if (note) return shown(note, updates);
  if (failed) throw badRequest('Failed to apply commands.');
  const summary = messages.length > 0 ? [messages.join(' ')] : [];
  return jsonAnswer({ commands_changes: updates, summary }, 202);
}

function authorizeEdit(call: SignedCall, item: Issue | Epic, note: Note): void {
  const mine = note.authorId === call.user.id || levelOn(call, item) >= ACCESS_LEVELS.maintainer;
  if (!mine || note.system) throw forbidden();
}

function authorizeResolving(call: SignedCall, item: Issue | Epic, notes: readonly Note[]): void {
  const mine = item.authorId === call.user.id || mayPlan(levelOn(call, item));
  if (!mine || !notes.some((note) => isResolvable(note))) throw forbidden();
}

function resolveThread(call: SignedCall, item: Issue | Epic): unknown {
  const resolved = call.read.flag('resolved');
  if (typeof resolved !== 'boolean') call.read.complain('resolved is missing');
  call.read.check();
  const thread = findThread(call, item);
  authorizeResolving(call, item, thread);
  for (const note of thread) resolveNote(call.world, note, call.user, resolved === true);
  return discussionFull(call.world, thread, call.origin);
}

/** Of a note in a thread, either the text is changed or whether it is resolved. */
function updateInThread(call: SignedCall, item: Issue | Epic): unknown {
  const resolved = call.read.flag('resolved');
  if (call.read.has('body') === call.read.has('resolved'))
    call.read.complain(
      `body, resolved are ${call.read.has('body') ? 'mutually exclusive' : 'missing, exactly one parameter must be provided'}`,
    );
  call.read.check();
  if (typeof resolved !== 'boolean') return update(call, item);
  const note = findNote(call, item);
  authorizeResolving(call, item, [note]);
  resolveNote(call.world, note, call.user, resolved);
  return noteFull(call.world, note, call.origin);
}

function update(call: SignedCall, item: Issue | Epic): unknown {
  const body = call.read.text('body');
  if (body === '' || body === null) call.read.complain('body is empty');
  call.read.check();
  const note = findNote(call, item);
  authorizeEdit(call, item, note);
  if (typeof body === 'string' && body !== note.body) {
    note.body = checkBody(body);
    note.updatedAt = call.world.now();
    item.updatedAt = note.updatedAt;
  }
  return noteFull(call.world, note, call.origin);
}

function remove(call: SignedCall, item: Issue | Epic): void {
  const note = findNote(call, item);
  authorizeEdit(call, item, note);
  checkUnmodified(call, note.updatedAt);
  call.world.notes.delete(note.id);
}

/** Threads of an item in the order they began. */
function threads(call: Call, item: Issue | Epic): Note[][] {
  const byId = new Map<string, Note[]>();
  for (const note of visibleNotes(call, item))
    byId.set(note.discussionId, [...(byId.get(note.discussionId) ?? []), note]);
  return [...byId.values()];
}

function findThread(call: Call, item: Issue | Epic): Note[] {
  const id = call.path('discussion_id');
  const thread = threads(call, item).find((notes) => notes[0]?.discussionId === id);
  if (!thread) throw notFound('Discussion');
  return thread;
}

/** A reply; it makes a thread of a single comment, but not of what the server said. */
function reply(call: SignedCall, item: Issue | Epic): unknown {
  const [first] = findThread(call, item);
  if (!first || (first.type === null && first.system)) throw badRequest('Discussion can not be replied to.');
  return create(call, item, {
    thread: { discussionId: first.discussionId },
    shown: (note, changes) => noteFull(call.world, note, call.origin, changes),
  });
}

/** Comments on issues (by project and number) and on epics (by group and global id), and their threads. */
export function noteRoutes(api: Api): void {
  for (const { base, find } of NOTEABLES) {
    api.get(`${base}/notes`, (call) => list(call, find(call)));
    api.get(`${base}/notes/:note_id`, (call) =>
      noteFull(call.world, findNote(call, find(call)), call.origin),
    );
    api.post(`${base}/notes`, (call) =>
      create(call, find(call), {
        shown: (note, changes) => noteFull(call.world, note, call.origin, changes),
      }),
    );
    api.put(`${base}/notes/:note_id`, (call) => update(call, find(call)));
    api.delete(`${base}/notes/:note_id`, (call) => remove(call, find(call)));
    api.get(`${base}/discussions`, (call) =>
      paginate(call, threads(call, find(call))).map((notes) =>
        discussionFull(call.world, notes, call.origin),
      ),
    );
    api.get(`${base}/discussions/:discussion_id`, (call) =>
      discussionFull(call.world, findThread(call, find(call)), call.origin),
    );
    api.post(`${base}/discussions`, (call) =>
      create(call, find(call), {
        thread: {},
        shown: (note) => discussionFull(call.world, [note], call.origin),
      }),
    );
    api.put(`${base}/discussions/:discussion_id`, (call) => resolveThread(call, find(call)));
    const inThread = `${base}/discussions/:discussion_id/notes`;
    api.get(inThread, (call) =>
      findThread(call, find(call)).map((note) => noteFull(call.world, note, call.origin)),
    );
    api.get(`${inThread}/:note_id`, (call) => noteFull(call.world, findNote(call, find(call)), call.origin));
    api.post(inThread, (call) => reply(call, find(call)));
    api.put(`${inThread}/:note_id`, (call) => updateInThread(call, find(call)));
    api.delete(`${inThread}/:note_id`, (call) => remove(call, find(call)));
  }
}
