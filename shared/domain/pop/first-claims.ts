import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import { dateInZone } from '../calendar/zoned';
import { findRegion } from '../lookup';
import { wasReceived } from './deadlines';

type Received = { readonly requestId: string; readonly at: Instant };

/**
 * When a partner's claim was here: its documents came, or its decision became known. Null for what was not claimed, and
 * for a mere label in GitLab, whose day nobody knows.
 */
function receivedOn(claim: Claim): Instant | null {
  const { receivedAt, decision } = claim;
  if (!wasReceived(claim)) return null;
  return receivedAt ?? (decision.kind === 'open' ? null : decision.at);
}

/**
 * Tells of each request whether it is its partner's first to be claimed: no claim of another one was received before this
 * activity was over (POP-7). What is received later changes nothing, so that a due date that was told never moves back.
 * The claims are read once, for lists of thousands.
 */
export function firstClaims(
  claims: readonly Claim[],
  playbook: Pick<Playbook, 'regions'>,
): (request: Pick<FundRequest, 'id' | 'partnerId' | 'end' | 'region'>) => boolean {
  // One of the two earliest, of different requests, is of another request than the one that is asked about.
  const earliest = new Map<string, readonly Received[]>();
  for (const claim of claims) {
    const at = claim.deletedRemotely ? null : receivedOn(claim);
    if (at === null) continue;
    const { requestId, partnerId } = claim;
    const known = earliest.get(partnerId) ?? [];
    earliest.set(partnerId, twoEarliest(known, { requestId, at }));
  }
  return ({ id, partnerId, end, region }) => {
    const other = earliest.get(partnerId)?.find(({ requestId }) => requestId !== id);
    if (other === undefined) return true;
    return dateInZone(other.at, findRegion(playbook, region)?.timeZone ?? 'UTC') > end;
  };
}

function twoEarliest(known: readonly Received[], next: Received): readonly Received[] {
  const same = known.find(({ requestId }) => requestId === next.requestId);
  if (same !== undefined && same.at <= next.at) return known;
  return [...known.filter((one) => one !== same), next].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 2);
}
