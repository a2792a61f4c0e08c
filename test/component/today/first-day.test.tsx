import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { JournalState } from '../../../shared/schema/journal';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  localStorage.clear();
  await desk?.close();
  desk = null;
});

async function firstDay(protection: JournalState['protection']): Promise<void> {
  const usual = fakeMain();
  const main = fakeMain({
    'journal.state': async () => {
      const answer = (await usual.invoke('journal.state', undefined)) as { ok: true; value: JournalState };
      return { ok: true, value: { ...answer.value, protection } };
    },
  });
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/today', main });
  await expect.element(page.getByText('Your desk is empty')).toBeVisible();
}

it('G11 says on the first day that nothing is encrypted where the system keeps no keys, and leads to the passphrase', async () => {
  await firstDay('none');
  await expect.element(page.getByText(/no key store that keeps a key.*without encryption/)).toBeVisible();
  expect(await axeProblems()).toEqual([]);
  await userEvent.click(page.getByRole('button', { name: 'Set a passphrase' }));
  await expect.element(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Set a passphrase' })).toBeVisible();
});

it.each(['key-store', 'passphrase'] as const)(
  'G11 says nothing of it where the journal is encrypted (%s)',
  async (protection) => {
    await firstDay(protection);
    await expect.element(page.getByRole('button', { name: 'Connect' })).toBeVisible();
    await expect.element(page.getByText(/without encryption/)).not.toBeInTheDocument();
  },
);
