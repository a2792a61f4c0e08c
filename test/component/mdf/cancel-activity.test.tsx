import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnyRecord } from '../../../shared/schema/record';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { claimRecord, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

const terms = {
  approval: { kind: 'approved', at: '2026-11-16T09:00:00.000Z' },
  approvedAmount: { minor: 600_000, currency: 'EUR' },
};
const approved = requestRecord(terms);

async function show(more: readonly AnyRecord[] = [], request = approved): Promise<RenderedDesk> {
  const records = [partnerRecord(), request, ...more];
  const hash = `#/mdf?id=${approved.record.id}`;
  desk = await renderDesk(<Shell screens={screens} />, { now: SAMPLE_NOW, hash, records });
  return desk;
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('an approved request on the MDF screen', () => {
  it('MDF-12 is cancelled by keyboard, with what follows said before and what is left said after', async () => {
    const { data } = await show();
    const more = page.getByRole('complementary').getByRole('button', { name: 'More' });
    await expect.element(more).toBeVisible();
    (more.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('menuitem', { name: 'Cancel the activity' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    const dialog = page.getByRole('dialog', { name: 'Cancel this activity' });
    await expect.element(dialog).toHaveTextContent('€6,000.00 are free again');
    await expect.element(dialog).toHaveTextContent('set its status to Aborted');
    expect(await axeProblems()).toEqual([]);
    await expect.element(dialog.getByRole('textbox', { name: 'Reason' })).toHaveFocus();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel the activity' }));
    await expect.element(dialog).toHaveTextContent('Write the reason; epic and issues are closed with it.');
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Reason' }), 'The venue is gone.');
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel the activity' }));
    await expect.element(dialog).not.toBeInTheDocument();
    const inspector = page.getByRole('complementary');
    await expect.element(inspector).toHaveTextContent(/Cancelled by .+: The venue is gone\./);
    await expect.element(inspector).toHaveTextContent('put [CANCELED] before its name there');
    const [intent] = await data.store.openIntents();
    expect(intent?.kind).toBe('fund-request.cancelled');
  });

  it('MDF-12 says what its campaign in Salesforce gets, links to it, and leaves nothing to be done by hand', async () => {
    const id = '701000000000001AAA';
    const name = 'MDF - Cobalt - Breakfast';
    const salesforce = {
      remote: 'salesforce',
      object: 'PartnerFundRequest',
      id: '0TX000000000001AAA',
      stamp: null,
      url: 'https://org.example/0TX000000000001AAA',
    };
    await show([], requestRecord({ ...terms, salesforce, campaign: { id, name } }));
    const inspector = page.getByRole('complementary');
    await expect.element(inspector.getByRole('button', { name })).toBeVisible();
    await userEvent.click(inspector.getByRole('button', { name: 'More' }));
    await userEvent.click(page.getByRole('menuitem', { name: 'Cancel the activity' }));
    const dialog = page.getByRole('dialog', { name: 'Cancel this activity' });
    await expect
      .element(dialog)
      .toHaveTextContent(`Its campaign “${name}” in Salesforce gets [CANCELED] before its name`);
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Reason' }), 'The venue is gone.');
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel the activity' }));
    await expect.element(inspector).toHaveTextContent(/Cancelled by .+: The venue is gone\./);
    await expect.element(inspector).not.toHaveTextContent('[CANCELED] before its name there');
  });

  it('MDF-12 is not offered once its proof was accepted', async () => {
    await show([
      claimRecord({
        requestId: approved.record.id,
        decision: { kind: 'accepted', at: '2026-11-20T09:00:00.000Z', by: 'Rita' },
      }),
    ]);
    await expect.element(page.getByRole('complementary')).toBeVisible();
    expect(page.getByRole('button', { name: 'More' }).elements()).toEqual([]);
  });
});
