import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { Budget } from '../../schema/budget';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { PartnerId } from '../../schema/ids';
import type { CurrencyCode, Money, QuarterId } from '../../schema/values';
import type { Finding } from '../finding';
import { findRegion } from '../lookup';
import { plainMoney, sum, zero } from '../money/money';

/** Which funds are looked at; null leaves that side open. */
export type BudgetScope = {
  readonly quarter: QuarterId | null;
  readonly region: string | null;
  readonly partnerId: PartnerId | null;
};

/** The records that budgets are rolled up from. */
export type BudgetRecords = {
  readonly budgets: readonly Budget[];
  readonly requests: readonly FundRequest[];
  readonly claims: readonly Claim[];
};

/** How funds of one currency are used (MDF-8). */
export type BudgetUse = {
  readonly currency: CurrencyCode;
  readonly allocated: Money;
  /** Asked for and not decided yet. */
  readonly requested: Money;
  /** Approved. */
  readonly committed: Money;
  /** Claimed with proof of performance, paid or not. */
  readonly claimed: Money;
  readonly paid: Money;
  /** Allocated less committed; negative when too much was approved. */
  readonly remaining: Money;
  readonly overAllocated: boolean;
};

/** Allocated, requested, committed, claimed, paid and remaining funds of a scope, one entry per currency (MDF-8). */
export function budgetUse(
  records: BudgetRecords,
  scope: BudgetScope,
  playbook: Pick<Playbook, 'regions'>,
): BudgetUse[] {
  const sameRegion = regionTest(scope.region, playbook);
  const inScope = (entry: { quarter: QuarterId; region: string | null; partnerId: PartnerId | null }) =>
    (scope.quarter === null || entry.quarter === scope.quarter) &&
    sameRegion(entry.region) &&
    (scope.partnerId === null || entry.partnerId === scope.partnerId);
  const requests = records.requests.filter(inScope);
  const ids = new Set(requests.map((request) => request.id));
  const claims = records.claims.filter((claim) => ids.has(claim.requestId));
  const allocated = records.budgets.filter(inScope).map((budget) => budget.amount);
  const requested = requests.filter((r) => r.approval.kind === 'in-review').map((r) => r.requested);
  const committed = requests.flatMap((request) => committedOf(request) ?? []);
  const claimed = claims.flatMap((claim) => (isClaimed(claim) ? (claim.reimbursement ?? []) : []));
  const paid = claims.flatMap((claim) => (claim.decision.kind === 'paid' ? (claim.reimbursement ?? []) : []));
  const all = [allocated, requested, committed, claimed, paid];
  const currencies = [...new Set(all.flat().map((amount) => amount.currency))].sort();
  return currencies.map((currency) => {
    const [a, r, c, d, p] = all.map((amounts) => totalIn(currency, amounts)) as [
      Money,
      Money,
      Money,
      Money,
      Money,
    ];
    const remaining = { minor: a.minor - c.minor, currency };
    return {
      currency,
      allocated: a,
      requested: r,
      committed: c,
      claimed: d,
      paid: p,
      remaining,
      overAllocated: remaining.minor < 0,
    };
  });
}

function totalIn(currency: CurrencyCode, amounts: readonly Money[]): Money {
  const total = sum(
    amounts.filter((amount) => amount.currency === currency),
    currency,
  );
  return total.ok ? total.value : zero(currency);
}

function regionTest(
  region: string | null,
  playbook: Pick<Playbook, 'regions'>,
): (other: string | null) => boolean {
  if (region === null) return () => true;
  const wanted = regionKey(region, playbook);
  return (other) => other !== null && regionKey(other, playbook) === wanted;
}

function regionKey(region: string, playbook: Pick<Playbook, 'regions'>): string {
  return findRegion(playbook, region)?.key ?? region;
}

function committedOf(request: FundRequest): Money | null {
  return request.approval.kind === 'approved' ? (request.approvedAmount ?? request.requested) : null;
}

function isClaimed(claim: Claim): boolean {
  switch (claim.decision.kind) {
    case 'rejected':
      return false;
    case 'paid':
    case 'accepted':
      return true;
    case 'open':
    case 'changes-requested':
      return claim.receivedAt !== null;
    default:
      return assertNever(claim.decision);
  }
}

/** Warns when approving an amount would use more than a budget holds, and says so when no budget can tell (MDF-8). */
export function budgetFindings(
  request: FundRequest,
  amount: Money,
  records: BudgetRecords,
  playbook: Pick<Playbook, 'regions'>,
): Finding[] {
  const others = { ...records, requests: records.requests.filter((entry) => entry.id !== request.id) };
  const sameRegion = (region: string | null) =>
    region === null || regionKey(region, playbook) === regionKey(request.region, playbook);
  const scopes = new Map<string, BudgetScope>();
  for (const budget of records.budgets) {
    const fits =
      budget.quarter === request.quarter &&
      sameRegion(budget.region) &&
      (budget.partnerId === null || budget.partnerId === request.partnerId) &&
      budget.amount.currency === amount.currency;
    if (!fits) continue;
    const scope = { quarter: budget.quarter, region: budget.region, partnerId: budget.partnerId };
    scopes.set(JSON.stringify(scope), scope);
  }
  if (scopes.size === 0) {
    return [
      {
        rule: 'MDF-8',
        code: 'budget',
        verdict: 'undecidable',
        message: `No budget in ${amount.currency} is known for this quarter, region and partner.`,
        fix: 'Ask whether the funds are there, or enter the budget.',
      },
    ];
  }
  return [...scopes.values()].map((scope) => scopeFinding(scope, amount, others, playbook));
}

function scopeFinding(
  scope: BudgetScope,
  amount: Money,
  records: BudgetRecords,
  playbook: Pick<Playbook, 'regions'>,
): Finding {
  const use = budgetUse(records, scope, playbook).find((entry) => entry.currency === amount.currency);
  const left = use?.remaining.minor ?? 0;
  const name = [scope.partnerId === null ? null : 'the partner', scope.region, scope.quarter]
    .filter((part) => part !== null)
    .join(', ');
  const code = `over-allocation${scope.partnerId === null ? '' : '-partner'}${scope.region === null ? '' : '-region'}`;
  const remaining = plainMoney({ minor: left, currency: amount.currency });
  return amount.minor <= left
    ? { rule: 'MDF-8', code, verdict: 'pass', message: `${remaining} is left for ${name}.`, fix: '' }
    : {
        rule: 'MDF-8',
        code,
        verdict: 'warn',
        message: `Only ${remaining} is left for ${name}; this needs ${plainMoney(amount)}.`,
        fix: 'Approve less, or acknowledge that the budget is exceeded.',
      };
}
