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

  it('[keys] keeps the focus on Sync now while it works, and tells what came of it', async () => {
    await show();
    const { report, attach } = desk.syncStatus.getState();
    attach(() => report({ state: 'syncing' }));
    report({ state: 'idle', lastSyncAt: '2026-11-22T07:00:00.000Z' as never });
    const button = page.getByRole('button', { name: /^Sync now/ });
    await expect.element(button).toBeEnabled();
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    const said = page.getByRole('status').filter({ hasText: 'Sync' });
    await expect.element(said).toHaveTextContent(/^Syncing$/);
    const place = said.element();
    await expect.element(button).toHaveFocus();
    report({ reading: { stream: 'partners', done: 10, total: 20 } });
    await expect.element(page.getByText(/^Reading partners: 10 of 20/)).toBeVisible();
    // How far it is is not read out with every page.
    await expect.element(said).toHaveTextContent(/^Syncing$/);
    report({ state: 'idle', reading: null });
    await expect.element(said).toHaveTextContent(/^Synced$/);
    expect(said.element()).toBe(place);
    await expect.element(button).toHaveFocus();
  });
});
