import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { anUnreadable, seed } from './sync-desk';

let desk: RenderedDesk;
afterEach(() => desk.close());

async function show(hash: string): Promise<void> {
  desk = await renderDesk(
    <main>
      <SyncScreen />
    </main>,
    { hash },
  );
}

it('[look] names what each button stops, and shows one word', async () => {
  await show('#/sync');
  const upload = { sent: 1, total: 2, phase: 'sending', canStop: true } as const;
  desk.syncStatus.getState().report({
    uploads: [
      { ...upload, marker: 'a', remote: 'salesforce', name: 'keynote.mp4' },
      { ...upload, marker: 'b', remote: 'gitlab', name: 'photos.zip' },
    ],
  });
  for (const name of ['Stop “keynote.mp4” to Salesforce', 'Stop “photos.zip” to GitLab']) {
    const button = page.getByRole('button', { name, exact: true });
    await expect.element(button).toHaveTextContent(/^Stop$/);
  }
});

it('G10 names the place in which a row stands as it came, where the keyboard scrolls it', async () => {
  await show('#/sync?tab=quarantine');
  const item = anUnreadable();
  await seed(desk.data, { quarantine: [item] });
  await userEvent.click(page.getByRole('gridcell', { name: item.what }));
  const raw = page.getByRole('region', { name: 'As it came' });
  await expect.element(raw).toHaveAttribute('tabindex', '0');
});
