import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { newTactic } from './support/new-tactic';

let userData = '';
let saved = '';
let desk: Desk | null = null;

test.beforeEach(() => {
  userData = newUserData();
  saved = mkdtempSync(join(tmpdir(), 'channel-desk-saved-'));
});

test.afterEach(async () => {
  await desk?.close().catch(() => undefined);
  desk = null;
  removeFolder(userData);
  removeFolder(saved);
});

async function start(folder: string): Promise<Page> {
  desk = await launchDesk({ userData: folder, env: { CHANNEL_DESK_SAVE_DIR: saved } });
  await expect(desk.page.getByRole('navigation').first()).toBeVisible({ timeout: 60_000 });
  return desk.page;
}

async function show(page: Page, screen: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${screen}`);
}

/** Answers the system's own dialog for a file. */
async function willChoose(path: string): Promise<void> {
  await desk?.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
}

async function saveBackup(page: Page, passphrase: string): Promise<string> {
  await show(page, 'settings');
  await page.getByRole('button', { name: 'Save a backup…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a backup' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('Again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Choose where and save' }).click();
  await expect(page.getByText(/^The backup was saved: .* rows? and 0 documents/)).toBeVisible();
  const [name] = readdirSync(saved);
  return join(saved, name ?? '');
}

async function restore(page: Page, path: string, passphrase: string | null): Promise<void> {
  await willChoose(path);
  await show(page, 'settings');
  await page.getByRole('button', { name: 'Restore a backup…' }).click();
  if (passphrase !== null) {
    const dialog = page.getByRole('dialog', { name: 'Passphrase of the backup' });
    await dialog.getByLabel('Passphrase').fill('something else');
    await dialog.getByRole('button', { name: 'Read the backup' }).click();
    await expect(dialog).toContainText('not the passphrase it was saved with');
    await dialog.getByLabel('Passphrase').fill(passphrase);
    await dialog.getByRole('button', { name: 'Read the backup' }).click();
  }
  const question = page.getByRole('alertdialog', { name: 'Restore this backup?' });
  await expect(question).toContainText(/\d plan item/);
  await question.getByRole('button', { name: 'Replace my workspace' }).click();
  await expect(page.getByText('This workspace was restored from the backup')).toBeVisible({
    timeout: 60_000,
  });
}

test('G2 a backup brings a workspace back as it was, and what it replaced comes back from the one kept', async () => {
  const page = await start(userData);
  await newTactic(page, 'Roadshow Zürich');
  const path = await saveBackup(page, 'correct horse battery');
  expect(readFileSync(path, 'latin1')).not.toContain('Roadshow');
  await newTactic(page, 'Roadshow Basel');

  await restore(page, path, 'correct horse battery');
  await show(page, 'planner');
  await expect(page.getByText('Roadshow Zürich').first()).toBeVisible();
  await expect(page.getByText('Roadshow Basel')).toHaveCount(0);

  const kept = join(userData, 'kept');
  const [before] = readdirSync(kept).filter((name) => name.startsWith('before-restore-'));
  await restore(page, join(kept, before ?? ''), null);
  await show(page, 'planner');
  await expect(page.getByText('Roadshow Basel').first()).toBeVisible();
});

test('G2 a backup is restored on a new computer, and what it brought is there at the next start', async () => {
  let page = await start(userData);
  await newTactic(page, 'Roadshow Zürich');
  const path = await saveBackup(page, 'correct horse battery');
  await desk?.close();
  const other = newUserData();
  try {
    page = await start(other);
    await restore(page, path, 'correct horse battery');
    await desk?.kill();
    page = await start(other);
    await show(page, 'planner');
    await expect(page.getByText('Roadshow Zürich').first()).toBeVisible();
    await expect(page.getByText('This workspace was restored')).toHaveCount(0);
  } finally {
    await desk?.close();
    desk = null;
    removeFolder(other);
  }
});
