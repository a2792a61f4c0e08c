import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import type { AnyRecord } from '../../../shared/schema/record';
import { aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aPlanItem } from './plan-samples';

let desk: RenderedDesk;
afterEach(async () => {
  localStorage.clear();
  await desk.close();
});

async function show(records: readonly AnyRecord[], now?: string): Promise<void> {
  desk = await renderDesk(
    <main style={{ height: 700 }}>
      <PlannerScreen />
    </main>,
    { records, hash: '#/planner', ...(now === undefined ? {} : { now }) },
  );
  await expect.element(page.getByRole('grid', { name: 'Plan by partner' })).toBeVisible();
}

const partner = (over: Parameters<typeof aPartner>[0]): AnyRecord => ({
  kind: 'partner',
  record: aPartner(over),
});
const item = (over: Parameters<typeof aPlanItem>[0]): AnyRecord => ({
  kind: 'plan-item',
  record: aPlanItem(over),
});
const rowNames = () =>
  page
    .getByRole('rowheader')
    .elements()
    .map((element) => element.getAttribute('title'));

describe('the rows of the planner', () => {
  it('PLAN-3 keeps no row for a partner that was deleted in Salesforce, unless something is planned with it', async () => {
    await show([
      partner({ id: 'partner-1', name: 'Here' }),
      partner({ id: 'partner-2', name: 'Gone', deletedRemotely: true }),
      partner({ id: 'partner-3', name: 'Gone with a plan', deletedRemotely: true }),
      item({ partnerId: 'partner-3' }),
    ]);
    expect(rowNames()).toEqual(['Gone with a plan', 'Here']);
  });

  it('PLAN-3 tells two partners of one name apart, in the rows and where one is chosen', async () => {
    await show([
      partner({ id: 'partner-1', name: 'Acme', track: 'Select', country: 'Germany' }),
      partner({ id: 'partner-2', name: 'Acme', track: 'Open', country: 'France' }),
      partner({ id: 'partner-3', name: 'Other', country: 'France' }),
    ]);
    expect(rowNames()).toEqual(['Acme (Open · France)', 'Acme (Select · Germany)', 'Other']);
    await page.getByRole('combobox', { name: 'Partner' }).click();
    await expect
      .element(page.getByRole('option', { name: /Acme/ }).first())
      .toHaveTextContent(/France|Germany/);
  });

  it('PLAN-3 names the partner of a tactic that takes place in another region than the partner’s', async () => {
    await show([
      partner({ id: 'partner-1', name: 'At home', region: 'EMEA' }),
      partner({ id: 'partner-2', name: 'From afar', region: 'AMER' }),
      partner({ id: 'partner-3', name: 'Elsewhere', region: 'AMER' }),
      item({ partnerId: 'partner-2', region: 'EMEA' }),
      item({ id: 'item-2', partnerId: 'partner-3', region: 'AMER' }),
    ]);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('menuitem', { name: 'EMEA' }).click();
    await expect.poll(rowNames).toEqual(['From afar', 'At home']);
  });

  it('PLAN-3 begins a new tactic in the quarter that is shown, also by Enter and when it is over', async () => {
    localStorage.setItem('channel-desk.ui.quarter', JSON.stringify('FY27-Q2'));
    await show([partner({ id: 'partner-1', name: 'Here' })]);
    (page.getByRole('grid').element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('complementary', { name: 'New tactic' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill('Late entry');
    await page.getByRole('button', { name: 'Add to the plan' }).click();
    await expect
      .poll(() => desk.data.store.list({ kind: 'plan-item' }))
      .toMatchObject([{ start: '2026-07-31', partnerId: 'partner-1' }]);
  });

  it('PLAN-3 lets nothing wait for a tactic whose issue was deleted, and asks for the partner before the request', async () => {
    await show([
      partner({ id: 'partner-1' }),
      item({ id: 'item-1', title: 'Roadshow', partnerId: null }),
      item({ id: 'item-2', title: 'Left', partnerId: null }),
      item({ id: 'item-3', title: 'Deleted', partnerId: null, deletedRemotely: true }),
    ]);
    await page.getByRole('gridcell', { name: /^Roadshow/ }).click();
    const request = page.getByRole('combobox', { name: 'MDF request' });
    await expect.element(request).toHaveAttribute('placeholder', 'Choose a partner first');
    await page.getByRole('combobox', { name: 'Starts after' }).click();
    await expect.element(page.getByRole('option', { name: /Left/ })).toBeVisible();
    expect(page.getByRole('option', { name: /Deleted/ }).elements()).toEqual([]);
  });

  it('[look] says at a bar what to look at, with dates as the person reads them', async () => {
    await show([
      partner({ id: 'partner-1' }),
      item({ id: 'item-1', title: 'First', type: 'nurture', end: '2026-12-20' }),
      item({ id: 'item-2', title: 'Second', type: 'nurture', start: '2026-12-10', dependsOn: ['item-1'] }),
    ]);
    const bar = page.getByRole('gridcell', { name: /^Second/ });
    await expect.element(bar).toHaveAccessibleName(/starts on 10 Dec 2026, but depends on “First”/);
    await expect.element(bar).toHaveAttribute('title', expect.stringContaining('20 Dec 2026'));
  });
});
