import type { Playbook } from '../../playbook/playbook';
import type { Money, QuarterId } from '../../schema/values';
import { regionKey } from '../lookup';
import { fractionOf, percentOf } from '../money/money';

/** What may narrow the reimbursement of one activity (MDF-3, MDF-11). */
export type ReimbursementContext = {
  readonly region: string;
  readonly quarter: QuarterId;
  /** The partner's 18-character Salesforce id; null when not known. */
  readonly partnerSalesforceId: string | null;
  /** Share of the cost that other vendors carry, in percent; null when there is one vendor. */
  readonly otherVendorsPercent: number | null;
};

/** How a reimbursement comes about, so that a screen can show every step. */
export type Reimbursement = {
  readonly amount: Money;
  /** Cost that counts, after the shares of other vendors; rounded for reading, so that nothing is computed from it. */
  readonly eligibleCost: Money;
  /** How much of the total cost counts, in percent. */
  readonly eligiblePercent: number;
  readonly percent: number;
  /** `percent` of `eligiblePercent` of the total cost, rounded once, before any cap. */
  readonly share: Money;
  /** The cap that made it smaller; null when none did. */
  readonly cap: Money | null;
  /** Caps that apply but are in another currency, so that nobody can tell; never silently passed over. */
  readonly undecidedCaps: readonly Money[];
};

/** The most that is reimbursed of a cost: pro-rated, in percent, and capped by the playbook (MDF-3, MDF-11). */
export function reimbursable(
  totalCost: Money,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
  context: ReimbursementContext,
): Reimbursement {
  const { reimbursementPercent: percent, rounding } = playbook.mdf;
  const eligiblePercent = 100 - (context.otherVendorsPercent ?? 0);
  const eligibleCost = percentOf(totalCost, eligiblePercent, rounding);
  // Of the total at once: a share of the eligible cost would be rounded twice and could miss the nearest unit.
  const share = fractionOf(totalCost, eligiblePercent * percent, 10_000, rounding);
  const caps = capsFor(playbook, context);
  const sameCurrency = caps.filter((cap) => cap.currency === share.currency);
  const lowest = sameCurrency.reduce<Money | null>(
    (low, cap) => (low === null || cap.minor < low.minor ? cap : low),
    null,
  );
  const cap = lowest !== null && lowest.minor < share.minor ? lowest : null;
  return {
    amount: cap ?? share,
    eligibleCost,
    eligiblePercent,
    percent,
    share,
    cap,
    undecidedCaps: caps.filter((entry) => entry.currency !== share.currency),
  };
}

function capsFor(playbook: Pick<Playbook, 'mdf' | 'regions'>, context: ReimbursementContext): Money[] {
  const region = regionKey(playbook, context.region);
  return playbook.mdf.caps
    .filter((cap) => cap.region === undefined || cap.region === region)
    .filter((cap) => cap.quarter === undefined || cap.quarter === context.quarter)
    .filter(
      (cap) =>
        cap.partnerSalesforceId === undefined || cap.partnerSalesforceId === context.partnerSalesforceId,
    )
    .map((cap) => cap.amount);
}
