import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { PartnerId } from '../../schema/ids';
import type { Finding } from '../finding';
import type { InvoiceCheckInput } from './invoice-input';
import { normalInvoiceNumber } from './invoice-number';
import { INVOICE_PROOF, MISPLACED_PROOF } from '../../schema/proof-value';

/** Whether the invoice's content or number was seen before (POP-5). */
export function duplicateFindings(
  input: Pick<
    InvoiceCheckInput,
    'invoice' | 'request' | 'documents' | 'otherDocuments' | 'otherClaims' | 'requestTitles'
  >,
): Finding[] {
  return [contentFinding(input), numberFinding(input)];
}

type Input = Parameters<typeof duplicateFindings>[0];

function titles(ids: readonly string[], input: Input): string {
  return [...new Set(ids)].map((id) => `“${input.requestTitles[id] ?? id}”`).join(', ');
}

function contentFinding(input: Input): Finding {
  const base = { rule: 'POP-5', code: 'invoice-content-seen' } as const;
  const invoices = input.documents.filter((document) => document.proof === INVOICE_PROOF);
  if (invoices.length === 0) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'No document is marked as the invoice, so its content cannot be compared.',
      fix: 'Mark the invoice among the documents.',
    };
  }
  const hashes = new Set(invoices.map((document) => document.sha256));
  const twins = input.otherDocuments.filter(
    (document: StoredDocument) =>
      document.requestId !== input.request.id &&
      document.proof !== MISPLACED_PROOF &&
      hashes.has(document.sha256),
  );
  return twins.length === 0
    ? { ...base, verdict: 'pass', message: 'No other request has this file.', fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `The same file was handed in for ${titles(
          twins.map((twin) => twin.requestId),
          input,
        )}.`,
        fix: 'Ask for the right invoice, or settle the other request: file its copy as “Not for this request”, or reject its claim.',
      };
}

function numberFinding(input: Input): Finding {
  const base = { rule: 'POP-5', code: 'invoice-number-seen' } as const;
  const number = normalInvoiceNumber(input.invoice?.number ?? '');
  if (number === '') {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'Without its number nobody can tell whether the invoice was seen before.',
      fix: 'Type the number from the document.',
    };
  }
  const partner: PartnerId = input.request.partnerId;
  const twins = input.otherClaims.filter(
    (claim) =>
      // A claim that nobody decided may be a twin of this one; paid for it would be twice.
      (claim.requestId !== input.request.id || (isPaidFor(claim) && !claim.deletedRemotely)) &&
      claim.partnerId === partner &&
      claim.decision.kind !== 'rejected' &&
      (!claim.deletedRemotely || isPaidFor(claim)) &&
      normalInvoiceNumber(claim.invoice?.number ?? '') === number,
  );
  return twins.length === 0
    ? { ...base, verdict: 'pass', message: 'The partner has not used this number before.', fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `The partner used the number ${input.invoice?.number ?? number} before, for ${titles(
          twins.map((twin) => twin.requestId),
          input,
        )}.`,
        fix: 'Reject one of the claims, or ask for the right invoice.',
      };
}

function isPaidFor({ decision }: Pick<Claim, 'decision'>): boolean {
  return decision.kind === 'accepted' || decision.kind === 'paid';
}

/**
 * Whether what was handed in for a request may be handed in elsewhere, because nothing was or will be paid for it there:
 * it ended or was deleted, or all of its claims were rejected (POP-5).
 */
export function paysNothing(request: FundRequest, claims: readonly Claim[]): boolean {
  const own = claims.filter(({ requestId }) => requestId === request.id);
  if (own.some(isPaidFor)) return false;
  const { approval, deletedRemotely } = request;
  if (deletedRemotely || approval.kind === 'declined' || approval.kind === 'withdrawn') return true;
  const present = own.filter((claim) => !claim.deletedRemotely);
  return present.length > 0 && present.every(({ decision }) => decision.kind === 'rejected');
}
