import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { anIntent, seed } from './sync-desk';

const at = '2026-11-22T07:40:00.000Z';
let desk: RenderedDesk;
afterEach(() => desk.close());

it('SY-28 keeps what was discarded under Finished however much came since', async () => {
  desk = await renderDesk(<SyncScreen />, { hash: '#/sync' });
  const over = (state: string, label: string) =>
    anIntent({ id: `${state}-${label}`, state, label, finishedAt: state === 'waiting' ? null : at });
  await seed(desk.data, {
    newIntents: [
      over('discarded', 'Given up long ago'),
      over('done', 'Sent before the journey'),
      ...Array.from({ length: 600 }, (_, n) => over('waiting', `Change ${n}`)),
    ],
  });
  await userEvent.click(page.getByRole('radio', { name: 'Finished' }));
  await expect.element(page.getByRole('gridcell', { name: 'Sent before the journey' })).toBeVisible();
  await userEvent.click(page.getByRole('gridcell', { name: 'Given up long ago' }));
  await expect.element(page.getByRole('button', { name: 'Send after all' })).toBeVisible();
});
