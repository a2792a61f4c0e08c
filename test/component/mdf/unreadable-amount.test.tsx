import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { budgetRecord, eventTicks, inReview, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk;

beforeEach(() => page.viewport(1280, 800));
afterEach(() => desk.close());

const stored = () => desk.data.store.get('fund-request', 'request-1');

async function show(request: ReturnType<typeof requestRecord>): Promise<void> {
  desk = await renderDesk(<Shell screens={screens} />, {
    now: SAMPLE_NOW,
    hash: '#/mdf?id=request-1',
    records: [partnerRecord(), budgetRecord(), request],
  });
}

it('MDF-3 saves no request while an amount in it cannot be read', async () => {
  await show(requestRecord());
  await page.getByRole('button', { name: 'Edit E' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit fund request' });
  await dialog.getByRole('textbox', { name: 'Activity' }).fill('Other name');
  await dialog.getByRole('textbox', { name: 'Requested' }).click();
  await userEvent.keyboard('{Control>}a{/Control}5,000.555{Enter}');
  await expect.element(dialog.getByText(/EUR has 2 decimals at most/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(dialog.getByRole('textbox', { name: 'Requested' })).toHaveFocus();
  expect(await stored()).toMatchObject({ title: 'DevSecOps roadshow Hamburg' });
  await dialog.getByRole('textbox', { name: 'Requested' }).fill('5,000.55');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(stored).toMatchObject({ title: 'Other name', requested: { minor: 500_055 } });
});

it('MDF-3 approves nothing while the amount cannot be read', async () => {
  await show(requestRecord({ approval: inReview(1), conditions: eventTicks }));
  await page.getByRole('button', { name: 'Approve A' }).click();
  const dialog = page.getByRole('dialog', { name: /^Approve level 1/ });
  await dialog.getByRole('textbox', { name: 'Amount to approve' }).click();
  await userEvent.keyboard('{Control>}a{/Control}1,000x');
  await dialog.getByRole('button', { name: /^Approve €/ }).click();
  await expect.element(dialog.getByText(/This is not an amount in EUR/)).toBeVisible();
  await expect.element(dialog.getByRole('textbox', { name: 'Amount to approve' })).toHaveFocus();
  expect((await stored())?.approval).toMatchObject({ kind: 'in-review', level: 1 });
});

it.each(['Requested', 'Total cost'])('asks before Escape drops what was typed in %s', async (field) => {
  await show(requestRecord());
  await page.getByRole('button', { name: 'Edit E' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit fund request' });
  await dialog.getByRole('textbox', { name: field }).click();
  await userEvent.keyboard('1{Escape}');
  await expect.element(page.getByRole('alertdialog', { name: 'Discard what you entered?' })).toBeVisible();
});
