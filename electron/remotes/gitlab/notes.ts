import { err, ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import { type Remotely, startAttempt } from '../common/failure';
import { NoteRow } from './dto/answers';
import { refuse } from './errors';
import { type GitlabSession, listPath } from './items';
import { isAsWritten, markerOf, markersIn, noteWithMarker, plainNote } from './markers';
import type { GitlabItem } from './rows';

type NoteCommand = Extract<RemoteCommand, { kind: 'git.note' }>;

/** The pointer to a note. */
function noteRef(note: NoteRow): GitlabRef {
  return {
    remote: 'gitlab',
    type: 'note',
    id: note.id,
    iid: null,
    stamp: note.updated_at,
    url: null,
    markdown: null,
  };
}

async function notesPath(session: GitlabSession, issueIid: number): Promise<Remotely<string>> {
  const issues = await listPath(session, 'issue');
  return issues.ok ? ok(`${issues.value}/${issueIid}/notes`) : issues;
}

/** Whether a note repeats the first with its marker: it reads the same, or as this app wrote it when it knew other names. */
function isRepeat({ body }: NoteRow, first: NoteRow): boolean {
  return isAsWritten(body) || plainNote(body) === plainNote(first.body);
}

/** What carries a marker: a note, or a row that cannot be understood and must not be taken for missing (G3). */
type OwnNotes = {
  readonly notes: Map<string, NoteRow>;
  readonly unreadable: Map<string, unknown>;
  /** Whether a twin is still there that could not be removed. */
  readonly twinsLeft: boolean;
};

/** Our app's notes of an issue by marker, a colleague's too; of twins the oldest stays and own others are removed. What a person wrote around a copied line stays. */
async function ownNotes(session: GitlabSession, issueIid: number): Promise<Remotely<OwnNotes>> {
  const me = await session.place.me();
  if (!me.ok) return me;
  const path = await notesPath(session, issueIid);
  if (!path.ok) return path;
  const rows = await session.client.rows(path.value, { order_by: 'created_at', sort: 'asc' });
  if (!rows.ok) return rows;
  const notes: NoteRow[] = [];
  const unreadable = new Map<string, unknown>();
  for (const raw of rows.value) {
    const row = NoteRow.safeParse(raw);
    if (row.success) notes.push(row.data);
    else for (const marker of markersIn(raw)) unreadable.set(marker, raw);
  }
  const own = new Map<string, NoteRow>();
  let twinsLeft = false;
  for (const note of notes.sort((a, b) => a.id - b.id)) {
    const marker = note.system ? null : markerOf(note.body);
    if (marker === null) continue;
    const first = own.get(marker);
    if (first === undefined) own.set(marker, note);
    else if (note.author?.id === me.value.id && isRepeat(note, first)) {
      const removed = await session.client.remove(`${path.value}/${note.id}`);
      if (removed.ok) session.log.info(`Removed a note in GitLab that issue #${issueIid} had twice.`);
      else twinsLeft = true;
    }
  }
  return ok({ notes: own, unreadable, twinsLeft });
}

/** Our note with this marker on an issue. */
export async function findNote(
  session: GitlabSession,
  issueIid: number,
  marker: string,
): Promise<Remotely<NoteRow | null>> {
  const own = await ownNotes(session, issueIid);
  if (!own.ok) return own;
  const { notes, unreadable } = own.value;
  const raw = unreadable.get(marker);
  if (raw === undefined) return ok(notes.get(marker) ?? null);
  const why = `A note of this app on issue #${issueIid} could not be understood.`;
  return err({ kind: 'unreadable', why, raw: JSON.stringify(raw).slice(0, 20_000) });
}

/** So often the notes of an issue are looked through that answers with refusals; then it has to be changed first. */
const TRIES = 5;

/**
 * Looks for twins among the notes of items whose number of notes has changed, and of those where that did not work
 * before: a request may take effect late (G3), and an issue that nobody changes is not listed again.
 */
export async function clearTwinNotes(session: GitlabSession, items: readonly GitlabItem[]): Promise<void> {
  const due = new Map<number, number | null>([...session.notesLeft.keys()].map((iid) => [iid, null]));
  for (const item of items) {
    if (item.kind !== 'issue' || markerOf(item.row.description ?? '') === null) continue;
    const { iid, user_notes_count: count } = item.row;
    if (count === null || count === undefined || count < 2 || session.notes.get(iid) === count) continue;
    due.set(iid, count);
  }
  for (const [iid, count] of due) {
    const own = await ownNotes(session, iid);
    const tries = (session.notesLeft.get(iid) ?? 0) + (own.ok || own.error.kind === 'denied' ? 1 : 0);
    const isOver = (own.ok && !own.value.twinsLeft) || tries >= TRIES;
    if (isOver) session.notesLeft.delete(iid);
    else session.notesLeft.set(iid, tries);
    if (isOver && count !== null) session.notes.set(iid, count);
  }
}

/** Leaves a note on an issue. */
export async function addNote(
  session: GitlabSession,
  issueIid: number,
  body: string,
): Promise<Remotely<NoteRow>> {
  const path = await notesPath(session, issueIid);
  if (!path.ok) return path;
  return session.client.write('POST', path.value, { body }, NoteRow, 'the note');
}

/** Leaves a note once (G3). */
export async function note(session: GitlabSession, command: NoteCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const found = await findNote(session, command.issueIid, command.marker);
  if (!found.ok) return attempt.outcome(found.error);
  if (found.value !== null) return { kind: 'done', ref: noteRef(found.value), row: null };
  const text = noteWithMarker(command.body, null, command.marker);
  const made = await attempt.write(addNote(session, command.issueIid, text));
  return made.ok ? { kind: 'done', ref: noteRef(made.value), row: null } : attempt.outcome(made.error);
}
