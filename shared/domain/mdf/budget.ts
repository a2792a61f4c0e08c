import { assertNever } from '../../lib/assert-never';
import type { Playbook } from '../../playbook/playbook';
import type { Budget } from '../../schema/budget';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { PartnerId } from '../../schema/ids';
import type { CurrencyCode, Money, QuarterId } from '../../schema/values';
import type { Finding } from '../finding';
import { regionKey } from '../lookup';
import { plainMoney } from '../money/money';

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
  /** Approved, and not given back by a claim that was rejected or lapsed; what was paid where all is. */
  readonly committed: Money;
  /** Claimed with proof of performance, paid or not. */
  readonly claimed: Money;
  readonly paid: Money;
  /** Claims that are claimed or paid without an amount that is known, and so are in neither sum. */
  readonly unpriced: number;
  /** Allocated less committed; negative when too much was approved. */
  readonly remaining: Money;
  readonly overAllocated: boolean;
};

/** Allocated, requested, committed, claimed, paid and remaining funds of a scope, one entry per currency, without what was deleted remotely (MDF-8). */
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
  // Tens of thousands of requests are summed up whenever one of them changes: one look at each, no lists between.
  const sums = new Map<CurrencyCode, Sums>();
  const add = (what: keyof Sums, amount: Money | null): void => {
    if (amount === null) return;
    const of = sums.get(amount.currency) ?? { ...nothing };
    of[what] += amount.minor;
    sums.set(amount.currency, of);
  };
  for (const budget of records.budgets)
    if (!budget.deletedRemotely && inScope(budget)) add('allocated', budget.amount);
  const claimable = new Map<string, FundRequest>();
  const givenBack = rejectedRequests(records.claims);
  const paid = paidByRequest(records.claims);
  for (const request of records.requests) {
    if (request.deletedRemotely || !inScope(request)) continue;
    if (request.approval.kind === 'in-review') add('requested', request.requested);
    if (!givenBack.has(request.id)) add('committed', committedOf(request, paid.get(request.id)));
    if (records.claims.length > 0) claimable.set(request.id, request);
  }
  for (const claim of records.claims) {
    const request = claimable.get(claim.requestId);
    if (claim.deletedRemotely || request === undefined) continue;
    if (isClaimed(claim, request)) {
      if (claim.reimbursement === null) add('unpriced', { minor: 1, currency: request.requested.currency });
      else add('claimed', claim.reimbursement);
    }
    if (claim.decision.kind === 'paid') add('paid', claim.reimbursement);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, of]) => useOf(currency, of));
}

const nothing = { allocated: 0, requested: 0, committed: 0, claimed: 0, paid: 0, unpriced: 0 };

/** Minor units of one currency, and how many claims have none. */
type Sums = typeof nothing;

function useOf(currency: CurrencyCode, sums: Sums): BudgetUse {
  const money = (minor: number): Money => ({ minor, currency });
  const remaining = sums.allocated - sums.committed;
  return {
    currency,
    allocated: money(sums.allocated),
    requested: money(sums.requested),
    committed: money(sums.committed),
    claimed: money(sums.claimed),
    paid: money(sums.paid),
    unpriced: sums.unpriced,
    remaining: money(remaining),
    overAllocated: remaining < 0,
  };
}

function regionTest(
  region: string | null,
  playbook: Pick<Playbook, 'regions'>,
): (other: string | null) => boolean {
  if (region === null) return () => true;
  const wanted = regionKey(playbook, region);
  return (other) => other !== null && regionKey(playbook, other) === wanted;
}

/** Requests whose only claims were rejected, as one that lapsed is: nothing is paid on them any more (POP-7). */
function rejectedRequests(claims: readonly Claim[]): ReadonlySet<string> {
  const present = claims.filter(({ deletedRemotely }) => !deletedRemotely);
  const alive = new Set<string>();
  for (const { decision, requestId } of present) if (decision.kind !== 'rejected') alive.add(requestId);
  return new Set(present.flatMap(({ requestId }) => (alive.has(requestId) ? [] : [requestId])));
}

/**
 * What was paid on requests of which nothing is left to claim: what remains of their approved sums is free again (MDF-8).
 * Null where another claim stands, the sum is not known, or there are several currencies.
 */
function paidByRequest(claims: readonly Claim[]): ReadonlyMap<string, Money | null> {
  const paid = new Map<string, Money | null>();
  for (const { decision, deletedRemotely, requestId, reimbursement } of claims) {
    if (deletedRemotely || decision.kind === 'rejected') continue;
    const before = paid.get(requestId);
    const sum = decision.kind === 'paid' ? reimbursement : null;
    const isOne = sum !== null && before !== null && (before ?? sum).currency === sum.currency;
    paid.set(requestId, isOne ? { ...sum, minor: sum.minor + (before?.minor ?? 0) } : null);
  }
  return paid;
}

function committedOf(request: FundRequest, paid: Money | null | undefined): Money | null {
  // What was paid is spent, also on an activity that Salesforce tells as cancelled since.
  if (request.approval.kind !== 'approved') return paid ?? null;
  const approved = request.approvedAmount ?? request.requested;
  return paid?.currency === approved.currency ? paid : approved;
}

/** On an activity that does not take place nothing is claimed, though its claim may not be decided yet (MDF-12). */
function isClaimed(claim: Claim, { approval }: FundRequest): boolean {
  switch (claim.decision.kind) {
    case 'rejected':
      return false;
    case 'paid':
    case 'accepted':
      return true;
    case 'open':
    case 'changes-requested':
      return claim.receivedAt !== null && approval.kind === 'approved';
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
    region === null || regionKey(playbook, region) === regionKey(playbook, request.region);
  const scopes = new Map<string, BudgetScope>();
  for (const budget of records.budgets) {
    const fits =
      !budget.deletedRemotely &&
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
        fix: 'Ask whether the funds are there, or have the budget entered in Salesforce and sync.',
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
