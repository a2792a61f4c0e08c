import { textOf } from '../../domain/merging/projection';
import { foldText } from '../../lib/text';
import type { FundRequest } from '../../schema/fund-request';
import type { FieldMap } from '../../schema/field-value';
import type { Draft } from '../draft';
import { touches } from '../intents';

/** Ids of requests that Salesforce does not know, by partner: read once in a pass, because a first reading brings thousands of a partner. */
export type UnlinkedRequests = Map<string, readonly string[]>;

async function unlinkedOf(
  draft: Draft,
  partnerId: string,
  unlinked: UnlinkedRequests,
): Promise<FundRequest[]> {
  let ids = unlinked.get(partnerId);
  if (ids === undefined) {
    const all = await draft.all('fund-request', 'partnerId', partnerId);
    ids = all.filter(({ salesforce }) => salesforce === null).map(({ id }) => id);
    unlinked.set(partnerId, ids);
  }
  const requests = await Promise.all(ids.map((id) => draft.get('fund-request', id)));
  return requests.filter((request) => request !== undefined);
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
  const number = textOf(fields.portalNumber);
  const title = foldText(textOf(fields.title) ?? '');
  const alike = (await unlinkedOf(draft, partnerId, unlinked)).filter(
    (request) =>
      request.salesforce === null &&
      (number === null || request.portalNumber === null) &&
      foldText(request.title) === title &&
      request.start === fields.start,
  );
  const [only, another] = alike;
  if (only === undefined || another !== undefined) return undefined;
  const open = await draft.openIntents({ kind: 'fund-request', id: only.id });
  return open.some((intent) => touches(intent, 'salesforce')) ? undefined : only;
}
