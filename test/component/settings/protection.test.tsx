import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

it('waits for the passphrase to be set, and forgets what went wrong once another one is typed', async () => {
  const refusal = { message: 'The disk is full.', fix: 'Make room and try again.' };
  let answer: () => void = () => undefined;
  const main = fakeMain({
    'journal.protect': () =>
      new Promise((resolve) => {
        answer = () => resolve({ ok: false, error: refusal });
      }),
  });
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', main });
  await userEvent.click(page.getByRole('button', { name: 'Set a passphrase' }));
  const dialog = page.getByRole('dialog');
  await userEvent.fill(dialog.getByLabelText('Passphrase'), 'correct horse');
  await userEvent.fill(dialog.getByLabelText('Again'), 'correct horse');
  await userEvent.keyboard('{Enter}{Enter}');
  await expect.element(dialog.getByRole('button', { name: 'Cancel' })).toBeDisabled();
  answer();
  await expect.element(dialog.getByText('The disk is full.')).toBeVisible();
  expect(main.calls.filter(({ channel }) => channel === 'journal.protect')).toHaveLength(1);
  await userEvent.fill(dialog.getByLabelText('Again'), 'correct horses');
  await expect.element(dialog.getByText('The disk is full.')).not.toBeInTheDocument();
});

it('asks before a new passphrase, with which the page begins anew, takes settings that are not saved', async () => {
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings' });
  await userEvent.fill(page.getByRole('textbox', { name: 'Name' }), 'Dana Weber-Kim');
  await userEvent.click(page.getByRole('button', { name: 'Set a passphrase' }));
  await expect.element(page.getByText('Discard what you entered?')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Cancel' }));
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: 'Save settings' }));
  await userEvent.click(page.getByRole('button', { name: 'Set a passphrase' }));
  await expect.element(page.getByRole('dialog').getByLabelText('Again')).toBeVisible();
});

describe.each(['light', 'dark'] as const)('the safety of what is saved (%s)', (theme) => {
  it.each([
    [true, /encrypted with a key of their own that the key store keeps/],
    [false, /not encrypted: they are only as safe as this disk/],
  ])('POP-8 says how lead lists lie on the disk (key store: %s)', async (durable, words) => {
    const main = fakeMain({ 'app.secrets': () => ({ ok: true, value: { durable } }) });
    desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', theme, main });
    await expect.element(page.getByText(words)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
