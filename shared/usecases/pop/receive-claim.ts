import { decideClaim } from '../../domain/pop/claim-decision';
import { INVOICE_PROOF } from '../../domain/pop/proofs';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';
import { claimAmount } from './claim-amount';

/**
 * The claim after documents came in: received, with the invoice's values when none were known (POP-2, POP-5). A new
 * invoice after changes were asked for replaces what was read, typed and ticked for the old one. Null when the claim
 * is closed and stays as it is.
 */
export async function receivedClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
): Promise<Claim | null> {
  const received = decideClaim(claim, { kind: 'receive', at: context.clock.now() }, context.playbook);
  if (!received.ok) return null;
  const invoices = documents.filter((document) => document.proof === INVOICE_PROOF);
  const last = invoices.at(-1);
  const isReplaced = claim.decision.kind === 'changes-requested' && last !== undefined;
  const found = invoices.find((document) => document.invoice !== null)?.invoice ?? null;
  const after: Claim = {
    ...claim,
    ...received.value,
    invoice: isReplaced ? last.invoice : (claim.invoice ?? found),
    ticks: isReplaced ? {} : claim.ticks,
  };
  return { ...after, reimbursement: await claimAmount(context, after, request) };
}
