import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok } from '../../../shared/lib/result';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { z } from '../../../shared/schema/zod';
import type { RemoteFailure, Remotely } from '../common/failure';
import { untilTriedEnough } from '../common/left-twins';
import type { WatchedCreate } from '../common/ports';
import type { CrmSession } from './find-record';
import { addLinks, linkedDocuments } from './file-links';
import { type Marked, markedWith } from './marked-records';
import { type CrmEntity, type EntityShape, mayComeTwice } from './shape';
import { quote, soql } from './soql';
import { likenessOf, theOneThatCounts } from './twin-evidence';

/** Rows that are not what their id of this app says, by Salesforce id, each as it is to be taken: put aside or on its own. */
export type CrmTwins = ReadonlyMap<string, RemoteRow>;

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

/** Why a twin that was not deleted has to be looked at again: nothing was said of it, or that it is gone or was just changed. */
function again(session: CrmSession, twin: string, failure: RemoteFailure): RemoteFailure | null {
  if (failure.kind !== 'denied') return failure;
  if (failure.status !== 404 && failure.status !== 412) return null;
  return untilTriedEnough(session.leftTwins, twin, failure.message);
}

/** What a person can do so that only one record bears a mark. */
function wayOut(shape: EntityShape, marker: string): string {
  const mark =
    shape.key.kind === 'text'
      ? `take the last line “[channel-desk:${marker}]” out of its text`
      : `empty its field ${shape.key.kind === 'none' ? '' : shape.key.field}`;
  return `If it is a repeat, delete it in Salesforce; if it is a record of its own, ${mark} there.`;
}

async function taken(
  session: CrmSession,
  entity: CrmEntity,
  shape: EntityShape,
  sent: readonly WatchedCreate[],
  kept: Marked,
  other: Marked,
): Promise<Remotely<RemoteRow>> {
  const { ref } = kept.row;
  const marker = String(kept.row.recordId);
  const alone = { ...other.row, recordId: null };
  const likeness = await likenessOf(session, shape, sent, kept, other);
  if (!likeness.ok) return likeness;
  switch (likeness.value) {
    case 'own-record':
      return ok(alone);
    case 'cannot-tell': {
      const reason = `It bears the mark of ${ref.url ?? ref.id}, which this desk works with, and it cannot be told whether it is a repeat of it. It is kept as a record of its own. ${wayOut(shape, marker)}`;
      return ok({ ...alone, lookalike: { marker, of: ref, reason } });
    }
    case 'twin': {
      const twin = String(other.row.ref.id);
      const gone = await retire(session, entity, shape, twin, String(ref.id));
      const failure = gone.ok ? null : again(session, twin, gone.error);
      if (failure !== null) return err(failure);
      if (gone.ok) session.leftTwins.delete(twin);
      if (gone.ok) return ok({ ...alone, twin: { marker, of: ref, fresh: true } });
      session.log.warn(`A twin in Salesforce could not be deleted: ${shape.label} ${twin}.`);
      const reason = `It is a repeat of ${ref.url ?? ref.id}, and Salesforce does not let you delete it. Have it deleted by somebody who may.`;
      return ok({
        ...alone,
        twin: { marker, of: ref, fresh: false },
        lookalike: { marker, of: ref, reason },
      });
    }
    default:
      return assertNever(likeness.value);
  }
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
  // A repeat of what this desk is known to have made comes in as a row of its own, so that one needs no search.
  const knownAs = (recordId: string) =>
    session.known.get(recordId) ?? session.creates.of(recordId).findLast(({ made }) => made !== null)?.made;
  const suspects = rows.flatMap(({ recordId, ref }) =>
    recordId !== null && knownAs(recordId) !== ref.id ? [recordId] : [],
  );
  if (suspects.length === 0) return ok(twins);
  const ids = [...new Set(suspects)];
  const read = new Set(rows.map(({ ref }) => String(ref.id)));
  const found = await markedWith(session, shape, ids);
  if (!found.ok) return found;
  const all = new Set([...ids, ...found.value.flatMap(({ row }) => row.recordId ?? [])]);
  for (const id of all) {
    const marked = found.value.filter(({ row }) => row.recordId === id);
    const sent = session.creates.of(id);
    const kept = theOneThatCounts(session, shape, sent, marked);
    if (kept === undefined) continue;
    session.known.set(id, String(kept.row.ref.id));
    for (const other of marked) {
      if (other === kept) continue;
      const row = await taken(session, entity, shape, sent, kept, other);
      if (!row.ok) return row;
      const name = String(other.row.ref.id);
      if (row.value.twin !== undefined || read.has(name)) twins.set(name, row.value);
    }
  }
  return ok(twins);
}
