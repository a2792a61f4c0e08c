import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Money } from '../../schema/values';
import { reimbursable } from '../mdf/amounts';
import { plainMoney, smaller } from '../money/money';

/** What will be paid of an invoice, or why nobody can tell (POP-5). */
export type ClaimReimbursement =
  | {
      readonly kind: 'known';
      readonly amount: Money;
      readonly share: Money;
      /** Whether the approved sum made it smaller. */
      readonly limited: boolean;
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

/** What is paid of an invoice: what it asks for, up to the approved sum (POP-5, MDF-3). */
export function claimReimbursement(
  invoiceTotal: Money | null,
  request: ClaimedRequest,
  partnerSalesforceId: string | null,
  playbook: Rules,
): ClaimReimbursement {
  if (invoiceTotal === null) {
    return unknown('The total of the invoice is not known.', 'Type the total from the invoice.');
  }
  if (isNothingToPay(invoiceTotal)) return unknown(nothingToPayText(invoiceTotal), 'Ask for the invoice.');
  if (request.approvedAmount === null) {
    return unknown('The request has no approved amount.', 'Enter the amount that was approved.');
  }
  const share = invoicedShare(invoiceTotal, request, partnerSalesforceId, playbook);
  const amount = smaller(share, request.approvedAmount);
  if (!amount.ok) {
    return unknown(
      `The invoice is in ${invoiceTotal.currency}, the approved amount in ${request.approvedAmount.currency}.`,
      'Ask for an invoice in the approved currency.',
    );
  }
  return {
    kind: 'known',
    amount: amount.value,
    share,
    limited: amount.value.minor < share.minor,
  };
}

function unknown(message: string, fix: string): ClaimReimbursement {
  return { kind: 'undecidable', message, fix };
}
