import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { QuarterId } from '../../schema/values';
import type { Finding } from '../finding';
import { plainMoney } from '../money/money';
import { reimbursable } from './amounts';
import type { EligibilityRequest } from './eligibility-input';

/** Whether the approval that stands was given on this desk, where no more than the share of that day can be approved. */
function isApprovedHere({
  approval,
  decisions,
}: Pick<EligibilityRequest, 'approval' | 'decisions'>): boolean {
  const last = decisions?.at(-1);
  return approval?.kind === 'approved' && last?.verdict === 'approve' && last.at === approval.at;
}

/**
 * Points out an approved amount above the reimbursable share: approved so in the portal or in Salesforce, or measured by
 * other facts than when it was approved here; null where there is none. What was approved is never changed silently (MDF-3).
 */
export function approvedShareFinding(
  request: Pick<
    EligibilityRequest,
    'approval' | 'decisions' | 'approvedAmount' | 'totalCost' | 'region' | 'quarter' | 'otherVendorsPercent'
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
  const isHere = isApprovedHere(request);
  const compared = `${plainMoney(approvedAmount)}, where ${plainMoney(most.amount)} can be reimbursed of ${plainMoney(totalCost)}.`;
  return {
    rule: 'MDF-3',
    code: 'approved-share',
    verdict: 'warn',
    message: isHere
      ? `More than ${limit} is approved by now: ${compared} When it was approved here it was within that, so the amounts or the terms have changed since.`
      : `More than ${limit} was approved, in the portal or in Salesforce: ${compared}`,
    fix: isHere
      ? 'It stays as it was approved and counts as committed; correct what has changed if that is wrong.'
      : 'It stays as it was approved and counts as committed; have it corrected where it was approved if it is wrong.',
  };
}
