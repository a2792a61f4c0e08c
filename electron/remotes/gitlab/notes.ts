import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import { type Remotely, startAttempt } from '../common/failure';
import { NoteRow } from './dto/answers';
import { refuse } from './errors';
import { type GitlabSession, listPath } from './items';
import { markerOf, noteWithMarker } from './markers';

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

/** Our note with this marker on an issue; should there be twins, the oldest stays and the others are removed. */
export async function findNote(
  session: GitlabSession,
  issueIid: number,
  marker: string,
): Promise<Remotely<NoteRow | null>> {
  const me = await session.place.me();
  if (!me.ok) return me;
  const path = await notesPath(session, issueIid);
  if (!path.ok) return path;
  const notes = await session.client.all(path.value, { order_by: 'created_at', sort: 'asc' }, NoteRow);
  if (!notes.ok) return notes;
  const [first, ...twins] = notes.value
    .filter(({ system, author, body }) => !system && author?.id === me.value.id && markerOf(body) === marker)
    .sort((a, b) => a.id - b.id);
  for (const twin of twins) await session.client.remove(`${path.value}/${twin.id}`);
  return ok(first ?? null);
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
  if (command.repeat) {
    const found = await findNote(session, command.issueIid, command.marker);
    if (!found.ok) return attempt.outcome(found.error);
    if (found.value !== null) return { kind: 'done', ref: noteRef(found.value), row: null };
  }
  const text = noteWithMarker(command.body, null, command.marker);
  const made = await attempt.write(addNote(session, command.issueIid, text));
  return made.ok ? { kind: 'done', ref: noteRef(made.value), row: null } : attempt.outcome(made.error);
}
