import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { inReview, partnerRecord, requestRecord, SAMPLE_NOW } from '../mdf/sample-desk';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const lent = {
  role: 'final-approver',
  of: 'Fiona Final',
  regions: ['EMEA'],
  from: '2026-11-20',
  until: '2026-11-30',
} as const;

it.each(['light', 'dark'] as const)(
  'MDF-10 keeps whose role is lent to the person, for which days and regions (%s)',
  async (theme) => {
    desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', theme });
    await page.getByRole('button', { name: 'Add an absence' }).click();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await expect.element(page.getByText('Decided in place of others: Write who is away.')).toBeVisible();
    const away = page.getByRole('textbox', { name: 'Who is away' });
    await away.fill('Fiona Final');
    const entry = page.getByRole('list', { name: 'Decided in place of others' });
    await expect
      .element(entry.getByRole('button', { name: 'Remove Fiona Final' }))
      .toHaveTextContent(/^Remove$/);
    await entry.getByText('APAC').click();
    expect(await axeProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Save settings' }).click();
    await expect
      .poll(async () => (await desk?.data.store.settings())?.delegations)
      .toMatchObject([
        { role: 'cmm', of: 'Fiona Final', regions: ['APAC'], from: '2026-11-22', until: '2026-11-22' },
      ]);
  },
);

it('MDF-10 offers the decision in place of one who is away, and says so', async () => {
  desk = await renderDesk(<Shell screens={screens} />, {
    now: SAMPLE_NOW,
    hash: '#/mdf?id=request-1',
    records: [partnerRecord(), requestRecord({ approval: inReview(3) })],
    settings: { regions: ['APAC'], delegations: [lent as never] },
  });
  await page.getByRole('button', { name: 'Approve A' }).click();
  await expect.element(page.getByText(/Fiona Final is away/)).toBeVisible();
});

it('MDF-10 leaves the decision to those who work for the region, and lets it be recorded for them', async () => {
  desk = await renderDesk(<Shell screens={screens} />, {
    now: SAMPLE_NOW,
    hash: '#/mdf?id=request-1',
    records: [partnerRecord(), requestRecord({ approval: inReview(1) })],
    settings: { regions: ['APAC'] },
  });
  await expect.element(page.getByText(/Decided by the Channel Marketing Manager of EMEA/)).toBeVisible();
  await page.getByRole('button', { name: 'Approve A' }).click();
  await expect.element(page.getByText(/which is not yours in this region/)).toBeVisible();
});
