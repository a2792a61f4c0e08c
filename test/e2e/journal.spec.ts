import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { newTactic } from './support/new-tactic';

let userData = '';
let desk: Desk | null = null;

test.beforeEach(() => {
  userData = newUserData();
});

test.afterEach(async () => {
  await desk?.close().catch(() => undefined);
  desk = null;
  removeFolder(userData);
});

async function start(): Promise<Page> {
  desk = await launchDesk({ userData });
  return desk.page;
}

async function isReady(page: Page): Promise<void> {
  await expect(page.getByRole('navigation').first()).toBeVisible({ timeout: 60_000 });
}

/** Every byte of the journal, as text. */
function journalText(): string {
  const folder = join(userData, 'journal', 'desk');
  return readdirSync(folder)
    .filter((name) => /\.(log|snap)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');
}

test('G2 a database that is gone comes back from the journal, and the person is told', async () => {
  let page = await start();
  await isReady(page);
  await newTactic(page, 'Roadshow Zürich');
  await desk?.kill();
  rmSync(join(userData, 'IndexedDB'), { recursive: true, force: true });

  page = await start();
  await isReady(page);
  const notice = page.getByRole('note').filter({ hasText: 'The local database was gone.' });
  await expect(notice).toContainText('were brought back from the journal');
  await expect(notice).toContainText('Everything that was saved is here.');
  await page.evaluate(() => {
    window.location.hash = '#/planner';
  });
  await expect(page.getByText('Roadshow Zürich').first()).toBeVisible();
  await notice.getByRole('button', { name: 'Got it' }).click();
  await expect(notice).toBeHidden();
});

test('G11 a passphrase encrypts the journal, is asked for at the next start, and can be taken away', async () => {
  let page = await start();
  await isReady(page);
  await newTactic(page, 'Plain before');
  expect(journalText()).toContain('Plain before');
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  await expect(page.getByText('the journal is not encrypted')).toBeVisible();
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase').fill('short');
  await dialog.getByRole('button', { name: 'Encrypt the journal' }).click();
  await expect(dialog).toContainText('Use at least 8 characters.');
  await dialog.getByLabel('Passphrase').fill('correct horse battery');
  await dialog.getByLabel('Again').fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Encrypt the journal' }).click();
  await expect(page.getByRole('button', { name: 'Change the passphrase' })).toBeVisible({ timeout: 30_000 });
  expect(journalText()).not.toContain('Plain before');
  await newTactic(page, 'Sealed after');
  expect(journalText()).not.toContain('Sealed after');
  await desk?.kill();

  rmSync(join(userData, 'IndexedDB'), { recursive: true, force: true });
  page = await start();
  await page.getByLabel('Passphrase').fill('something else');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByText('That is not the passphrase.')).toBeVisible();
  await page.getByLabel('Passphrase').fill('correct horse battery');
  await page.getByRole('button', { name: 'Open' }).click();
  await isReady(page);
  await page.evaluate(() => {
    window.location.hash = '#/planner';
  });
  for (const title of ['Plain before', 'Sealed after']) {
    await expect(page.getByText(title).first()).toBeVisible();
  }
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  await page.getByRole('button', { name: 'Take the passphrase away' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByText('the journal is not encrypted')).toBeVisible({ timeout: 30_000 });
  await desk?.kill();
  page = await start();
  await isReady(page);
});

test('G2 without its passphrase the journal is kept aside and the workspace opens as it is', async () => {
  let page = await start();
  await isReady(page);
  await newTactic(page, 'Still here');
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase').fill('correct horse battery');
  await dialog.getByLabel('Again').fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Encrypt the journal' }).click();
  await expect(page.getByRole('button', { name: 'Change the passphrase' })).toBeVisible({ timeout: 30_000 });
  await desk?.kill();

  page = await start();
  await page.getByRole('button', { name: 'Start without the journal' }).click();
  await isReady(page);
  await expect(page.getByText('The journal was gone. It was written anew')).toBeVisible();
  const kept = readdirSync(join(userData, 'kept'));
  expect(kept.some((name) => name.startsWith('journal-'))).toBe(true);
  expect(existsSync(join(userData, 'journal', 'desk'))).toBe(true);
});

test('G1 a second copy on the same data folder is refused and touches nothing; after a kill of the first a new one starts at once', async () => {
  let page = await start();
  await isReady(page);
  await newTactic(page, 'Of the first copy');
  // Without these Chromium does not know of the first copy, as when the folder is shared between two machines.
  for (const name of readdirSync(userData).filter((found) => found.startsWith('Singleton'))) {
    rmSync(join(userData, name), { force: true });
  }
  const second = await launchDesk({ userData });
  try {
    await expect(second.page.getByText('Another copy of Channel Desk has this workspace open.')).toBeVisible({
      timeout: 60_000,
    });
    await expect(second.page.getByRole('button')).toHaveCount(0);
    await newTactic(page, 'While the second waits');
  } finally {
    await second.close();
  }
  await desk?.kill();
  page = await start();
  await isReady(page);
  await page.evaluate(() => {
    window.location.hash = '#/planner';
  });
  for (const title of ['Of the first copy', 'While the second waits']) {
    await expect(page.getByText(title).first()).toBeVisible();
  }
  await expect(page.getByRole('note').filter({ hasText: /was gone|was damaged|journal/ })).toHaveCount(0);
});

test('G2 a database and a journal that cannot be read are both kept, and the person can start empty', async () => {
  let page = await start();
  await isReady(page);
  await newTactic(page, 'Before the damage');
  await desk?.kill();
  const [database = ''] = readdirSync(join(userData, 'IndexedDB')).filter((name) =>
    name.endsWith('.leveldb'),
  );
  const place = join(userData, 'IndexedDB', database);
  rmSync(place, { recursive: true, force: true });
  // A file in the place of the folder: Chromium can neither open the database nor make it anew.
  writeFileSync(place, 'not a folder');
  const journal = join(userData, 'journal', 'desk');
  for (const name of readdirSync(journal).filter((found) => /\.(log|snap)$|^acknowledged$/.test(found))) {
    writeFileSync(join(journal, name), 'not a journal');
  }

  page = await start();
  await expect(page.getByText('Neither the workspace nor its journal can be read')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.getByRole('button', { name: 'Keep both aside and start empty' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Start with an empty workspace?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(existsSync(join(userData, 'kept'))).toBe(false);
  await page.getByRole('button', { name: 'Keep both aside and start empty' }).click();
  await asked.getByRole('button', { name: 'Start empty' }).click();
  await isReady(page);
  const notice = page.getByRole('alert').filter({ hasText: 'This workspace was started empty' });
  const kept = readdirSync(join(userData, 'kept'));
  for (const part of ['database-', 'journal-']) {
    const name = kept.find((found) => found.startsWith(part)) ?? 'none';
    await expect(notice).toContainText(join(userData, 'kept', name));
  }
  const copy = kept.find((found) => found.startsWith('database-')) ?? 'none';
  expect(readFileSync(join(userData, 'kept', copy, database), 'utf8')).toBe('not a folder');
  await newTactic(page, 'After the damage');
  await desk?.kill();

  page = await start();
  await isReady(page);
  await page.evaluate(() => {
    window.location.hash = '#/planner';
  });
  await expect(page.getByText('After the damage').first()).toBeVisible();
  await expect(page.getByText('Before the damage')).toHaveCount(0);
});
