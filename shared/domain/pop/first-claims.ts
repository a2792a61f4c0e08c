import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant, PlainDate } from '../../schema/values';
import { zoneOf } from '../calendar/clock';
import { dateInZone } from '../calendar/zoned';
import { IN_PORTAL, IN_SALESFORCE } from '../merging/claim-fields';
import { wasReceived } from './deadlines';

/** When a claim was received: a moment, a day, or before anything that is known. */
type When =
  | { readonly kind: 'moment'; readonly at: Instant }
  | { readonly kind: 'day'; readonly on: PlainDate }
  | { readonly kind: 'before' };

type Received = { readonly requestId: string; readonly when: When };

/**
 * When a partner's claim was here: its documents came, or its decision became known. Null for what was not claimed, and
 * for a mere label in GitLab, whose day nobody knows.
 */
function receivedOn(claim: Claim): When | null {
  const { receivedAt, decision, invoice } = claim;
  if (!wasReceived(claim)) return null;
  if (receivedAt !== null) return { kind: 'moment', at: receivedAt };
  if (decision.kind === 'open') return null;
  if (!wasDecidedBefore(claim)) return { kind: 'moment', at: decision.at };
  // Nothing is handed in before its invoice is written.
  const on = invoice?.date ?? null;
  return on === null ? { kind: 'before' } : { kind: 'day', on };
}

/** Whether the decision was there when the claim was first read, so that its day is only the day of that reading. */
function wasDecidedBefore({ createdAt, decision }: Claim): boolean {
  if (decision.kind === 'open') return false;
  return decision.by === IN_PORTAL || (decision.by === IN_SALESFORCE && decision.at === createdAt);
}

/**
 * Tells of each request whether it is its partner's first to be claimed: no claim of another one was received before this
 * activity was over (POP-7). What is received later changes nothing, so that a due date that was told never moves back. What was decided
 * elsewhere before it was first read here was received before, unless its invoice is later.
 * The claims are read once, for lists of thousands.
 */
export function firstClaims(
  claims: readonly Claim[],
  playbook: Pick<Playbook, 'regions'>,
): (request: Pick<FundRequest, 'id' | 'partnerId' | 'end' | 'region'>) => boolean {
  // One of the two earliest, of different requests, is of another request than the one that is asked about.
  const earliest = new Map<string, readonly Received[]>();
  for (const claim of claims) {
    const when = claim.deletedRemotely ? null : receivedOn(claim);
    if (when === null) continue;
    const { requestId, partnerId } = claim;
    const known = earliest.get(partnerId) ?? [];
    earliest.set(partnerId, twoEarliest(known, { requestId, when }));
  }
  return ({ id, partnerId, end, region }) => {
    const other = earliest.get(partnerId)?.find(({ requestId }) => requestId !== id);
    if (other === undefined) return true;
    return isAfter(other.when, end, zoneOf(playbook, region));
  };
}

function isAfter(when: When, end: PlainDate, timeZone: string): boolean {
  switch (when.kind) {
    case 'before':
      return false;
    case 'day':
      return when.on > end;
    case 'moment':
      return dateInZone(when.at, timeZone) > end;
    default:
      return assertNever(when);
  }
}

function orderOf(when: When): string {
  if (when.kind === 'before') return '';
  return when.kind === 'day' ? when.on : when.at;
}

function twoEarliest(known: readonly Received[], next: Received): readonly Received[] {
  const same = known.find(({ requestId }) => requestId === next.requestId);
  if (same !== undefined && orderOf(same.when) <= orderOf(next.when)) return known;
  return [...known.filter((one) => one !== same), next]
    .sort((a, b) => (orderOf(a.when) < orderOf(b.when) ? -1 : 1))
    .slice(0, 2);
}
