import { textOf } from '../../domain/merging/projection';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Quarantined } from '../../schema/sync-state';
import type { Draft } from '../draft';
import { isSetAside, rowOf } from '../pull/place';

/** Statuses of a claim whose proof counts as accepted. */
export const proven: ReadonlySet<unknown> = new Set(['approved', 'paid']);

/** The part of a Salesforce id that its short form has too. */
const SHORT_ID = 15;

function isAbout(item: Quarantined, request: FundRequest, claims: readonly Claim[]): boolean {
  const ids = claims.flatMap(({ salesforce }) => salesforce?.id ?? []);
  const isKnown = ids.some((id) => item.id.endsWith(id));
  const parent = request.salesforce?.id ?? null;
  const row = rowOf(item);
  if (row !== null) {
    const isOfRequest = isKnown || (parent !== null && row.fields.request === parent);
    return isOfRequest && proven.has(textOf(row.fields.status)?.toLowerCase());
  }
  // What could not be read at all names its request somewhere, and its status may be any.
  return isKnown || (parent !== null && item.raw.includes(parent.slice(0, SHORT_ID)));
}

/** A claim of a request that lies in quarantine though its proof was, or may have been, accepted (SY-131); none mostly. */
export async function unreadClaimOf(
  draft: Draft,
  request: FundRequest,
  claims: readonly Claim[],
): Promise<Quarantined | undefined> {
  const held = await draft.quarantined((id) => isSetAside(id, 'claims'));
  return held.find((item) => isAbout(item, request, claims));
}
