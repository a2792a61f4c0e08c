import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { PlanItem, QuarterPlan } from '../../schema/plan';
import type { Money, QuarterId } from '../../schema/values';
import { quarterOf } from '../calendar/fiscal';
import { findRegion, regionKey } from '../lookup';
import { sumByCurrency } from '../money/money';

/** Goals of one plan or the sum of several; null and empty where none of them says anything, money by currency. */
export type Figures = Readonly<Record<'nfoSao' | 'mql' | 'sao', number | null>> &
  Readonly<Record<'pipeline' | 'budget', readonly Money[]>>;

/** What is planned for a partner, a region or the quarter: its own goals beside the sums of those below it. */
export type RollUpLine = {
  /** Goals that were set for exactly this; null when there are none. */
  readonly goal: Figures | null;
  /** Sum of the goals of regions; only the quarter has any below it. */
  readonly regions: Figures;
  /** Sum of the goals of partners. */
  readonly partners: Figures;
  /** Budgets of the tactics, to be held against the budget goal. */
  readonly tactics: readonly Money[];
};

/** A quarter's plan by partner and by region, and as a whole; a region is named by its key, and `''` is none that the playbook knows. */
export type RollUp = {
  readonly byPartner: ReadonlyMap<string, RollUpLine>;
  readonly byRegion: ReadonlyMap<string, RollUpLine>;
  readonly whole: RollUpLine;
};

/** The records that a quarter is rolled up from. */
export type PlanRecords = {
  readonly plans: readonly QuarterPlan[];
  readonly items: readonly PlanItem[];
  readonly partners: readonly Pick<Partner, 'id' | 'region'>[];
};

/**
 * Rolls the plans of a quarter up by partner, region and quarter (PLAN-3). A partner's goals count where the partner is at
 * home, a tactic's budget where it takes place and in the quarter in which it starts; goals of a region are never added
 * to those of its partners, and of two plans for the same only the first counts, as on the screen.
 */
export function rollUp(
  { plans, items, partners }: PlanRecords,
  quarter: QuarterId,
  playbook: Pick<Playbook, 'regions' | 'calendar'>,
): RollUp {
  const keyOf = (region: string | null) => findRegion(playbook, region ?? '')?.key ?? '';
  const homes = new Map<string, string>(partners.map(({ id, region }) => [id, keyOf(region)]));
  const current = firstOfEach(
    plans.filter((plan) => plan.quarter === quarter && !plan.deletedRemotely),
    (region) => regionKey(playbook, region),
  );
  const ofPartners = current.filter(({ partnerId }) => partnerId !== null);
  const ofRegions = current.filter(({ partnerId, region }) => partnerId === null && region !== null);
  const tactics = items.filter(
    (item) =>
      item.kind === 'tactic' &&
      item.status !== 'cancelled' &&
      !item.deletedRemotely &&
      quarterOf(item.start, playbook.calendar) === quarter,
  );
  const lines = (
    goals: ReadonlyMap<string, readonly QuarterPlan[]>,
    below: ReadonlyMap<string, readonly QuarterPlan[]>,
    planned: ReadonlyMap<string, readonly PlanItem[]>,
  ) =>
    new Map(
      [...new Set([...goals.keys(), ...below.keys(), ...planned.keys()])].map((key) => [
        key,
        lineOf(goals.get(key)?.[0], [], below.get(key) ?? [], planned.get(key) ?? []),
      ]),
    );
  return {
    byPartner: lines(
      grouped(ofPartners, ({ partnerId }) => partnerId),
      new Map(),
      grouped(tactics, ({ partnerId }) => partnerId),
    ),
    byRegion: lines(
      grouped(ofRegions, ({ region }) => keyOf(region)),
      grouped(ofPartners, ({ partnerId }) => homes.get(partnerId ?? '') ?? ''),
      grouped(tactics, ({ region }) => keyOf(region)),
    ),
    whole: lineOf(
      current.find(({ partnerId, region }) => partnerId === null && region === null),
      ofRegions,
      ofPartners,
      tactics,
    ),
  };
}

function firstOfEach(plans: readonly QuarterPlan[], nameOf: (region: string) => string): QuarterPlan[] {
  const firsts = new Map<string, QuarterPlan>();
  for (const plan of plans) {
    const scope = plan.partnerId ?? `region ${nameOf(plan.region ?? '')}`;
    if (!firsts.has(scope)) firsts.set(scope, plan);
  }
  return [...firsts.values()];
}

function grouped<T>(entries: readonly T[], keyOf: (entry: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

function lineOf(
  goal: QuarterPlan | undefined,
  regions: readonly QuarterPlan[],
  partners: readonly QuarterPlan[],
  tactics: readonly PlanItem[],
): RollUpLine {
  return {
    goal: goal === undefined ? null : figuresOf([goal]),
    regions: figuresOf(regions),
    partners: figuresOf(partners),
    tactics: sumByCurrency(tactics.flatMap(({ budget }) => budget ?? [])),
  };
}

function figuresOf(plans: readonly QuarterPlan[]): Figures {
  const count = (name: 'nfoSao' | 'mql' | 'sao') =>
    plans.reduce<number | null>((sum, plan) => (plan[name] === null ? sum : (sum ?? 0) + plan[name]), null);
  const money = (name: 'pipeline' | 'budget') => sumByCurrency(plans.flatMap((plan) => plan[name] ?? []));
  return {
    nfoSao: count('nfoSao'),
    mql: count('mql'),
    sao: count('sao'),
    pipeline: money('pipeline'),
    budget: money('budget'),
  };
}

/** What the tactics cost beyond the budget goal, in each currency in which it has one (PLAN-3). */
export function overBudget({ goal, tactics }: RollUpLine): Money[] {
  return tactics.flatMap(({ minor, currency }) => {
    const limit = goal?.budget.find((budget) => budget.currency === currency);
    return limit !== undefined && minor > limit.minor ? [{ minor: minor - limit.minor, currency }] : [];
  });
}
