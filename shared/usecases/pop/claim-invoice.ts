import { INVOICE_PROOF } from '../../schema/proof-value';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';
import { claimAmount } from './claim-amount';

/** Whether anything was read, typed or answered about the invoice. */
export function isFilledIn({ invoice, ticks }: Claim): boolean {
  return invoice !== null || Object.keys(ticks).length > 0;
}

/** The claim whose invoice is the one to go by. */
export function withCurrentInvoice({ invoiceIsOutdated: _, ...claim }: Claim): Claim {
  return claim;
}

/** The claim whose invoice gives way to another one that is filed (POP-5); the same one filed again counts as before. */
export function withOutdatedInvoice(claim: Claim): Claim {
  return isFilledIn(claim) ? { ...claim, invoiceIsOutdated: true } : claim;
}

/**
 * The claim with what a document that is filed as its invoice says of it (POP-5): its fields where none are known or those
 * known are outdated, else what was typed stays, and the answers to the checks only where they were about this document.
 */
function withInvoiceOf(claim: Claim, { id, invoice }: StoredDocument): Claim {
  if (claim.invoiceOf === id) return withCurrentInvoice(claim);
  const isAnother = claim.invoiceOf !== undefined;
  if (claim.invoiceIsOutdated) return { ...withCurrentInvoice(claim), invoiceOf: id, invoice, ticks: {} };
  return {
    ...claim,
    invoiceOf: id,
    invoice: claim.invoice ?? invoice,
    ticks: isAnother ? {} : claim.ticks,
  };
}

/** The claim with what documents say of it that are filed as its invoice, and what it comes to (POP-5). */
export async function withInvoices(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  documents: readonly StoredDocument[],
): Promise<Claim> {
  const invoices = documents.filter(({ proof }) => proof === INVOICE_PROOF);
  // Of several that come together the last that can be read counts.
  const filed = invoices.filter(({ invoice }) => invoice !== null).at(-1) ?? invoices.at(-1);
  if (filed === undefined) return claim;
  const after = withInvoiceOf(claim, filed);
  return { ...after, reimbursement: await claimAmount(context, claim, after, request) };
}
