import { err, ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Attempt, type RemoteFailure, type Remotely, startAttempt } from '../common/failure';
import { multipart } from '../common/multipart';
import { findOutgoing, type OutgoingFile } from '../common/outgoing-file';
import { WHOLE_UP_TO } from '../common/streamed-body';
import { FileVersion } from './dto/answers';
import { refuse } from './errors';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { addLinks, linkedDocuments } from './file-links';
import type { WatchedUpload } from '../common/ports';
import type { CrmSession } from './find-record';
import { chosenMapping } from './org';
import { quote, soql } from './soql';

type FileCommand = Extract<RemoteCommand, { kind: 'crm.file' }>;

const VERSION_COLUMNS = [
  'Id',
  'ContentDocumentId',
  'Checksum',
  'ContentSize',
  'Title',
  'SystemModstamp',
  'CreatedById',
];
/** How long a given-up request may still take effect, and how long two devices may meet. */
const LATE_MS = 15 * 60_000;
const MEETING_MS = 2 * 60_000;

type MarkerField = { readonly name: string; readonly unique: boolean };

/** Field of ContentVersion that holds this app's marker; null when the org has none that can be searched. */
async function markerField(session: CrmSession): Promise<Remotely<MarkerField | null>> {
  const described = await session.org.describe('ContentVersion');
  if (!described.ok) return described;
  const wanted = chosenMapping(session.context().playbook).externalIdField.toLowerCase();
  const field = described.value.fields.find(({ name }) => name.toLowerCase() === wanted);
  return ok(field?.createable && field.filterable ? { name: field.name, unique: field.unique } : null);
}

async function versions(session: CrmSession, condition: string): Promise<Remotely<FileVersion[]>> {
  const where = [condition];
  const answer = await session.client.query(
    soql({
      fields: VERSION_COLUMNS,
      object: 'ContentVersion',
      where,
      orderBy: 'CreatedDate, Id',
      limit: 200,
    }),
  );
  if (!answer.ok) return answer;
  const rows = FileVersion.array().safeParse(answer.value.records);
  if (rows.success) return ok(rows.data);
  const raw = JSON.stringify(answer.value.records).slice(0, 20_000);
  return err({ kind: 'unreadable', why: 'The list of files in Salesforce could not be understood.', raw });
}

/**
 * The files that earlier tries left, oldest first: by marker, or else the same bytes under the same title on a record on
 * which an earlier try may have put them.
 */
async function findAll(
  session: CrmSession,
  wanted: Pick<WatchedUpload, 'marker' | 'linkTo' | 'alsoAt' | 'name' | 'md5'>,
  field: MarkerField | null,
): Promise<Remotely<FileVersion[]>> {
  if (field !== null) return versions(session, `${field.name} = ${quote(wanted.marker)}`);
  const linked = await linkedDocuments(session, [wanted.linkTo, ...wanted.alsoAt]);
  if (!linked.ok) return linked;
  const same: FileVersion[] = [];
  for (let at = 0; at < linked.value.length; at += 100) {
    const ids = linked.value
      .slice(at, at + 100)
      .map(quote)
      .join(', ');
    const found = await versions(session, `ContentDocumentId IN (${ids}) AND IsLatest = true`);
    if (!found.ok) return found;
    same.push(...found.value.filter((file) => file.Checksum === wanted.md5 && file.Title === wanted.name));
  }
  return ok(same);
}

async function clearTwins(session: CrmSession, upload: WatchedUpload): Promise<Remotely<void>> {
  const field = await markerField(session);
  if (!field.ok) return field;
  const files = await findAll(session, upload, field.value);
  if (!files.ok) return files;
  const [first, ...twins] = files.value;
  for (const twin of twins) {
    const isOwn = completeSalesforceId(twin.CreatedById ?? '') === session.userId();
    if (!isOwn || twin.ContentDocumentId === first?.ContentDocumentId) continue;
    const removed = await session.client.remove('ContentDocument', twin.ContentDocumentId);
    if (!removed.ok) return removed;
    session.log.info(`Removed a file in Salesforce that was there twice: ${upload.name}.`);
    // The one that stays may hang where the first try put it.
    if (first === undefined) continue;
    const linked = await addLinks(session, upload.linkTo, [first.ContentDocumentId]);
    if (!linked.ok) return linked;
  }
  return ok(undefined);
}

/** Looks once more for twins of recent uploads: a request may take effect late, and another device may send the same (G3). */
export async function clearTwinUploads(session: CrmSession): Promise<void> {
  for (const upload of session.uploads.list()) {
    const cleared = await clearTwins(session, upload);
    if (!cleared.ok) return;
    if (session.now() >= upload.until) await session.uploads.drop(upload.marker);
  }
}

async function upload(
  session: CrmSession,
  command: FileCommand,
  file: OutgoingFile,
  field: MarkerField | null,
  attempt: Attempt,
): Promise<Remotely<string>> {
  const entity = {
    Title: command.name,
    PathOnClient: command.name,
    FirstPublishLocationId: command.linkTo,
    ...(field === null ? {} : { [field.name]: command.marker }),
  };
  const { marker, name, mediaType } = command;
  const shown = { marker, remote: 'salesforce', name, total: file.size } as const;
  return session.transfers.follow(shown, file.size > WHOLE_UP_TO, async (followed) => {
    const { contentType, body } = multipart(
      [
        {
          name: 'entity_content',
          contentType: 'application/json',
          content: Buffer.from(JSON.stringify(entity), 'utf8'),
        },
        { name: 'VersionData', filename: name, contentType: mediaType, content: file },
      ],
      followed,
    );
    const stop = { signal: followed.signal, failure: followed.stopped };
    return attempt.write(session.client.createMultipart('ContentVersion', contentType, body, stop));
  });
}

function done(file: FileVersion, session: CrmSession): RemoteOutcome {
  const id = completeSalesforceId(file.Id);
  if (id === null)
    return {
      kind: 'unreadable',
      why: 'Salesforce gave the file an id that is none.',
      raw: JSON.stringify(file),
    };
  const url = `${session.context().instanceUrl}/${file.ContentDocumentId}`;
  return {
    kind: 'done',
    ref: { remote: 'salesforce', object: 'ContentVersion', id, stamp: file.SystemModstamp ?? null, url },
    row: null,
  };
}

/** A request that took effect late, or another device, brought the file between our look and our upload. */
function isThere(error: RemoteFailure, field: MarkerField | null): boolean {
  if (error.kind !== 'denied' || error.code !== 'DUPLICATE_VALUE' || field === null) return false;
  return error.message.toLowerCase().includes(field.name.toLowerCase());
}

/** Attaches a file to a record once, and checks what arrived against the MD5 of what was sent (G3, G7). */
export async function attachFile(session: CrmSession, command: FileCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const outgoing = await findOutgoing(session.files, command);
  if (!outgoing.ok) return attempt.outcome(outgoing.error);
  const { md5 } = outgoing.value;
  const field = await markerField(session);
  if (!field.ok) return attempt.outcome(field.error);
  const { marker, linkTo, name, repeat } = command;
  const wanted = { marker, linkTo, alsoAt: command.alsoAt ?? [], name, md5 };
  if (field.value?.unique !== true) {
    const until = session.now() + (repeat ? LATE_MS : MEETING_MS);
    await session.uploads.add({ ...wanted, until });
  }
  // Looked for on every try, not only on a repeat: a file may be there while what comes after it failed.
  const earlier = await findAll(session, wanted, field.value);
  if (!earlier.ok) return attempt.outcome(earlier.error);
  let file = earlier.value[0] ?? null;
  if (file === null) {
    const id = await upload(session, command, outgoing.value, field.value, attempt);
    if (!id.ok && !isThere(id.error, field.value)) return attempt.outcome(id.error);
    const found = id.ok
      ? await versions(session, `Id = ${quote(id.value)}`)
      : await findAll(session, wanted, field.value);
    if (!found.ok) return attempt.outcome(found.error);
    file = found.value[0] ?? null;
    if (file === null) return { kind: 'ambiguous', why: 'Salesforce has the file but does not show it yet.' };
  }
  if (file.Checksum !== null && file.Checksum !== md5) {
    const removed = await attempt.write(session.client.remove('ContentDocument', file.ContentDocumentId));
    if (!removed.ok) return attempt.outcome(removed.error);
    return {
      kind: 'ambiguous',
      why: 'The file arrived damaged in Salesforce; it was removed and is sent again.',
    };
  }
  const linked = await attempt.write(addLinks(session, linkTo, [file.ContentDocumentId]));
  return linked.ok ? done(file, session) : attempt.outcome(linked.error);
}
