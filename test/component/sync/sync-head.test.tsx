import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;

beforeEach(async () => {
  await page.viewport(1280, 800);
  desk = await renderDesk(
    <main style={{ height: '100%' }}>
      <SyncScreen />
    </main>,
    { now: '2026-11-22T08:00:00.000Z', hash: '#/sync' },
  );
});
afterEach(() => desk.close());

describe('head of the sync screen', () => {
  it('SY-117 says how many calls the last changes took, once it is known', async () => {
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
});
