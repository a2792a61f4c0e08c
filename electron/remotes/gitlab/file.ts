import { createHash } from 'node:crypto';
import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import { type Attempt, type Remotely, startAttempt } from '../common/failure';
import type { Followed } from '../common/transfers';
import { multipart } from '../common/multipart';
import { findOutgoing, type OutgoingFile } from '../common/outgoing-file';
import { WHOLE_UP_TO } from '../common/streamed-body';
import { segment } from './client';
import { UploadAnswer } from './dto/answers';
import { refuse } from './errors';
import type { GitlabSession } from './items';
import { noteWithMarker } from './markers';
import { addNote, findNote } from './notes';

type FileCommand = Extract<RemoteCommand, { kind: 'git.file' }>;

const EMBEDDED = /!?\[[^\]\n]*\]\((\/uploads\/[0-9a-f]{32}\/[^)\n]+)\)/;
const ADDRESS = /^\/uploads\/([0-9a-f]{32})\/([^/]+)$/;
/** Tells the upload's id to whoever finds the note later. */
const UPLOAD_LINE = /<!-- channel-desk-upload:(\d+) -->/;

function ref(uploadId: number, markdown: string, projectUrl: string, stamp: string | null): GitlabRef {
  const path = EMBEDDED.exec(markdown)?.[1];
  const url = path === undefined ? null : `${projectUrl}${path}`;
  return { remote: 'gitlab', type: 'upload', id: uploadId, iid: null, stamp, url, markdown };
}

type Verdict = 'whole' | 'damaged' | 'unknown';

/** Compares what GitLab stored with what was sent; `unknown` where this server offers no download. */
async function verify(
  session: GitlabSession,
  projectId: number,
  address: string,
  sha256: string,
): Promise<Remotely<Verdict>> {
  const [, secret = '', name = ''] = ADDRESS.exec(address) ?? [];
  // GitLab takes place and camera out of photos, so their bytes may differ.
  if (secret === '' || /\.(?:jpe?g|tiff?)$/i.test(name)) return ok('unknown');
  // The name in the address may be encoded already or not; the route wants it encoded once.
  const hash = createHash('sha256');
  const path = `/projects/${projectId}/uploads/${secret}/${segment(decoded(name))}`;
  const done = await session.client.download(path, (part) => void hash.update(part));
  if (done.ok) return ok(hash.digest('hex') === sha256 ? 'whole' : 'damaged');
  return done.error.kind === 'denied' ? ok('unknown') : done;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function upload(
  session: GitlabSession,
  command: FileCommand,
  file: OutgoingFile,
  projectId: number,
  attempt: Attempt,
  followed: Followed,
): Promise<Remotely<UploadAnswer>> {
  const { contentType, body } = multipart(
    [{ name: 'file', filename: command.name, contentType: 'application/octet-stream', content: file }],
    followed,
  );
  const stop = { signal: followed.signal, failure: followed.stopped };
  const path = `/projects/${projectId}/uploads`;
  return attempt.write(session.client.upload(path, contentType, body, stop, UploadAnswer));
}

type Stored = { readonly upload: UploadAnswer; readonly verdict: Verdict };

/** Uploads the file and compares what arrived, shown as one transfer. */
function uploadAndCompare(
  session: GitlabSession,
  command: FileCommand,
  file: OutgoingFile,
  projectId: number,
  attempt: Attempt,
): Promise<Remotely<Stored>> {
  const { marker, name, sha256 } = command;
  const shown = { marker, remote: 'gitlab', name, total: file.size } as const;
  return session.transfers.follow(shown, file.size > WHOLE_UP_TO, async (followed) => {
    const stored = await upload(session, command, file, projectId, attempt, followed);
    if (!stored.ok) return stored;
    const verdict = await verify(session, projectId, stored.value.url, sha256);
    return verdict.ok ? ok({ upload: stored.value, verdict: verdict.value }) : verdict;
  });
}

/**
 * Uploads a file and leaves one note with it (G3, G7). The upload is compared byte by byte before it is shown; an
 * upload whose note never came is invisible to everybody and is simply made again.
 */
export async function attach(session: GitlabSession, command: FileCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const outgoing = await findOutgoing(session.files, command);
  if (!outgoing.ok) return attempt.outcome(outgoing.error);
  const project = await session.place.project();
  if (!project.ok) return attempt.outcome(project.error);
  const { id: projectId, web_url: projectUrl } = project.value;
  const found = await findNote(session, command.issueIid, command.marker);
  if (!found.ok) return attempt.outcome(found.error);
  const shown = found.value === null ? undefined : EMBEDDED.exec(found.value.body)?.[0];
  if (found.value !== null && shown !== undefined) {
    const id = Number(UPLOAD_LINE.exec(found.value.body)?.[1] ?? found.value.id);
    return { kind: 'done', ref: ref(id, shown, projectUrl, found.value.updated_at), row: null };
  }
  const stored = await uploadAndCompare(session, command, outgoing.value, projectId, attempt);
  if (!stored.ok) return attempt.outcome(stored.error);
  if (stored.value.verdict === 'damaged')
    return { kind: 'ambiguous', why: 'The file arrived damaged in GitLab; it is sent again.' };
  const { id, markdown } = stored.value.upload;
  const attachment =
    id === null || id === undefined ? markdown : `${markdown}\n\n<!-- channel-desk-upload:${id} -->`;
  const left = await attempt.write(
    addNote(session, command.issueIid, noteWithMarker(command.note, attachment, command.marker)),
  );
  if (!left.ok) return attempt.outcome(left.error);
  return {
    kind: 'done',
    ref: ref(id ?? left.value.id, markdown, projectUrl, left.value.updated_at),
    row: null,
  };
}
