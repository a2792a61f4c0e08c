import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { dropOn } from '../pop/sample-files';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe('a file that is dropped on a fund request', () => {
  it('POP-6 is kept with the request that is open, listed at once and not yet filed', async () => {
    desk = await renderDesk(<Shell screens={screens} />, {
      now: SAMPLE_NOW,
      hash: '#/mdf?id=request-2',
      records: [
        partnerRecord(),
        requestRecord(),
        requestRecord({ id: 'request-2', title: 'Breakfast Munich', portalNumber: 'MDF-10901' }),
      ],
    });
    const inspector = page.getByRole('complementary', { name: 'Breakfast Munich' });
    const place = inspector.getByRole('group', { name: /drop invoices/i });
    await expect.element(place).toBeVisible();
    dropOn(place.element(), [new File(['Half a day, forty seats.'], 'offer.txt')]);
    const list = inspector.getByRole('list', { name: 'Documents' });
    await expect.element(list.getByRole('button', { name: /offer\.txt/ })).toBeVisible();
    await expect.element(list).toHaveTextContent('it may list people');
    expect(await desk.data.store.list({ kind: 'document' })).toMatchObject([
      { requestId: 'request-2', name: 'offer.txt', size: 24, proof: null },
    ]);
    // It is a document, not an export to be read into the list.
    expect(page.getByRole('dialog').elements()).toEqual([]);
  });
});
