import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { QuarterId } from '../../schema/values';
import type { Finding } from '../finding';
import { plainMoney } from '../money/money';
import { reimbursable } from './amounts';
import type { EligibilityRequest } from './eligibility-input';

/**
 * Points out an approved amount above the reimbursable share, which only the portal or Salesforce can have approved; null
 * where there is none. What was approved is never changed silently (MDF-3).
 */
export function approvedShareFinding(
  request: Pick<
    EligibilityRequest,
    'approval' | 'approvedAmount' | 'totalCost' | 'region' | 'quarter' | 'otherVendorsPercent'
  >,
  partner: Partner | null,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
): Finding | null {
  const { approval, approvedAmount = null, totalCost } = request;
  if (approval?.kind !== 'approved' || approvedAmount === null || totalCost === null) return null;
  const most = reimbursable(totalCost, playbook, {
    region: request.region ?? '',
    quarter: request.quarter ?? ('' as QuarterId),
    partnerSalesforceId: partner?.salesforce?.id ?? null,
    otherVendorsPercent: request.otherVendorsPercent,
  });
  if (approvedAmount.currency !== most.amount.currency || approvedAmount.minor <= most.amount.minor)
    return null;
  const limit = most.cap === null ? `${most.percent} %` : `the cap of ${plainMoney(most.cap)}`;
  return {
    rule: 'MDF-3',
    code: 'approved-share',
    verdict: 'warn',
    message: `More than ${limit} was approved, in the portal or in Salesforce: ${plainMoney(approvedAmount)}, where ${plainMoney(most.amount)} can be reimbursed of ${plainMoney(totalCost)}.`,
    fix: 'It stays as it was approved and counts as committed; have it corrected where it was approved if it is wrong.',
  };
}
