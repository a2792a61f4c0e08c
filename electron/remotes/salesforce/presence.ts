import { ok } from '../../../shared/lib/result';
import type { PresenceAnswer, PresenceRequest } from '../../../shared/schema/remote-command';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { pullFailure, type Remotely } from '../common/failure';
import { conditionOf } from './condition';
import type { CrmSession } from './find-record';
import type { CrmEntity, EntityShape } from './shape';
import { among, quote, soql } from './soql';

/** Ids that fit into the address of one query. */
const IDS_PER_QUERY = 300;

function idOf(raw: unknown): string | null {
  return typeof raw === 'object' && raw !== null && 'Id' in raw ? completeSalesforceId(String(raw.Id)) : null;
}

/** Which of these records are in the recycle bin, and which can be seen at all, those in the bin included. */
export async function lookUp(
  session: CrmSession,
  object: string,
  ids: readonly string[],
): Promise<Remotely<{ readonly alive: ReadonlySet<string>; readonly binned: ReadonlySet<string> }>> {
  const [alive, binned] = [new Set<string>(), new Set<string>()];
  for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
    const list = ids
      .slice(at, at + IDS_PER_QUERY)
      .map(quote)
      .join(', ');
    const query = soql({ fields: ['Id', 'IsDeleted'], object, where: [`Id IN (${list})`] });
    const answer = await session.client.query(query, true);
    if (!answer.ok) return answer;
    for (const raw of answer.value.records) {
      const id = idOf(raw);
      const isBinned =
        typeof raw === 'object' && raw !== null && 'IsDeleted' in raw && raw.IsDeleted === true;
      if (id !== null) (isBinned ? binned : alive).add(id);
    }
  }
  return ok({ alive, binned });
}

/** Those of these visible records that are not among the rows that are read any more, so that no reading brings their changes. */
async function leftOf(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<readonly string[]>> {
  const condition = conditionOf(shape, session);
  if (condition === null) return ok([]);
  const read = new Set<string>();
  for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
    const some = among('Id', ids.slice(at, at + IDS_PER_QUERY));
    const where = [shape.archives ? 'IsDeleted = false' : null, condition, some];
    const text = soql({ fields: ['Id'], object: shape.object, where });
    const answer = await session.client.query(text, shape.archives);
    if (!answer.ok) return answer;
    for (const raw of answer.value.records) read.add(idOf(raw) ?? '');
  }
  return ok(ids.filter((id) => !read.has(id)));
}

const HIDDEN =
  'Either they were deleted and the recycle bin was emptied since, or you lost the right to see them; Salesforce does not tell which.';

function reasonOf(hidden: number, left: number, where: string | null): string | null {
  const there = `They are there, but not among the records that the playbook has read any more (${where ?? ''}), so no change of them comes.`;
  if (left === 0) return hidden === 0 ? null : HIDDEN;
  return hidden === 0 ? there : `${HIDDEN} Or: ${there}`;
}

/**
 * Tells deleted records from hidden ones: only what lies in the recycle bin is proven to be deleted. A record that is
 * in neither place was deleted long ago, or this person lost the right to see it; Salesforce does not say which.
 */
export async function presenceOf(
  session: CrmSession,
  entity: CrmEntity,
  request: PresenceRequest,
): Promise<PresenceAnswer> {
  const shape = await session.org.shape(entity);
  if (!shape.ok) return pullFailure(shape.error);
  const { object } = shape.value;
  const ids = request.rows.map(({ id }) => id);
  const there = await session.client.visible(object, ids);
  if (!there.ok) return pullFailure(there.error);
  const visible = new Set(there.value.map(idOf));
  const found = await lookUp(
    session,
    object,
    ids.filter((id) => !visible.has(id)),
  );
  if (!found.ok) return pullFailure(found.error);
  const { alive, binned } = found.value;
  const left = await leftOf(
    session,
    shape.value,
    ids.filter((id) => visible.has(id)),
  );
  if (!left.ok) return pullFailure(left.error);
  const hidden = ids.filter((id) => !visible.has(id) && !alive.has(id) && !binned.has(id));
  const why = reasonOf(hidden.length, left.value.length, shape.value.where);
  const unseen = [...hidden, ...left.value];
  return { kind: 'presence', gone: ids.filter((id) => binned.has(id)), unseen, elsewhere: [], why };
}
