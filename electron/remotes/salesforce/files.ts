import { createHash } from 'node:crypto';
import { err, ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Attempt, type Remotely, startAttempt } from '../common/failure';
import { multipart } from '../common/multipart';
import { FileVersion } from './dto/answers';
import { refuse } from './errors';
import type { CrmSession } from './find-record';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { chosenMapping } from './org';
import { quote, soql } from './soql';

type FileCommand = Extract<RemoteCommand, { kind: 'crm.file' }>;

const VERSION_COLUMNS = ['Id', 'ContentDocumentId', 'Checksum', 'ContentSize', 'Title', 'SystemModstamp'];

/** Field of ContentVersion that holds this app's marker; null when the org has none that can be searched. */
async function markerField(session: CrmSession): Promise<Remotely<string | null>> {
  const described = await session.org.describe('ContentVersion');
  if (!described.ok) return described;
  const wanted = chosenMapping(session.context().playbook).externalIdField.toLowerCase();
  const field = described.value.fields.find(({ name }) => name.toLowerCase() === wanted);
  return ok(field?.createable && field.filterable ? field.name : null);
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

async function linkedDocuments(session: CrmSession, linkTo: string): Promise<Remotely<string[]>> {
  const where = [`LinkedEntityId = ${quote(linkTo)}`];
  const answer = await session.client.query(
    soql({ fields: ['ContentDocumentId'], object: 'ContentDocumentLink', where, limit: 2000 }),
  );
  if (!answer.ok) return answer;
  const ids = answer.value.records.flatMap((raw) =>
    typeof raw === 'object' && raw !== null && 'ContentDocumentId' in raw
      ? [String(raw.ContentDocumentId)]
      : [],
  );
  return ok(ids);
}

/** The file that an earlier try left: by marker, or else the same bytes under the same title on the same record. */
async function findEarlier(
  session: CrmSession,
  command: FileCommand,
  field: string | null,
  md5: string,
): Promise<Remotely<FileVersion | null>> {
  if (field !== null) {
    const found = await versions(session, `${field} = ${quote(command.marker)}`);
    return found.ok ? ok(found.value[0] ?? null) : found;
  }
  const linked = await linkedDocuments(session, command.linkTo);
  if (!linked.ok) return linked;
  for (let at = 0; at < linked.value.length; at += 100) {
    const ids = linked.value
      .slice(at, at + 100)
      .map(quote)
      .join(', ');
    const found = await versions(session, `ContentDocumentId IN (${ids}) AND IsLatest = true`);
    if (!found.ok) return found;
    const same = found.value.find((file) => file.Checksum === md5 && file.Title === command.name);
    if (same !== undefined) return ok(same);
  }
  return ok(null);
}

async function upload(
  session: CrmSession,
  command: FileCommand,
  field: string | null,
  attempt: Attempt,
): Promise<Remotely<string>> {
  const entity = {
    Title: command.name,
    PathOnClient: command.name,
    FirstPublishLocationId: command.linkTo,
    ...(field === null ? {} : { [field]: command.marker }),
  };
  const { contentType, body } = multipart([
    {
      name: 'entity_content',
      contentType: 'application/json',
      bytes: Buffer.from(JSON.stringify(entity), 'utf8'),
    },
    { name: 'VersionData', filename: command.name, contentType: command.mediaType, bytes: command.bytes },
  ]);
  return attempt.write(session.client.createMultipart('ContentVersion', contentType, body));
}

async function ensureLink(
  session: CrmSession,
  command: FileCommand,
  file: FileVersion,
  attempt: Attempt,
): Promise<Remotely<void>> {
  const linked = await linkedDocuments(session, command.linkTo);
  if (!linked.ok) return linked;
  const document = completeSalesforceId(file.ContentDocumentId);
  if (linked.value.some((id) => completeSalesforceId(id) === document)) return ok(undefined);
  const made = await attempt.write(
    session.client.create('ContentDocumentLink', {
      ContentDocumentId: file.ContentDocumentId,
      LinkedEntityId: command.linkTo,
      ShareType: 'V',
    }),
  );
  return made.ok ? ok(undefined) : made;
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

/** Attaches a file to a record once, and checks what arrived against the MD5 of what was sent (G3, G7). */
export async function attachFile(session: CrmSession, command: FileCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const md5 = createHash('md5').update(command.bytes).digest('hex');
  const field = await markerField(session);
  if (!field.ok) return attempt.outcome(field.error);
  // Looked for on every try, not only on a repeat: a file may be there while what comes after it failed.
  const earlier = await findEarlier(session, command, field.value, md5);
  if (!earlier.ok) return attempt.outcome(earlier.error);
  let file = earlier.value;
  if (file === null) {
    const id = await upload(session, command, field.value, attempt);
    if (!id.ok) return attempt.outcome(id.error);
    const found = await versions(session, `Id = ${quote(id.value)}`);
    if (!found.ok) return attempt.outcome(found.error);
    file = found.value[0] ?? null;
    if (file === null)
      return { kind: 'ambiguous', why: 'Salesforce took the file but does not show it yet.' };
  }
  if (file.Checksum !== null && file.Checksum !== md5) {
    const removed = await attempt.write(session.client.remove('ContentDocument', file.ContentDocumentId));
    if (!removed.ok) return attempt.outcome(removed.error);
    return {
      kind: 'ambiguous',
      why: 'The file arrived damaged in Salesforce; it was removed and is sent again.',
    };
  }
  const linked = await ensureLink(session, command, file, attempt);
  return linked.ok ? done(file, session) : attempt.outcome(linked.error);
}
