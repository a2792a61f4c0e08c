import { todayIn } from '../../domain/calendar/clock';
import type { Finding } from '../../domain/finding';
import { reimbursable } from '../../domain/mdf/amounts';
import { budgetFindings } from '../../domain/mdf/budget';
import { checkEligibility } from '../../domain/mdf/eligibility';
import { err, ok, type Result } from '../../lib/result';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { Money } from '../../schema/values';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';

/** The amount an approver is offered: what was asked for, but never more than is reimbursed (MDF-3). */
export function offeredAmount(context: UseCaseContext, request: FundRequest, partner: Partner | null): Money {
  const most = reimbursable(request.totalCost, context.playbook, {
    region: request.region,
    quarter: request.quarter,
    partnerSalesforceId: partner?.salesforce?.id ?? null,
    otherVendorsPercent: request.otherVendorsPercent,
  }).amount;
  return most.currency === request.requested.currency && most.minor < request.requested.minor
    ? most
    : request.requested;
}

/** What a request is approved with: what is named, else what an earlier level agreed on, else what is offered; refused where that is not paid (MDF-3). */
export function amountToApprove(
  context: UseCaseContext,
  request: FundRequest,
  partner: Partner | null,
  named: Money | null = null,
): Result<Money, UseCaseProblem> {
  const offered = offeredAmount(context, request, partner);
  const amount = named ?? request.approvedAmount ?? offered;
  if (amount.currency === request.currency && amount.minor > 0 && amount.minor <= offered.minor)
    return ok(amount);
  return err({
    code: 'amount',
    field: 'amount',
    message:
      'The approved amount must be positive, in the request’s currency, and not above what is reimbursed.',
    fix: 'Approve at most the offered amount, or send the request back.',
  });
}

/** Everything that speaks for or against a request: eligibility, and the budget for the amount that would be approved, without the request whose funds it would get (MDF-1 to MDF-12). */
export async function requestFindings(
  context: UseCaseContext,
  request: FundRequest,
  amount: Money | null,
  freed: FundRequest['id'] | null = null,
): Promise<{ readonly partner: Partner | null; readonly findings: Finding[] }> {
  const partner = (await context.store.get('partner', request.partnerId)) ?? null;
  const eligibility = checkEligibility({
    request,
    partner,
    playbook: context.playbook,
    holidays: context.holidays,
    today: todayIn(context.playbook, request.region, context.clock.now()),
  });
  if (amount === null) return { partner, findings: eligibility };
  const [budgets, requests, claims] = await Promise.all([
    context.store.list({ kind: 'budget' }),
    context.store.list({ kind: 'fund-request', by: { index: 'quarter', equals: request.quarter } }),
    context.store.list({ kind: 'claim' }),
  ]);
  const committing = requests.filter(({ id }) => id !== freed);
  return {
    partner,
    findings: [
      ...eligibility,
      ...budgetFindings(request, amount, { budgets, requests: committing, claims }, context.playbook),
    ],
  };
}
