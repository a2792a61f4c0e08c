import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { Shell } from '../../../renderer/app/shell';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;

async function show(settings: RenderDeskOptions['settings'] = {}): Promise<void> {
  desk = await renderDesk(
    <>
      <Shell screens={[]} />
      <SyncScreen />
    </>,
    { now: '2026-11-22T08:00:00.000Z', hash: '#/sync', settings },
  );
}

beforeEach(() => page.viewport(1280, 800));
afterEach(() => desk.close());

describe('head of the sync screen', () => {
  it('SY-117 says how many calls the last changes took, once it is known', async () => {
    await show();
    const { report } = desk.syncStatus.getState();
    report({ state: 'idle', lastSyncAt: '2026-11-22T08:00:00.000Z' as never });
    await expect.element(page.getByText('Last sync just now.').first()).toBeVisible();
    expect(document.body.textContent).not.toContain('Last changes');
    report({ lastRound: { sent: 1200, received: 3, calls: 61 } });
    await expect
      .element(page.getByText('Last changes: 1,200 sent and 3 received in 61 calls.'))
      .toBeVisible();
    report({ lastRound: { sent: 1, received: 0, calls: 1 } });
    await expect.element(page.getByText('Last changes: 1 sent and 0 received in 1 call.')).toBeVisible();
  });

  it('says in words and in a fitting unit when it was last read, wherever the person is', async () => {
    await show({ locale: 'de-DE' });
    const { report } = desk.syncStatus.getState();
    const read = (at: string) => report({ state: 'idle', lastSyncAt: at as never });
    read('2026-11-22T07:55:00.000Z');
    await expect.element(page.getByText('Last sync 5 minutes ago.').first()).toBeVisible();
    read('2026-11-21T14:00:00.000Z');
    await expect.element(page.getByText('Last sync 18 hours ago.').first()).toBeVisible();
    read('2026-11-18T09:00:00.000Z');
    await expect.element(page.getByText('Last sync 3 days ago.').first()).toBeVisible();
    const pill = page.getByRole('button', { name: 'Synced. Nothing waits to be sent' });
    await userEvent.keyboard('{Tab}');
    (pill.element() as HTMLElement).focus();
    await expect.element(page.getByRole('tooltip')).toHaveTextContent(/Last sync 3 days ago$/);
  });
});
