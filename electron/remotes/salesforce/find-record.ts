import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok } from '../../../shared/lib/result';
import type { FileSource } from '../../../shared/ports/file-source';
import type { Log } from '../../../shared/ports/log';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { Remotely } from '../common/failure';
import type { LeftTwins } from '../common/left-twins';
import type { Transfers } from '../common/transfers';
import type { SalesforceClient } from './client';
import type { Org } from './org';
import { type ReadContext, readRow, recordIdOf } from './read-row';
import { columnsOf, type CrmEntity, type EntityShape } from './shape';
import { among, quote, soql } from './soql';
import { newestRecords, sentSince } from './newest-records';
import type { CreateWatch } from './create-watch';
import type { UploadWatch } from './upload-watch';

/** What the record-level operations work with. */
export type CrmSession = {
  readonly client: SalesforceClient;
  readonly org: Org;
  readonly context: () => ReadContext;
  /** Id of the signed-in user. */
  readonly userId: () => string | null;
  readonly log: Log;
  readonly files: FileSource;
  readonly transfers: Transfers;
  /** Local time in milliseconds. */
  readonly now: () => number;
  /** Salesforce id of the record that counts for an id of this app, where an org may hold two. */
  readonly known: Map<string, string>;
  readonly leftTwins: LeftTwins;
  /** Looks for several records at once on behalf of many writes; left out where each looks for its own. */
  readonly finder?: Finder;
  /** Uploads that may come into being twice. */
  readonly uploads: UploadWatch;
  /** New records that may come into being twice. */
  readonly creates: CreateWatch;
};

/** Finds single records, as it can. */
export type Finder = {
  byId(entity: CrmEntity, id: string): Promise<Remotely<RemoteRow | null>>;
  byRecordId(entity: CrmEntity, recordId: string): Promise<Remotely<RemoteRow | null>>;
};

/** Rows and the shape they were asked by; `whole` is false when the server has more for this query. */
export type Found = {
  readonly shape: EntityShape;
  readonly records: readonly unknown[];
  readonly whole: boolean;
};

/** Runs a query over an entity's columns; a column that turns out not to exist is dropped and the query repeated. */
export async function queryEntity(
  session: CrmSession,
  entity: CrmEntity,
  parts: (shape: EntityShape) => {
    where: readonly (string | null)[];
    orderBy?: string;
    limit?: number;
    also?: readonly string[];
  },
): Promise<Remotely<Found>> {
  for (;;) {
    const shape = await session.org.shape(entity);
    if (!shape.ok) return shape;
    const found = shape.value;
    const { where, also = [], ...rest } = parts(found);
    const text = soql({
      fields: [...columnsOf(found), ...also],
      object: found.object,
      where: found.archives ? ['IsDeleted = false', ...where] : where,
      ...rest,
    });
    const answer = await session.client.query(text, found.archives);
    if (answer.ok) return ok({ shape: found, records: answer.value.records, whole: answer.value.done });
    const { error } = answer;
    const unknownColumn = error.kind === 'denied' && error.code === 'INVALID_FIELD';
    if (!unknownColumn || !session.org.dropColumn(entity, error.message)) return answer;
  }
}

function rowOf(session: CrmSession, shape: EntityShape, raw: unknown): Remotely<RemoteRow | null> {
  if (raw === undefined) return ok(null);
  const row = readRow(raw, shape, session.context());
  if (row.ok) return row;
  return err({
    kind: 'unreadable',
    why: `A ${shape.label} in Salesforce could not be understood: ${row.error}.`,
    raw: JSON.stringify(raw).slice(0, 20_000),
  });
}

function fieldOf(raw: unknown, name: string): string | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const value = (raw as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : null;
}

/** Answers to several questions at once, by what was asked for; a question without an answer found nothing. */
export type FoundRows = ReadonlyMap<string, Remotely<RemoteRow | null>>;

/** The records with these Salesforce ids, at most 200; null for those that are not visible. */
export async function findByIds(
  session: CrmSession,
  entity: CrmEntity,
  ids: readonly string[],
): Promise<Remotely<FoundRows>> {
  const answer = await queryEntity(session, entity, () => ({
    where: [among('Id', ids)],
    limit: ids.length,
  }));
  if (!answer.ok) return answer;
  const { shape, records } = answer.value;
  const byId = new Map(records.map((raw) => [fieldOf(raw, 'Id')?.slice(0, 15), raw]));
  return ok(new Map(ids.map((id) => [id, rowOf(session, shape, byId.get(id.slice(0, 15)))])));
}

/** The record with this Salesforce id; null when it is not visible. */
export async function findById(
  session: CrmSession,
  entity: CrmEntity,
  id: string,
): Promise<Remotely<RemoteRow | null>> {
  if (session.finder) return session.finder.byId(entity, id);
  const found = await findByIds(session, entity, [id]);
  return found.ok ? (found.value.get(id) ?? ok(null)) : found;
}

/** The records that carry these ids of this app, at most 200; null for those that there are none of. */
export async function findByRecordIds(
  session: CrmSession,
  entity: CrmEntity,
  recordIds: readonly string[],
): Promise<Remotely<FoundRows>> {
  const shape = await session.org.shape(entity);
  if (!shape.ok) return shape;
  const { key } = shape.value;
  switch (key.kind) {
    case 'external-id':
    case 'field': {
      const { field } = key;
      const [only] = recordIds;
      // The first one counts where an org lets an id come twice.
      const answer = await queryEntity(session, entity, () => ({
        where: [among(field, recordIds)],
        orderBy: 'CreatedDate, Id',
        ...(recordIds.length === 1 && only !== undefined ? { limit: 1 } : {}),
      }));
      if (!answer.ok) return answer;
      const { shape: used, records } = answer.value;
      const first = (id: string) =>
        records.find((raw) => fieldOf(raw, field)?.toLowerCase() === id.toLowerCase());
      return ok(new Map(recordIds.map((id) => [id, rowOf(session, used, first(id))])));
    }
    case 'text': {
      // Long texts cannot be searched, so the latest records are read and looked through, a colleague's too; and on
      // from there, where an earlier try may have made one before them.
      const since = sentSince(recordIds.flatMap((id) => session.creates.of(id)));
      const answer = await newestRecords(
        ({ where, ...rest }) =>
          queryEntity(session, entity, () => ({ where: [where], also: ['CreatedDate'], ...rest })),
        since,
      );
      if (!answer.ok) return answer;
      const { records } = answer.value;
      const used = answer.value.last.shape;
      // The first one counts, and a person may have cloned it since. One that cannot be understood is not missing.
      const own = (id: string) => records.findLast((raw) => recordIdOf(raw, used) === id);
      return ok(new Map(recordIds.map((id) => [id, rowOf(session, used, own(id))])));
    }
    case 'none':
      return ok(new Map());
    default:
      return assertNever(key);
  }
}

/** The record that carries this app's id; null when there is none. */
export async function findByRecordId(
  session: CrmSession,
  entity: CrmEntity,
  recordId: string,
): Promise<Remotely<RemoteRow | null>> {
  if (session.finder) return session.finder.byRecordId(entity, recordId);
  const found = await findByRecordIds(session, entity, [recordId]);
  return found.ok ? (found.value.get(recordId) ?? ok(null)) : found;
}

/** True when the record is in the recycle bin; a record that is merely hidden from us is not deleted. */
export async function isDeleted(session: CrmSession, object: string, id: string): Promise<Remotely<boolean>> {
  const text = soql({ fields: ['Id', 'IsDeleted'], object, where: [`Id = ${quote(id)}`], limit: 1 });
  const answer = await session.client.query(text, true);
  if (!answer.ok) return answer;
  return ok(
    answer.value.records.some(
      (raw) => typeof raw === 'object' && raw !== null && 'IsDeleted' in raw && raw.IsDeleted === true,
    ),
  );
}
