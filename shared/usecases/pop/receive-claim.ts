import { zoneOf } from '../../domain/calendar/clock';
import { findActivityType } from '../../domain/lookup';
import { decideClaim } from '../../domain/pop/claim-decision';
import { handedInSince } from '../../domain/pop/handed-in';
import { INVOICE_PROOF } from '../../schema/proof-value';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import type { UseCaseContext } from '../context';
import { withInvoices, withOutdatedInvoice } from './claim-invoice';

/** Tells of a document since when it is handed in for the claim, as things stand now; null while it is not (POP-1, POP-2). */
export function handedInFor(
  context: UseCaseContext,
  request: FundRequest,
): (document: Pick<StoredDocument, 'proof' | 'createdAt'>) => Instant | null {
  const { playbook } = context;
  const activityType = findActivityType(playbook, request.activityType);
  const timeZone = zoneOf(playbook, request.region);
  const now = context.clock.now();
  return (document) => handedInSince(document, request, activityType, timeZone, now);
}

/**
 * The claim after documents came in: received since the earliest that is handed in, `others` of the request included, so
 * that a slip in the filing loses no day; with the invoice's values when none were known (POP-1, POP-2, POP-5). After
 * changes were asked for, a new invoice replaces what was read, typed and ticked for the old one, also where it is filed
 * as such only later. Null when the claim stays as it is: it is closed, or nothing of it was handed in.
 */
export async function receivedClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
  others: readonly StoredDocument[],
): Promise<Claim | null> {
  const since = handedInFor(context, request);
  if (!documents.some((document) => since(document) !== null)) return null;
  const [earliest] = [...documents, ...others].flatMap((document) => since(document) ?? []).sort();
  if (earliest === undefined) return null;
  const at = later(earliest, approvedBy(context, request));
  const received = decideClaim(claim, { kind: 'receive', at }, context.playbook);
  if (!received.ok) return null;
  const maybeAnInvoice = documents.some(({ proof }) => proof === INVOICE_PROOF || proof === null);
  const isAnswer = claim.decision.kind === 'changes-requested' && maybeAnInvoice;
  const before = isAnswer ? withOutdatedInvoice(claim) : claim;
  return withInvoices(context, request, { ...before, ...received.value }, documents);
}

/** When the request was approved, before which nothing is claimed, whatever was filed on it; now at the latest, also where a clock was wrong. */
function approvedBy(context: UseCaseContext, { approval }: FundRequest): Instant | null {
  if (approval.kind !== 'approved') return null;
  const now = context.clock.now();
  return approval.at < now ? approval.at : now;
}

function later(one: Instant, other: Instant | null): Instant {
  return other === null || other < one ? one : other;
}

/**
 * The claim after a document turned out to be nothing handed in: no longer received when nothing else was
 * (POP-1, POP-2). Null when it stays as it is.
 */
export function takenBackClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  others: readonly StoredDocument[],
): Claim | null {
  const since = handedInFor(context, request);
  if (others.some((document) => since(document) !== null)) return null;
  const takenBack = decideClaim(claim, { kind: 'take-back' }, context.playbook);
  return takenBack.ok ? { ...claim, ...takenBack.value } : null;
}
