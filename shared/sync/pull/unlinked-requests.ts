import { textOf } from '../../domain/merging/projection';
import { foldText } from '../../lib/text';
import type { LocalStore } from '../../ports/local-store';
import type { FundRequest } from '../../schema/fund-request';
import type { FieldMap, FieldValue } from '../../schema/field-value';
import type { Draft } from '../draft';
import { touches } from '../../domain/merging/verdicts';

/** Ids of requests that Salesforce does not know, by partner and then by name and start: read once in a pass, because a first reading brings thousands of a partner. */
export type UnlinkedRequests = Map<string, ReadonlyMap<string, readonly string[]>>;

function nameKey(title: string, start: FieldValue | undefined): string {
  return `${String(start)} ${foldText(title)}`;
}

function byName(requests: readonly FundRequest[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const { id, salesforce, title, start } of requests) {
    if (salesforce !== null) continue;
    const key = nameKey(title, start);
    const ids = named.get(key);
    if (ids) ids.push(id);
    else named.set(key, [id]);
  }
  return named;
}

/** Partners whose requests are read at once, since one may have hundreds. */
const PARTNERS_AT_ONCE = 50;

/** Looks up in a few requests what `importedAlike` is going to ask of partners (SY-84). */
export async function readUnlinked(
  store: LocalStore,
  partnerIds: readonly string[],
  unlinked: UnlinkedRequests,
): Promise<void> {
  const unread = partnerIds.filter((id) => !unlinked.has(id));
  for (let at = 0; at < unread.length; at += PARTNERS_AT_ONCE) {
    const ids = unread.slice(at, at + PARTNERS_AT_ONCE);
    const found = await store.listMany('fund-request', 'partnerId', ids);
    for (const id of ids) unlinked.set(id, byName(found.filter(({ partnerId }) => partnerId === id)));
  }
}

/**
 * The request of a partner that was imported without a number, or that has none in Salesforce: the only one of its name
 * and start that nothing is waiting to bring there (SY-61). Undefined for none and for several.
 */
export async function importedAlike(
  draft: Draft,
  partnerId: string,
  fields: FieldMap,
  unlinked: UnlinkedRequests,
): Promise<FundRequest | undefined> {
  const known = unlinked.get(partnerId) ?? byName(await draft.all('fund-request', 'partnerId', partnerId));
  unlinked.set(partnerId, known);
  const number = textOf(fields.portalNumber);
  const key = nameKey(textOf(fields.title) ?? '', fields.start);
  const named = await Promise.all((known.get(key) ?? []).map((id) => draft.get('fund-request', id)));
  const alike = named
    .filter((request) => request !== undefined)
    .filter(
      ({ salesforce, portalNumber, title, start }) =>
        // It may have been linked or changed since it was looked up.
        salesforce === null && (number === null || portalNumber === null) && nameKey(title, start) === key,
    );
  const [only, another] = alike;
  if (only === undefined || another !== undefined) return undefined;
  const open = await draft.openIntents({ kind: 'fund-request', id: only.id });
  return open.some((intent) => touches(intent, 'salesforce')) ? undefined : only;
}
