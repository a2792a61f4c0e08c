import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Money } from '../../schema/values';
import { reimbursable } from '../mdf/amounts';
import { plainMoney, smaller, sumByCurrency } from '../money/money';

/** What will be paid of an invoice, or why nobody can tell (POP-5). */
export type ClaimReimbursement =
  | {
      readonly kind: 'known';
      readonly amount: Money;
      readonly share: Money;
      /** Whether the approved sum, or what other claims left of it, made it smaller. */
      readonly limited: boolean;
      /** What other claims of the request were accepted for; null where there is none. */
      readonly taken: Money | null;
    }
  | { readonly kind: 'undecidable'; readonly message: string; readonly fix: string };

type ClaimedRequest = Pick<FundRequest, 'approvedAmount' | 'region' | 'quarter' | 'otherVendorsPercent'>;

type Rules = Pick<Playbook, 'mdf' | 'pop' | 'regions'>;

/** Whether an invoice asks for nothing, or for money to go the other way (POP-5). */
export function isNothingToPay({ minor }: Money): boolean {
  return minor <= 0;
}

/** What an invoice with such a total is. */
export function nothingToPayText(total: Money): string {
  return `The total is ${plainMoney(total)}: a credit note or an empty invoice.`;
}

/** Amounts that other claims of a request were accepted or paid for; null is one that is not known. */
export type Taken = readonly (Money | null)[];

/** What claims of a request other than this one were accepted or paid for, since the approved sum is paid once (POP-5). */
export function takenByOthers(
  requestId: Claim['requestId'],
  own: Pick<Claim, 'id'> | null,
  claims: readonly Claim[],
): Taken {
  return claims
    .filter(
      ({ id, decision: { kind }, deletedRemotely, ...claim }) =>
        claim.requestId === requestId &&
        id !== own?.id &&
        !deletedRemotely &&
        (kind === 'accepted' || kind === 'paid'),
    )
    .map(({ reimbursement }) => reimbursement);
}

/** What is left of an approved sum after other claims took their part of it; null where an amount of theirs does not tell. */
export function leftOf(approved: Money, taken: Taken): Money | null {
  let { minor } = approved;
  for (const amount of taken) {
    if (amount?.currency !== approved.currency) return null;
    minor -= amount.minor;
  }
  return { ...approved, minor: Math.max(0, minor) };
}

/** Why nobody can tell what is left of an approved sum, and what to do. */
export const leftUnknown = {
  message:
    'Another claim of this request was accepted for an amount that is not known here, or in another currency.',
  fix: 'Have its amount put right in Salesforce, then sync.',
};

/**
 * What an invoice asks for before the approved sum limits it: the playbook's percentage of the invoiced cost, pro-rated
 * and capped, or the whole total where partners invoice the reimbursement itself (POP-5, MDF-3).
 */
export function invoicedShare(
  invoiceTotal: Money,
  request: ClaimedRequest,
  partnerSalesforceId: string | null,
  playbook: Rules,
): Money {
  switch (playbook.pop.invoiceCovers) {
    case 'reimbursement':
      return invoiceTotal;
    case 'total-cost':
      return reimbursable(invoiceTotal, playbook, {
        region: request.region,
        quarter: request.quarter,
        partnerSalesforceId,
        otherVendorsPercent: request.otherVendorsPercent,
      }).amount;
    default:
      return assertNever(playbook.pop.invoiceCovers);
  }
}

/** What is paid of an invoice: what it asks for, up to the approved sum without what other claims have `taken` (POP-5, MDF-3). */
export function claimReimbursement(
  invoiceTotal: Money | null,
  request: ClaimedRequest,
  partnerSalesforceId: string | null,
  playbook: Rules,
  taken: Taken = [],
): ClaimReimbursement {
  if (invoiceTotal === null) {
    return unknown('The total of the invoice is not known.', 'Type the total from the invoice.');
  }
  if (isNothingToPay(invoiceTotal)) return unknown(nothingToPayText(invoiceTotal), 'Ask for the invoice.');
  if (request.approvedAmount === null) {
    return unknown('The request has no approved amount.', 'Have it entered in Salesforce, then sync.');
  }
  const share = invoicedShare(invoiceTotal, request, partnerSalesforceId, playbook);
  const left = leftOf(request.approvedAmount, taken);
  const amount = smaller(share, left ?? request.approvedAmount);
  if (!amount.ok) {
    return unknown(
      `The invoice is in ${invoiceTotal.currency}, the approved amount in ${request.approvedAmount.currency}.`,
      'Ask for an invoice in the approved currency.',
    );
  }
  if (left === null) return unknown(leftUnknown.message, leftUnknown.fix);
  return {
    kind: 'known',
    amount: amount.value,
    share,
    limited: amount.value.minor < share.minor,
    taken: sumByCurrency(taken.filter((one) => one !== null))[0] ?? null,
  };
}

function unknown(message: string, fix: string): ClaimReimbursement {
  return { kind: 'undecidable', message, fix };
}
