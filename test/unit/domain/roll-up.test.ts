import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumByCurrency } from '../../../shared/domain/money/money';
import { type Figures, overBudget, type RollUpLine, rollUp } from '../../../shared/domain/planning/roll-up';
import { type Money, QuarterId } from '../../../shared/schema/values';
import { aPartner, aPlanItem, aQuarterPlan } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const quarter = QuarterId.parse('FY27-Q4');
const eur = (minor: number) => ({ minor, currency: 'EUR' });

let id = 0;
const aPlan = (over: object) => aQuarterPlan({ id: `plan-${++id}`, quarter, ...over });
const aTactic = (over: object) =>
  aPlanItem({
    id: `item-${++id}`,
    partnerId: null,
    type: 'event',
    end: '2026-12-02',
    budget: eur(100),
    ...over,
  });
const partners = ['EMEA', 'EMEA', 'AMER', 'APAC', 'Atlantis', null].map((region, at) => ({
  ...aPartner(),
  id: `partner-${at + 1}` as never,
  region,
}));

/** Adds figures up, as the property expects the levels to agree. */
function total(lines: readonly RollUpLine[]): Figures {
  const counts = (name: 'nfoSao' | 'mql' | 'sao', of: readonly Figures[]) =>
    of.reduce<number | null>((sum, one) => (one[name] === null ? sum : (sum ?? 0) + one[name]), null);
  const figures = lines.map(({ partners: sum }) => sum);
  return {
    nfoSao: counts('nfoSao', figures),
    mql: counts('mql', figures),
    sao: counts('sao', figures),
    pipeline: byCurrency(figures.flatMap(({ pipeline }) => pipeline)),
    budget: byCurrency(figures.flatMap(({ budget }) => budget)),
  };
}
const byCurrency = (amounts: readonly Money[]) =>
  sumByCurrency(amounts).sort((a, b) => (a.currency < b.currency ? -1 : 1));
const sorted = (figures: Figures): Figures => ({
  ...figures,
  pipeline: byCurrency(figures.pipeline),
  budget: byCurrency(figures.budget),
});

describe('the roll-up of a quarter', () => {
  it('PLAN-3 sets the goals of a region beside the sum of its partners, and adds neither to the other', () => {
    const plans = [
      aPlan({ mql: 500, budget: eur(900) }),
      aPlan({ region: 'EMEA', mql: 100, budget: eur(1000) }),
      aPlan({ region: 'AMER', mql: 50 }),
      aPlan({ partnerId: 'partner-1', mql: 30, sao: 0, pipeline: eur(5) }),
      aPlan({ partnerId: 'partner-2', mql: 12, pipeline: { minor: 7, currency: 'USD' } }),
      aPlan({ partnerId: 'partner-3', mql: 9 }),
      aPlan({ partnerId: 'partner-1', mql: 999, quarter: 'FY27-Q3' }),
    ];
    const { byRegion, byPartner, whole } = rollUp({ plans, items: [], partners }, quarter, playbook);
    expect(byRegion.get('EMEA')).toMatchObject({
      goal: { mql: 100, budget: [eur(1000)] },
      partners: { mql: 42, sao: 0, nfoSao: null, pipeline: [eur(5), { minor: 7, currency: 'USD' }] },
    });
    expect(byPartner.get('partner-2')?.goal?.mql).toBe(12);
    expect(whole).toMatchObject({ goal: { mql: 500 }, regions: { mql: 150 }, partners: { mql: 51 } });
  });

  it('PLAN-3 counts a tactic where it takes place, in the quarter in which it starts, and not once it is cancelled', () => {
    const items = [
      aTactic({ partnerId: 'partner-1' }),
      aTactic({ partnerId: 'partner-1', region: 'APAC', budget: eur(40) }),
      aTactic({ start: '2027-01-30', end: '2027-02-20', budget: { minor: 9, currency: 'JPY' } }),
      aTactic({ start: '2026-10-31', end: '2026-11-20' }),
      aTactic({ status: 'cancelled' }),
      aTactic({ deletedRemotely: true }),
      aTactic({ kind: 'milestone' }),
      aTactic({ budget: null }),
    ];
    const { byRegion, byPartner, whole } = rollUp({ plans: [], items, partners }, quarter, playbook);
    expect(byPartner.get('partner-1')?.tactics).toEqual([eur(140)]);
    expect(byRegion.get('EMEA')?.tactics).toEqual([eur(100), { minor: 9, currency: 'JPY' }]);
    expect(byRegion.get('APAC')?.tactics).toEqual([eur(40)]);
    expect(whole.tactics).toEqual([eur(140), { minor: 9, currency: 'JPY' }]);
  });

  it('PLAN-3 agrees on every level: partners sum up to regions, regions to the quarter, and nothing counts twice', () => {
    const amount = fc.option(
      fc.record({ minor: fc.nat(1_000_000), currency: fc.constantFrom('EUR', 'USD', 'JPY') }),
      { nil: null },
    );
    const count = fc.option(fc.nat(1000), { nil: null });
    const plan = fc.record({
      partnerId: fc.constantFrom(null, ...partners.map((partner) => partner.id as string), 'partner-gone'),
      region: fc.constantFrom(null, 'EMEA', 'AMER', 'APAC', 'Nowhere'),
      quarter: fc.constantFrom('FY27-Q4', 'FY27-Q3'),
      nfoSao: count,
      mql: count,
      sao: count,
      pipeline: amount,
      budget: amount,
      deletedRemotely: fc.boolean(),
    });
    const tactic = fc.record({
      partnerId: fc.constantFrom(null, ...partners.map((partner) => partner.id as string)),
      region: fc.constantFrom('EMEA', 'AMER', 'Nowhere'),
      status: fc.constantFrom('planned', 'done', 'cancelled'),
      budget: amount,
    });
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 25 }), fc.array(tactic, { maxLength: 15 }), (some, bars) => {
        const plans = some.map((one) =>
          aPlan({ ...one, region: one.partnerId === null ? one.region : null }),
        );
        const items = bars.map(aTactic);
        const { byPartner, byRegion, whole } = rollUp({ plans, items, partners }, quarter, playbook);
        const goals = [...byPartner.values()].flatMap(({ goal }) => goal ?? []);
        const asLines = goals.map((sum) => ({ partners: sum }) as RollUpLine);
        expect(sorted(total(asLines))).toEqual(sorted(whole.partners));
        expect(sorted(total([...byRegion.values()]))).toEqual(sorted(whole.partners));
        const spent = byCurrency([...byRegion.values()].flatMap(({ tactics }) => tactics));
        expect(spent).toEqual(byCurrency(whole.tactics));
        const budgets = items.flatMap(({ status, budget }) => (status === 'cancelled' ? [] : (budget ?? [])));
        expect(byCurrency(budgets)).toEqual(byCurrency(whole.tactics));
        const again = [...plans, ...plans.map((one) => ({ ...one, id: `${one.id}-twin` as never }))];
        expect(rollUp({ plans: again, items, partners }, quarter, playbook).whole).toEqual(whole);
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });

  it('PLAN-3 says what the tactics cost beyond the budget goal, each currency for itself', () => {
    const line = (budget: Money | null, tactics: Money[]) => {
      const { whole } = rollUp(
        { plans: [aPlan({ budget })], items: tactics.map((one) => aTactic({ budget: one })), partners },
        quarter,
        playbook,
      );
      return overBudget(whole);
    };
    expect(line(eur(100), [eur(60), eur(55)])).toEqual([eur(15)]);
    expect(line(eur(100), [eur(60), eur(40)])).toEqual([]);
    expect(line(eur(100), [{ minor: 500, currency: 'USD' }])).toEqual([]);
    expect(line(null, [eur(60)])).toEqual([]);
  });
});
