import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import { Instant } from '../../../shared/schema/values';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { claimRecord, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

it.each(['light', 'dark'] as const)(
  'POP-5 shows the steps of the claim with its money in the history of the request (%s)',
  async (theme) => {
    desk = await renderDesk(<Shell screens={screens} />, {
      now: SAMPLE_NOW,
      hash: '#/mdf?id=request-1',
      theme,
      records: [
        partnerRecord(),
        requestRecord({ approval: { kind: 'approved', at: '2026-09-20T09:00:00.000Z' } }),
        claimRecord(),
      ],
    });
    const line = { by: 'Mara Vogel', note: null, playbookVersion: 'test' };
    const paid = { field: 'reimbursement', from: '25000 EUR', to: '25000 EUR' };
    await desk.data.store.commit({
      audits: [
        {
          ...line,
          at: Instant.parse('2026-11-18T09:00:00.000Z'),
          action: 'submitted',
          record: { kind: 'fund-request', id: 'request-1' },
          changes: [],
        },
        {
          ...line,
          at: Instant.parse('2026-11-20T09:00:00.000Z'),
          action: 'accepted the claim',
          record: { kind: 'claim', id: 'claim-1' },
          changes: [{ field: 'stage', from: 'approval-needed', to: 'approved' }, paid],
        },
      ],
    });
    await userEvent.click(page.getByRole('button', { name: /^History/ }));
    const history = page.getByRole('list', { name: 'History' });
    await expect.element(history.getByText('accepted the claim')).toBeVisible();
    await expect.element(history.getByText('submitted')).toBeVisible();
    await expect.element(history.getByText('€250.00')).toBeVisible();
    await expect.element(history.getByText('MDF::POP Approved', { exact: true })).toBeVisible();
  },
);
