import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import type { AnyRecord } from '../../../shared/schema/record';
import { aQuarterPlan } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

async function show(more: readonly AnyRecord[] = []): Promise<void> {
  desk = await renderDesk(
    <main style={{ height: 700 }}>
      <PlannerScreen />
    </main>,
    { records: [...planRecords(), ...more], hash: '#/planner' },
  );
  await expect.element(page.getByRole('heading', { name: 'Planner' })).toBeVisible();
}

describe('the panel beside the timeline', () => {
  it('PLAN-3 adds a new tactic once, however often its button is pressed', async () => {
    await show();
    await page.getByRole('button', { name: /^New tactic/ }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Pressed twice');
    const add = page.getByRole('button', { name: 'Add to the plan' }).element() as HTMLElement;
    add.click();
    add.click();
    const made = async () =>
      (await desk.data.store.list({ kind: 'plan-item' })).filter(({ title }) => title === 'Pressed twice');
    await expect.element(page.getByRole('complementary', { name: 'Pressed twice' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Notes' }).fill('Hall B.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(made).toMatchObject([{ notes: 'Hall B.' }]);
  });

  it('PLAN-3 begins a new tactic empty when what was typed in the one before is given up', async () => {
    await show();
    await page.getByRole('button', { name: /^New tactic/ }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Half typed');
    await page.getByRole('button', { name: /^New tactic/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await expect.element(name).toHaveValue('');
  });

  it('PLAN-1 keeps goals that are typed and not saved yet when a step is ticked', async () => {
    await show();
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    const mql = page.getByRole('textbox', { name: 'MQL' });
    await mql.fill('120');
    await page.getByText('Agree the tactics').click();
    await expect.element(page.getByText('1 of 17')).toBeVisible();
    await expect.element(mql).toHaveValue('120');
    await page.getByRole('button', { name: 'Save goals' }).click();
    await expect
      .poll(() => desk.data.store.list({ kind: 'quarter-plan' }))
      .toMatchObject([{ mql: 120, phaseStepsDone: [expect.any(String)] }]);
  });

  it('PLAN-3 leads to the goal that is no whole number', async () => {
    await show();
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    const mql = page.getByRole('textbox', { name: 'MQL' });
    await mql.fill('1.5');
    await page.getByRole('button', { name: 'Save goals' }).click();
    await expect.element(mql).toHaveFocus();
  });

  it('PLAN-3 takes an amount that is typed again in the currency that it had', async () => {
    const plan = aQuarterPlan({ budget: { minor: 500, currency: 'JPY' } });
    await show([{ kind: 'quarter-plan', record: plan }]);
    await page.getByRole('button', { name: 'Goals and planning steps' }).click();
    const budget = page.getByRole('textbox', { name: /^Budget/ });
    await budget.fill('');
    await budget.fill('700');
    await page.getByRole('button', { name: 'Save goals' }).click();
    await expect
      .poll(() => desk.data.store.list({ kind: 'quarter-plan' }))
      .toMatchObject([{ budget: { minor: 700, currency: 'JPY' } }]);
  });

  it('PLAN-3 writes the days of what a tactic can wait for as the person reads dates', async () => {
    await show();
    await page.getByRole('gridcell', { name: /^DevSecOps roadshow/ }).click();
    await page.getByRole('combobox', { name: 'Starts after' }).click();
    const option = page.getByRole('option', { name: /Security summit sponsorship/ });
    await expect.element(option).toHaveTextContent('9 Nov 2026');
  });
});
