import { createHash } from 'node:crypto';
import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import { type Attempt, type Remotely, startAttempt } from '../common/failure';
import { spoiltBytes } from '../common/spoilt';
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
  const bytes = await session.client.download(
    `/projects/${projectId}/uploads/${secret}/${segment(decoded(name))}`,
  );
  if (bytes.ok)
    return ok(createHash('sha256').update(bytes.value).digest('hex') === sha256 ? 'whole' : 'damaged');
  return bytes.error.kind === 'denied' ? ok('unknown') : bytes;
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
  projectId: number,
  attempt: Attempt,
): Promise<Remotely<UploadAnswer>> {
  return attempt.write(
    session.client.upload(`/projects/${projectId}/uploads`, command.name, command.bytes, UploadAnswer),
  );
}

/**
 * Uploads a file and leaves one note with it (G3, G7). The upload is compared byte by byte before it is shown; an
 * upload whose note never came is invisible to everybody and is simply made again.
 */
export async function attach(session: GitlabSession, command: FileCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const spoilt = spoiltBytes(command);
  if (spoilt !== null) return attempt.outcome(spoilt);
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
  const stored = await upload(session, command, projectId, attempt);
  if (!stored.ok) return attempt.outcome(stored.error);
  const verdict = await verify(session, projectId, stored.value.url, command.sha256);
  if (!verdict.ok) return attempt.outcome(verdict.error);
  if (verdict.value === 'damaged')
    return { kind: 'ambiguous', why: 'The file arrived damaged in GitLab; it is sent again.' };
  const { id, markdown } = stored.value;
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
