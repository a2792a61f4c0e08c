import { decideClaim } from '../../domain/pop/claim-decision';
import { INVOICE_PROOF, MISPLACED_PROOF } from '../../schema/proof-value';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';
import { todayIn } from '../mdf/request-findings';
import { claimAmount } from './claim-amount';

/**
 * Whether documents are what the partner hands in for the claim: an invoice always, anything else from the first day of
 * the activity on. What comes before, such as a contract to be checked, leaves the clock of the proof running (POP-1).
 */
function areHandedIn(
  context: UseCaseContext,
  request: FundRequest,
  documents: readonly StoredDocument[],
): boolean {
  const hasBegun = request.start <= todayIn(context, request.region);
  return documents.some(({ proof }) => proof === INVOICE_PROOF || (hasBegun && proof !== MISPLACED_PROOF));
}

function isOpen({ decision }: Claim): boolean {
  return decision.kind === 'open' || decision.kind === 'changes-requested';
}

/** Whether anything was read, typed or answered about the invoice. */
export function isFilledIn({ invoice, ticks }: Claim): boolean {
  return invoice !== null || Object.keys(ticks).length > 0;
}

/** The claim without the sign that its invoice has to change. */
export function withCurrentInvoice({ invoiceIsOutdated: _, ...claim }: Claim): Claim {
  return claim;
}

/**
 * The claim after documents came in: received, with the invoice's values when none were known (POP-2, POP-5). A new
 * invoice after changes were asked for replaces what was read, typed and ticked for the old one, also where it is filed
 * as such only later. Null when the claim stays as it is: it is closed, or nothing of it was handed in.
 */
export async function receivedClaim(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
): Promise<Claim | null> {
  if (!areHandedIn(context, request, documents)) return null;
  const received = decideClaim(claim, { kind: 'receive', at: context.clock.now() }, context.playbook);
  if (!received.ok) return null;
  const isAsked = claim.decision.kind === 'changes-requested';
  const asked: Claim = isAsked && isFilledIn(claim) ? { ...claim, invoiceIsOutdated: true } : claim;
  return withInvoice(context, request, { ...asked, ...received.value }, documents);
}

/** The claim with what documents that are filed as its invoice say of it (POP-5); unchanged where they say nothing new. */
export async function withInvoice(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
): Promise<Claim> {
  const invoices = documents.filter((document) => document.proof === INVOICE_PROOF);
  const last = invoices.at(-1);
  if (!isOpen(claim) || last === undefined) return claim;
  const found = invoices.find((document) => document.invoice !== null)?.invoice ?? null;
  const after: Claim = claim.invoiceIsOutdated
    ? { ...withCurrentInvoice(claim), invoice: last.invoice, ticks: {} }
    : { ...claim, invoice: claim.invoice ?? found };
  return { ...after, reimbursement: await claimAmount(context, after, request) };
}
