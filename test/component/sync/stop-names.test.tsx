import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;
afterEach(() => desk.close());

it('[look] names what each button stops, and shows one word', async () => {
  desk = await renderDesk(
    <main>
      <SyncScreen />
    </main>,
    { hash: '#/sync' },
  );
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
