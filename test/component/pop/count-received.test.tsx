import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { aDocument } from '../../support/records';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** An activity for which an agenda was filed before it began. */
async function open(now: string, theme: 'light' | 'dark'): Promise<RenderedDesk> {
  await page.viewport(1440, 900);
  const createdAt = '2026-11-20T09:00:00.000Z';
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/pop?id=request-1',
    records: [
      ...popRecords({ start: '2026-12-02', end: '2026-12-04' }),
      { kind: 'document', record: aDocument({ proof: 'agenda', name: 'agenda.pdf', createdAt }) },
    ],
    now,
    theme,
  });
  await expect.element(page.getByRole('heading', { name: 'POP review' })).toBeVisible();
  return desk;
}

const bar = () => page.getByLabelText('Decision on the claim');
const count = () => bar().getByRole('button', { name: 'Count as received' });

it('POP-1 says that what was filed before the activity can be counted from its first day on', async () => {
  await open('2026-12-01T09:00:00.000Z', 'light');
  await expect.element(bar().getByText(/counted as received here from its first day on/)).toBeVisible();
  await expect.element(count()).not.toBeInTheDocument();
});

it.each(['light', 'dark'] as const)(
  'POP-1 counts what was filed before the activity as received by keyboard (%s)',
  async (theme) => {
    const { data } = await open('2026-12-10T09:00:00.000Z', theme);
    await expect.element(bar().getByText(/is handed in by now/)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    (count().element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(bar().getByRole('button', { name: 'Accept claim' })).toBeVisible();
    await expect.element(count()).not.toBeInTheDocument();
    const [claim] = await data.store.list({ kind: 'claim' });
    expect(claim).toMatchObject({ stage: 'approval-needed', receivedAt: '2026-12-01T23:00:00.000Z' });
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(count()).toBeVisible();
    expect((await data.store.list({ kind: 'claim' }))[0]).toMatchObject({
      stage: 'pending',
      receivedAt: null,
    });
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.element(bar().getByRole('button', { name: 'Accept claim' })).toBeVisible();
  },
);
