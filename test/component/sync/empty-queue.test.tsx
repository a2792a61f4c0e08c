import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import type { Commit } from '../../../shared/ports/local-store';
import { axeProblems } from '../support/axe';
import { renderDesk, type RenderedDesk } from '../support/render-desk';
import { aConflict, anUnreadable, seed } from './sync-desk';

let desk: RenderedDesk;
afterEach(() => desk.close());

async function show(commit: Commit): Promise<void> {
  desk = await renderDesk(
    <main>
      <SyncScreen />
    </main>,
    { hash: '#/sync' },
  );
  await seed(desk.data, commit);
}

describe('an empty queue', () => {
  it('says what asks for her in another tab, and goes there', async () => {
    await show({ conflicts: [aConflict()], quarantine: [anUnreadable()] });
    await expect.element(page.getByRole('heading', { name: 'Nothing waits to be sent' })).toBeVisible();
    await expect
      .element(
        page.getByText('1 conflict asks for your choice. 1 thing was set aside; see what can be done.'),
      )
      .toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Show conflicts' }));
    await expect.element(page.getByRole('tab', { name: /Conflicts/, selected: true })).toBeVisible();
  });

  it('says that things were set aside where nothing else asks', async () => {
    await show({ quarantine: [anUnreadable()] });
    await expect.element(page.getByText('1 thing was set aside; see what can be done.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Show quarantine' }));
    await expect.element(page.getByRole('tab', { name: /Quarantine/, selected: true })).toBeVisible();
  });
});
