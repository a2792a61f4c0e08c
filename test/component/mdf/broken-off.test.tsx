import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { aClaim } from '../../support/records';
import { popRecords } from '../pop/pop-records';
import { type RenderedDesk, type RenderDeskOptions, renderDesk } from '../support/render-desk';
import { inReview, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk;

beforeEach(() => page.viewport(1440, 900));
afterEach(() => desk.close());

async function show(options: RenderDeskOptions): Promise<void> {
  desk = await renderDesk(<Shell screens={screens} />, options);
}

/** The next read of one record fails, as from a database that has gone. */
function breakNextRead(): void {
  const { store } = desk.data;
  const { get } = store;
  store.get = () => {
    store.get = get;
    return Promise.reject(new Error('The local database could not be read (closed).'));
  };
}

describe('a decision whose reading of the database breaks off', () => {
  it('G1 says why in the dialog, which can be left or tried again (a fund request)', async () => {
    await show({
      now: SAMPLE_NOW,
      hash: '#/mdf?id=request-1',
      records: [partnerRecord(), requestRecord({ approval: inReview(1) })],
    });
    await page.getByRole('button', { name: 'Decline D' }).click();
    const dialog = page.getByRole('dialog', { name: 'Decline this request' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('It trains partners only.');
    breakNextRead();
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await expect.element(dialog.getByText(/The local database could not be read/)).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Cancel' })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Tell the partner' })).toBeVisible();
  });

  it('G1 says why in the dialog, which can be left or tried again (a claim)', async () => {
    const receivedAt = '2026-11-15T09:00:00.000Z';
    await show({
      hash: '#/pop?id=request-1',
      records: [...popRecords(), { kind: 'claim', record: aClaim({ receivedAt }) }],
    });
    await page.getByRole('button', { name: 'Reject' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject the claim' });
    await dialog.getByRole('textbox').fill('Another year.');
    breakNextRead();
    await dialog.getByRole('button', { name: 'Reject claim' }).click();
    await expect.element(dialog.getByText(/The local database could not be read/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Reject claim' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect((await desk.data.store.get('claim', 'claim-1'))?.decision.kind).toBe('rejected');
  });
});
