import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import type { AnyRecord } from '../../../shared/schema/record';
import { aQuarterPlan } from '../../support/records';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

function goals(id: string, over: Parameters<typeof aQuarterPlan>[0]): AnyRecord {
  return { kind: 'quarter-plan', record: aQuarterPlan({ id, ...over }) };
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const plans = [
  goals('plan-1', { mql: 1500, nfoSao: 40, sao: 120, budget: eur(2_000_000), pipeline: eur(250_000_000) }),
  goals('plan-2', { region: 'EMEA', mql: 700, budget: eur(1_500_000) }),
  goals('plan-3', {
    partnerId: 'partner-1',
    mql: 240,
    sao: 12,
    budget: eur(600_000),
    pipeline: eur(90_000_000),
  }),
  goals('plan-4', { partnerId: 'partner-2', mql: 60, budget: { minor: 250_000, currency: 'USD' } }),
];

describe('Goals of the planner', () => {
  for (const [theme, width] of [
    ['light', 1280],
    ['dark', 900],
  ] as const)
    it(`PLAN-3 stand beside what regions, partners and tactics come to (${theme}, ${width} px)`, async () => {
      desk = await renderDesk(
        <main style={{ height: 780 }}>
          <PlannerScreen />
        </main>,
        { records: [...planRecords(), ...plans], hash: '#/planner', theme, width },
      );
      await page.getByRole('button', { name: 'Goals and planning steps' }).click();
      const row = page.getByRole('row', { name: /^MQL/ });
      await expect.element(row).toHaveTextContent(/^MQL1,500700300$/);
      await expect.element(page.getByRole('row', { name: /^SAO/ })).toHaveTextContent(/^SAO120–12$/);
      await expect
        .element(page.getByRole('row', { name: /^Budget/ }))
        .toHaveTextContent(/€20,000€15,000€6,000US\$2,500$/);
      const table = page.getByRole('table', { name: 'Goals and the sums of those below them' });
      const heads = table
        .getByRole('columnheader')
        .elements()
        .map(({ textContent }) => textContent);
      expect(heads).toEqual(['Measure', 'Goal', 'Sum of regions', 'Sum of partners']);
      await expect
        .element(page.getByText(/^The tactics of the quarter cost .* of a budget goal of €20,000\.00\.$/))
        .toBeVisible();
      await expect.element(page.getByText(/^The tactics cost €.* more than the budget goal/)).toBeVisible();
      expect(await axeProblems()).toEqual([]);
    });

  for (const [goal, said] of [
    [eur(2_000_000), 'No tactic of the quarter has a budget yet; the budget goal is €20,000.00.'],
    [null, 'No tactic of the quarter has a budget, and no budget goal is set.'],
  ] as const)
    it(`PLAN-3 say in a whole sentence that ${said.slice(0, -1)}`, async () => {
      const records = [goals('plan-1', { mql: 1500, budget: goal })];
      desk = await renderDesk(<PlannerScreen />, { records, hash: '#/planner' });
      await page.getByRole('button', { name: 'Goals and planning steps' }).click();
      await expect.element(page.getByText(said)).toBeVisible();
    });

  it('PLAN-3 show all amounts of a currency with cents once one of them has some', async () => {
    const records = [
      goals('plan-1', { budget: eur(2_000_000), pipeline: eur(250_000_000) }),
      goals('plan-3', { partnerId: 'partner-1', budget: eur(600_050) }),
      goals('plan-4', { partnerId: 'partner-2', budget: { minor: 250_000, currency: 'USD' } }),
    ];
    desk = await renderDesk(<PlannerScreen />, {
      records: [...planRecords(), ...records],
      hash: '#/planner',
    });
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    await expect
      .element(page.getByRole('row', { name: /^Budget/ }))
      .toHaveTextContent(/€20,000\.00–€6,000\.50US\$2,500$/);
    await expect.element(page.getByRole('row', { name: /^Pipeline/ })).toHaveTextContent(/€2,500,000\.00––$/);
  });

  it('PLAN-3 keep long amounts inside the panel', async () => {
    const long = (minor: number) => ({ minor, currency: 'USD' });
    desk = await renderDesk(
      <main style={{ height: 780 }}>
        <PlannerScreen />
      </main>,
      {
        records: [
          ...planRecords(),
          goals('plan-1', { pipeline: long(1_250_000_050) }),
          goals('plan-2', { region: 'EMEA', pipeline: long(1_250_000_050) }),
          goals('plan-3', { partnerId: 'partner-1', pipeline: long(1_250_000_050) }),
        ],
        hash: '#/planner',
        width: 900,
      },
    );
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    await expect.element(page.getByRole('row', { name: /^Pipeline/ })).toHaveTextContent(/12,500,000\.50/);
    const sums = page.getByRole('region', { name: 'Sums' }).element();
    expect(sums.scrollWidth).toBeGreaterThan(sums.clientWidth);
    const panel = page.getByRole('complementary', { name: 'All partners' }).element();
    for (const part of [panel, ...panel.querySelectorAll('*')])
      if (part !== sums && getComputedStyle(part).overflowX !== 'visible' && part.contains(sums))
        expect(part.scrollWidth).toBeLessThanOrEqual(part.clientWidth);
    expect(await axeProblems()).toEqual([]);
  });
});
