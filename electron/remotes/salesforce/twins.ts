import { decisionFields } from '../../../shared/domain/merging/decisive';
import { withoutFields } from '../../../shared/domain/merging/field-values';
import { err, ok } from '../../../shared/lib/result';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import type { RawRecord } from './dto/answers';
import type { CrmSession } from './find-record';
import { addLinks, linkedDocuments } from './file-links';
import { readRow } from './read-row';
import { type Compare, createCompare } from './compare';
import { columnsOf, type CrmEntity, type EntityShape, mayComeTwice } from './shape';
import { quote, soql } from './soql';
import { stampMs } from './stamps';

/** How many records are looked through in an org that has no field for this app's id. */
const RECORDS_SEARCHED = 2000;
/** How many ids fit into the address of one query. */
const IDS_ASKED = 200;
/** How much earlier than its twin a record may have been made: longer than any server holds a request. */
const TWIN_WINDOW_MS = 24 * 60 * 60 * 1000;

const Born = z.object({
  CreatedById: z.string(),
  CreatedDate: z.string(),
  LastViewedDate: z.string().nullish(),
});

type Candidate = {
  readonly row: RemoteRow;
  readonly isOwn: boolean;
  readonly bornMs: number | null;
  readonly isViewed: boolean;
};

/** Rows that are not what their id of this app says, by Salesforce id, each as it is to be taken: put aside or on its own. */
export type CrmTwins = ReadonlyMap<string, RemoteRow>;

/** Narrows a query to these ids, where they can be searched; else the latest records have to be looked through. */
function condition({ key }: EntityShape, ids: readonly string[]): string[] {
  return key.kind === 'field' || key.kind === 'external-id'
    ? [`${key.field} IN (${ids.map(quote).join(', ')})`]
    : [];
}

async function asked(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<Candidate[]>> {
  const where = condition(shape, ids);
  const answer = await session.client.query(
    soql({
      fields: [
        ...columnsOf(shape),
        'CreatedById',
        'CreatedDate',
        ...(shape.viewed === null ? [] : [shape.viewed]),
      ],
      object: shape.object,
      where: shape.archives ? ['IsDeleted = false', ...where] : where,
      orderBy: 'CreatedDate DESC, Id DESC',
      limit: RECORDS_SEARCHED,
    }),
    shape.archives,
  );
  if (!answer.ok) return answer;
  const found = answer.value.records.flatMap((raw): Candidate[] => {
    const row = readRow(raw, shape, session.context());
    const born = Born.safeParse(raw);
    if (!row.ok || !born.success || row.value.recordId === null) return [];
    const isOwn = completeSalesforceId(born.data.CreatedById) === session.userId();
    const isViewed = (born.data.LastViewedDate ?? null) !== null;
    return [{ row: row.value, isOwn, bornMs: stampMs(born.data.CreatedDate), isViewed }];
  });
  return ok(found.reverse());
}

/** Every visible record with one of these ids of this app, and at times others of its records, oldest first. */
async function candidates(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<Candidate[]>> {
  if (condition(shape, ids).length === 0) return asked(session, shape, ids);
  const all: Candidate[] = [];
  for (let at = 0; at < ids.length; at += IDS_ASKED) {
    const some = await asked(session, shape, ids.slice(at, at + IDS_ASKED));
    if (!some.ok) return some;
    all.push(...some.value);
  }
  return ok(all);
}

/** Hangs files and claims of a twin on the record that counts, since deleting a record takes them along. */
async function moveChildren(
  session: CrmSession,
  entity: CrmEntity,
  from: string,
  to: string,
): Promise<Remotely<void>> {
  const documents = await linkedDocuments(session, [from]);
  if (!documents.ok) return documents;
  const linked = await addLinks(session, to, documents.value);
  if (!linked.ok || entity !== 'fund-request') return linked;
  const claims = await session.org.shape('claim');
  if (!claims.ok) return claims.error.kind === 'denied' ? ok(undefined) : claims;
  const path = claims.value.slots.find(({ domain }) => domain === 'request')?.path;
  if (path === undefined) return ok(undefined);
  const { object } = claims.value;
  const own = await session.client.query(
    soql({ fields: ['Id'], object, where: [`${path} = ${quote(from)}`] }),
  );
  if (!own.ok) return own;
  for (const raw of own.value.records) {
    const claim = z.object({ Id: z.string() }).safeParse(raw);
    if (!claim.success) continue;
    const moved = await session.client.update(object, claim.data.Id, { [path]: to }, null);
    if (!moved.ok) return moved;
  }
  return ok(undefined);
}

async function retire(
  session: CrmSession,
  entity: CrmEntity,
  shape: EntityShape,
  twin: string,
  kept: string,
): Promise<Remotely<void>> {
  const moved = await moveChildren(session, entity, twin, kept);
  if (!moved.ok) return moved;
  const removed = await session.client.remove(shape.object, twin);
  if (removed.ok) session.log.info(`Deleted ${shape.label} ${twin} in Salesforce, a twin of ${kept}.`);
  return removed;
}

/**
 * Whether a record came of the same write as the first one. People clone records, and a clone carries the id along; it
 * is theirs, so what differs in anything, was made later or by somebody else is never put aside. Nor is what this person
 * looked at in Salesforce: who clones a record is shown it, and what this app makes nobody has looked at.
 */
function isTwin(shape: EntityShape, compare: Compare, kept: Candidate, other: Candidate): boolean {
  if (!other.isOwn || other.isViewed || kept.bornMs === null || other.bornMs === null) return false;
  if (other.bornMs - kept.bornMs > TWIN_WINDOW_MS) return false;
  // A repeat is born undecided, while the first one may have been decided since; that nobody looked at it must be known.
  const since = shape.viewed === null ? [] : decisionFields(shape.entity);
  return compare.differing(other.row, withoutFields(kept.row.fields, new Set(since))).length === 0;
}

/** What every record has of its own, also one that is a copy. */
const OWN = new Set(
  [
    'Id IsDeleted CreatedById CreatedDate LastModifiedById LastModifiedDate SystemModstamp',
    'LastViewedDate LastReferencedDate LastActivityDate',
  ].flatMap((names) => names.split(' ')),
);

/**
 * Whether two records say the same in every field that people fill in, also in those that the playbook does not map:
 * who cloned a record in Salesforce and changed only its place made another one.
 */
async function isWholeTwin(
  session: CrmSession,
  shape: EntityShape,
  kept: Candidate,
  other: Candidate,
): Promise<Remotely<boolean>> {
  const since = shape.viewed === null ? new Set<string>() : decisionFields(shape.entity);
  const decided = new Set(shape.slots.filter(({ domain }) => since.has(domain)).map(({ path }) => path));
  const names = shape.describe.fields
    .filter(({ name, createable, updateable }) => (createable || updateable) && !OWN.has(name))
    .map(({ name }) => name)
    .filter((name) => !decided.has(name));
  const both: RawRecord[] = [];
  for (const { row } of [kept, other]) {
    const read = await session.client.record(shape.object, String(row.ref.id));
    if (!read.ok) return read.error.kind === 'denied' ? ok(false) : read;
    both.push(read.value);
  }
  const [first, second] = both;
  return ok(names.every((name) => JSON.stringify(first?.[name]) === JSON.stringify(second?.[name])));
}

/**
 * Looks for records that came into being twice, which only an org without a unique field for this app's id allows: a
 * request took effect late, or another device made the same at the same moment. The oldest counts, whoever looks; own
 * twins go to the recycle bin (G3), and every other record with the same id is taken as one of its own.
 */
export async function crmTwins(
  session: CrmSession,
  entity: CrmEntity,
  shape: EntityShape,
  rows: readonly RemoteRow[],
): Promise<Remotely<CrmTwins>> {
  const twins = new Map<string, RemoteRow>();
  if (!mayComeTwice(shape)) return ok(twins);
  const suspects = rows.flatMap(({ recordId, ref }) =>
    recordId !== null && session.known.get(recordId) !== ref.id ? [recordId] : [],
  );
  if (suspects.length === 0) return ok(twins);
  const ids = [...new Set(suspects)];
  const read = new Set(rows.map(({ ref }) => String(ref.id)));
  const found = await candidates(session, shape, ids);
  if (!found.ok) return found;
  const compare = createCompare(shape, session.context().playbook);
  const all = new Set([...ids, ...found.value.flatMap(({ row }) => row.recordId ?? [])]);
  for (const id of all) {
    const [kept, ...others] = found.value.filter(({ row }) => row.recordId === id);
    if (kept === undefined) continue;
    session.known.set(id, String(kept.row.ref.id));
    for (const other of others) {
      const { row } = other;
      const twin = String(row.ref.id);
      const whole = isTwin(shape, compare, kept, other)
        ? await isWholeTwin(session, shape, kept, other)
        : ok(false);
      if (!whole.ok) return whole;
      if (!whole.value) {
        if (read.has(twin)) twins.set(twin, { ...row, recordId: null });
        continue;
      }
      const gone = await retire(session, entity, shape, twin, String(kept.row.ref.id));
      if (!gone.ok && gone.error.kind !== 'denied') return err(gone.error);
      if (!gone.ok) session.log.warn(`A twin in Salesforce could not be deleted: ${shape.label} ${twin}.`);
      twins.set(twin, {
        ...row,
        recordId: null,
        twin: { marker: id, of: kept.row.ref, fresh: gone.ok },
      });
    }
  }
  return ok(twins);
}
