import { findActivityType } from '../../domain/lookup';
import { decideClaim } from '../../domain/pop/claim-decision';
import { isHandedIn } from '../../domain/pop/handed-in';
import { INVOICE_PROOF } from '../../schema/proof-value';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';
import { todayIn } from '../mdf/request-findings';
import { withInvoices, withOutdatedInvoice } from './claim-invoice';

/** Tells of a document whether it is handed in for the claim, as things stand today (POP-1, POP-2). */
export function handedInOn(
  context: UseCaseContext,
  request: FundRequest,
): (document: Pick<StoredDocument, 'proof'>) => boolean {
  const activityType = findActivityType(context.playbook, request.activityType);
  const today = todayIn(context, request.region);
  return (document) => isHandedIn(document, request, activityType, today);
}

/**
 * The claim after documents came in: received, with the invoice's values when none were known (POP-2, POP-5). After changes
 * were asked for, a new invoice replaces what was read, typed and ticked for the old one, also where it is filed as such
 * only later. Null when the claim stays as it is: it is closed, or nothing of it was handed in.
 */
export async function receivedClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
): Promise<Claim | null> {
  if (!documents.some(handedInOn(context, request))) return null;
  const received = decideClaim(claim, { kind: 'receive', at: context.clock.now() }, context.playbook);
  if (!received.ok) return null;
  const maybeAnInvoice = documents.some(({ proof }) => proof === INVOICE_PROOF || proof === null);
  const isAnswer = claim.decision.kind === 'changes-requested' && maybeAnInvoice;
  const before = isAnswer ? withOutdatedInvoice(claim) : claim;
  return withInvoices(context, request, { ...before, ...received.value }, documents);
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
  if (others.some(handedInOn(context, request))) return null;
  const takenBack = decideClaim(claim, { kind: 'take-back' }, context.playbook);
  return takenBack.ok ? { ...claim, ...takenBack.value } : null;
}
