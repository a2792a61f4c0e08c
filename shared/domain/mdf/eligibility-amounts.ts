import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { Money, QuarterId } from '../../schema/values';
import type { Finding } from '../finding';
import { plainMoney } from '../money/money';
import { reimbursable } from './amounts';
import { approvedShareFinding } from './approved-share';
import type { EligibilityRequest } from './eligibility-input';

/** How much is asked for: share of the cost, minimum, other vendors (MDF-3, MDF-9, MDF-11). */
export function amountFindings(
  request: EligibilityRequest,
  partner: Partner | null,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
): Finding[] {
  const approved = approvedShareFinding(request, partner, playbook);
  return [
    shareFinding(request, partner, playbook),
    ...(approved === null ? [] : [approved]),
    minimumFinding(request.requested, playbook),
    ...vendorFinding(request),
  ];
}

function shareFinding(
  request: EligibilityRequest,
  partner: Partner | null,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
): Finding {
  const base = { rule: 'MDF-3', code: 'requested-share' } as const;
  const { totalCost, requested } = request;
  if (totalCost === null || requested === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The total cost or the amount asked for is missing.',
      fix: 'Enter both amounts.',
    };
  }
  if (totalCost.currency !== requested.currency) {
    return {
      ...base,
      verdict: 'undecidable',
      message: `The cost is in ${totalCost.currency} and the amount asked for in ${requested.currency}.`,
      fix: 'Enter both in one currency.',
    };
  }
  if (requested.minor <= 0 || totalCost.minor <= 0) {
    return { ...base, verdict: 'fail', message: 'The amounts must be more than zero.', fix: 'Correct them.' };
  }
  const limit = reimbursable(totalCost, playbook, {
    region: request.region ?? '',
    quarter: request.quarter ?? ('' as QuarterId),
    partnerSalesforceId: partner?.salesforce?.id ?? null,
    otherVendorsPercent: request.otherVendorsPercent,
  });
  if (limit.undecidedCaps.length > 0) {
    return {
      ...base,
      verdict: 'undecidable',
      message: `A cap of ${limit.undecidedCaps.map(plainMoney).join(', ')} applies, in another currency.`,
      fix: `Convert it yourself and approve no more than that, or add the cap in ${totalCost.currency} to the playbook.`,
    };
  }
  const most = plainMoney(limit.amount);
  return requested.minor <= limit.amount.minor
    ? { ...base, verdict: 'pass', message: `Asks for no more than ${most}.`, fix: '' }
    : {
        ...base,
        verdict: 'warn',
        message: `Asks for ${plainMoney(requested)}, more than the ${most} that can be reimbursed${limit.cap ? ' under the cap' : ` at ${limit.percent} %`}.`,
        fix: `Approve at most ${most}, or send it back.`,
      };
}

function minimumFinding(requested: Money | null, playbook: Pick<Playbook, 'mdf'>): Finding {
  const base = { rule: 'MDF-9', code: 'minimum' } as const;
  if (requested === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The amount asked for is missing.',
      fix: 'Enter the amount.',
    };
  }
  const minimum = playbook.mdf.minimumRequest.find((entry) => entry.currency === requested.currency);
  if (minimum === undefined) {
    const known = playbook.mdf.minimumRequest.map(plainMoney).join(', ') || 'none';
    return {
      ...base,
      verdict: 'undecidable',
      message: `The playbook has no minimum in ${requested.currency} (it has: ${known}).`,
      fix: `Judge it yourself, or add a minimum in ${requested.currency} to the playbook.`,
    };
  }
  return requested.minor >= minimum.minor
    ? { ...base, verdict: 'pass', message: `At least the minimum of ${plainMoney(minimum)}.`, fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `${plainMoney(requested)} is below the minimum of ${plainMoney(minimum)}.`,
        fix: 'Decline, or send it back to be combined with another activity.',
      };
}

function vendorFinding(request: EligibilityRequest): Finding[] {
  const percent = request.otherVendorsPercent;
  if (percent === null || percent === 0) return [];
  const base = { rule: 'MDF-11', code: 'vendor-share' } as const;
  return [
    percent >= 100
      ? {
          ...base,
          verdict: 'fail',
          message: 'Other vendors carry the whole cost, so that nothing is left to reimburse.',
          fix: 'Correct the share of the other vendors, or decline.',
        }
      : {
          ...base,
          verdict: 'pass',
          message: `Other vendors carry ${percent} % of the cost; the rest is pro-rated.`,
          fix: '',
        },
  ];
}
