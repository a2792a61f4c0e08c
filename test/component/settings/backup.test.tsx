import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { BackupContents } from '../../../shared/schema/backup';
import { Instant } from '../../../shared/schema/values';
import { aFundRequest } from '../../support/records';
import { axeProblems } from '../support/axe';
import { fakeMain, type FakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { anIntent, intentId } from '../../contract/local-store/samples';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const contents: BackupContents = {
  name: 'channel-desk-2026-11-20.deskbackup',
  madeAt: Instant.parse('2026-11-20T08:00:00.000Z'),
  app: '1.2.3',
  workspace: 'desk',
  dbVersion: 5,
  partners: 1200,
  requests: 1,
  planItems: 4,
  rows: 2000,
  files: 3,
  unsent: 2,
  problems: [],
  problemCount: 0,
};
const read = { ok: true as const, value: { kind: 'read' as const, contents } };
const full = { message: 'The disk is full.', fix: 'Free some space and try again.' };

async function settingsWith(main: FakeMain, theme: 'light' | 'dark' = 'light'): Promise<void> {
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', main, theme });
}

function callsOf(main: FakeMain, channel: string): unknown[] {
  return main.calls.filter((call) => call.channel === channel).map(({ input }) => input);
}

async function press(name: string): Promise<void> {
  await userEvent.click(page.getByRole('button', { name }));
}

describe('saving a backup', () => {
  it('wants a passphrase or a decision against one, says where it went, and what is not in it', async () => {
    const value = { path: '/usb/mine.deskbackup', rows: 1, files: 2, left: ['the file “booth.jpg”'] };
    const main = fakeMain({ 'backup.save': () => ({ ok: true, value }) });
    await settingsWith(main);
    await press('Save a backup…');
    const dialog = page.getByRole('dialog');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('Use at least 8 characters.')).toBeVisible();
    await userEvent.click(dialog.getByText('Protect it with a passphrase'));
    await userEvent.click(dialog.getByRole('button', { name: 'Choose where and save' }));
    await expect.element(page.getByText(/with 1 row and 2 documents, in \/usb\/mine/)).toBeVisible();
    await expect.element(page.getByText('the file “booth.jpg”')).toBeVisible();
    expect(callsOf(main, 'backup.save')).toEqual([
      { dbVersion: 5, last: expect.any(Number), passphrase: null },
    ]);
  });

  it('stays as it was typed when no place is chosen or the disk refuses', async () => {
    const answers = [
      { ok: true as const, value: null },
      { ok: false as const, error: full },
    ];
    const main = fakeMain({ 'backup.save': () => answers.shift() ?? { ok: true, value: null } });
    await settingsWith(main);
    await press('Save a backup…');
    const dialog = page.getByRole('dialog');
    await userEvent.fill(dialog.getByLabelText('Passphrase', { exact: true }), 'correct horse');
    await userEvent.fill(dialog.getByLabelText('Again'), 'correct horse');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => callsOf(main, 'backup.save').length).toBe(1);
    await expect.element(dialog.getByRole('button', { name: 'Choose where and save' })).toBeEnabled();
    await userEvent.click(dialog.getByRole('button', { name: 'Choose where and save' }));
    await expect.element(dialog.getByText(/The disk is full\. Free some space/)).toBeVisible();
    await expect.element(dialog.getByLabelText('Again')).toHaveValue('correct horse');
  });
});

describe('restoring a backup', () => {
  it('shows what it holds and what it replaces before anything is changed', async () => {
    const main = fakeMain({
      'backup.choose': () => read,
      'backup.restore': () => ({ ok: false, error: full }),
    });
    await settingsWith(main);
    await desk?.data.store.commit({
      puts: [{ kind: 'fund-request', record: aFundRequest() }],
      newIntents: [anIntent({ id: intentId('intent-1') })],
    });
    await press('Restore a backup…');
    const dialog = page.getByRole('alertdialog');
    await expect
      .element(dialog.getByText('1,200 partners, 1 fund request, 4 plan items, 3 documents'))
      .toBeVisible();
    await expect.element(dialog.getByText('2 changes')).toBeVisible();
    await expect.element(dialog.getByText(/^1 change made here is not sent yet/)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Replace my workspace' }));
    await expect.element(dialog.getByText(/The disk is full\. Free some space/)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Restore a backup…' })).toHaveFocus();
  });

  it('asks for the passphrase, and again when it is another one', async () => {
    const locked = { kind: 'locked' as const, name: 'mine.deskbackup' };
    const main = fakeMain({
      'backup.choose': () => ({ ok: true, value: { ...locked, isWrong: false } }),
      'backup.unlock': ({ passphrase }) =>
        passphrase === 'correct horse' ? read : { ok: true, value: { ...locked, isWrong: true } },
    });
    await settingsWith(main);
    await press('Restore a backup…');
    const dialog = page.getByRole('dialog');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('Type the passphrase.')).toBeVisible();
    await userEvent.keyboard('wrong{Enter}');
    await expect.element(dialog.getByText(/not the passphrase it was saved with/)).toBeVisible();
    await userEvent.fill(dialog.getByLabelText('Passphrase'), 'correct horse');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alertdialog')).toBeVisible();
  });

  it('says why a file cannot be restored, and nothing when none is chosen', async () => {
    const answers = [
      { ok: true as const, value: null },
      { ok: false as const, error: { message: '“a.jpg” is no backup.', fix: 'Choose another file.' } },
    ];
    const main = fakeMain({ 'backup.choose': () => answers.shift() ?? { ok: true, value: null } });
    await settingsWith(main);
    await press('Restore a backup…');
    await expect.poll(() => callsOf(main, 'backup.choose').length).toBe(1);
    await press('Restore a backup…');
    await expect.element(page.getByText('“a.jpg” is no backup. Choose another file.')).toBeVisible();
    await press('Restore a backup…');
    await expect
      .element(page.getByText('“a.jpg” is no backup. Choose another file.'))
      .not.toBeInTheDocument();
  });

  it('asks before it takes settings that are not saved', async () => {
    const main = fakeMain({ 'backup.choose': () => read });
    await settingsWith(main);
    await userEvent.fill(page.getByRole('textbox', { name: 'Name' }), 'Dana Weber-Kim');
    await press('Restore a backup…');
    await expect.element(page.getByText('Discard what you entered?')).toBeVisible();
    expect(callsOf(main, 'backup.choose')).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('a damaged backup (%s)', (theme) => {
  it('names what is missing, counts the rest, and says so on the button', async () => {
    const problems = Array.from(
      { length: 20 },
      (_, index) => `a row of partners (${index}): name: is missing`,
    );
    const damaged = { kind: 'read' as const, contents: { ...contents, problems, problemCount: 1020 } };
    await settingsWith(fakeMain({ 'backup.choose': () => ({ ok: true, value: damaged }) }), theme);
    await press('Restore a backup…');
    const dialog = page.getByRole('alertdialog');
    await expect.element(dialog.getByText('a row of partners (19): name: is missing')).toBeInTheDocument();
    await expect.element(dialog.getByText('and 1,000 other things')).toBeInTheDocument();
    await expect
      .element(dialog.getByRole('button', { name: 'Replace it without what is missing' }))
      .toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
