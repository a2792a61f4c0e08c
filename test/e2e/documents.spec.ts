import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { aFundRequest, aPartner } from '../support/records';
import { startKeyStore } from './support/key-store';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { projectRoot } from './support/project-root';
import { filesBelow, findSecrets } from './support/secret-search';

let userData: string;
let desk: Desk;

test.beforeEach(async () => {
  userData = newUserData();
  desk = await launchDesk({ userData });
});

test.afterEach(async () => {
  await desk.kill();
  removeFolder(userData);
});

/** Puts a partner and an approved request into the open workspace, as an import and an approval would. */
async function withApprovedRequest(page: Page): Promise<void> {
  const rows = {
    partners: aPartner({ name: 'Lieferant GmbH' }),
    fundRequests: aFundRequest({
      approval: { kind: 'approved', at: '2026-09-20T09:00:00.000Z' },
      approvedAmount: { minor: 60_000, currency: 'EUR' },
      activityType: 'events',
    }),
  };
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await page.evaluate(async (tables) => {
    const [found] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(found?.name ?? '');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    });
    for (const [table, row] of Object.entries(tables)) {
      await new Promise<void>((resolve, reject) => {
        const writing = db.transaction(table, 'readwrite');
        writing.objectStore(table).put(row);
        writing.oncomplete = () => resolve();
        writing.onerror = () => reject(writing.error ?? new Error('not written'));
      });
    }
    db.close();
  }, rows);
  await page.evaluate(() => {
    window.location.hash = '#/pop?id=request-1';
  });
  await page.reload();
}

/** How many dark pixels the first drawn page has; 0 while none is drawn. */
async function ink(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-drawn=true]');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let at = 0; at < data.length; at += 4)
      if ((data[at] ?? 255) < 128 && (data[at + 3] ?? 0) > 0) dark += 1;
    return dark;
  });
}

test('POP-6 an invoice is read, drawn and searched inside the app, and is there after a crash', async () => {
  const { page } = desk;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await withApprovedRequest(page);
  const folder = join(projectRoot, 'resources/demo/invoices');
  const names = ['EN16931_Einfach.pdf', 'Facture_FR_BASIC.pdf', 'acme_invoice-42_ZUGFeRD.pdf'];
  await page.locator('input[type=file]').setInputFiles(names.map((name) => join(folder, name)));
  await expect(page.getByRole('textbox', { name: 'Number', exact: true })).toHaveValue('471102');
  for (const name of names) {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('region', { name })).toBeVisible();
    await expect.poll(() => ink(page)).toBeGreaterThan(500);
  }
  await page.getByRole('button', { name: names[0] ?? '' }).click();
  await page.getByRole('searchbox', { name: 'Search in the document' }).fill('Lieferant GmbH');
  await expect(page.getByRole('status').filter({ hasText: /^1 of \d+$/ })).toBeVisible();
  expect(complaints).toEqual([]);

  await desk.kill();
  desk = await launchDesk({ userData });
  await desk.page.evaluate(() => {
    window.location.hash = '#/pop?id=request-1';
  });
  await expect(desk.page.getByRole('button', { name: names[0] ?? '' })).toBeVisible();
  const bytes = await desk.page.evaluate(async () => {
    const [found] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(found?.name ?? '');
      opening.onsuccess = () => resolve(opening.result);
    });
    return new Promise<number[][]>((resolve) => {
      const reading = db.transaction('blobs').objectStore('blobs').getAll();
      reading.onsuccess = () => resolve(reading.result.map((row: { bytes: Uint8Array }) => [...row.bytes]));
    });
  });
  const kept = bytes.map((blob) => Buffer.from(blob).toString('base64')).sort();
  const dropped = names.map((name) => readFileSync(join(folder, name)).toString('base64')).sort();
  expect(kept).toEqual(dropped);
});

test('G2 G7 a document that the journal lost, or has in part, comes back from the database after the start', async () => {
  await withApprovedRequest(desk.page);
  const names = ['EN16931_Einfach.pdf', 'Facture_FR_BASIC.pdf'];
  const paths = names.map((name) => join(projectRoot, 'resources/demo/invoices', name));
  await desk.page.locator('input[type=file]').setInputFiles(paths);
  for (const name of names) await expect(desk.page.getByRole('button', { name })).toBeVisible();
  const folder = join(userData, 'journal', 'desk', 'files');
  const sizes = () => readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]);
  await expect.poll(() => sizes().length).toBe(names.length);
  await desk.kill();
  const before = sizes();
  const [lost = '', cut = ''] = readdirSync(folder).map((name) => join(folder, name));
  rmSync(lost);
  truncateSync(cut, 1000);

  desk = await launchDesk({ userData });
  await expect.poll(sizes, { timeout: 60_000 }).toEqual(before);
});

/** Drops a list with a name that stands nowhere else, looks at it in the app, and ends the app as a crash would. */
async function dropList(name: string): Promise<void> {
  await withApprovedRequest(desk.page);
  const buffer = Buffer.from(
    `Company;Contact;Email;Title;Phone\nAcme;${name};a@acme.example;CTO;+49 40 1234\n`,
  );
  await desk.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer });
  await desk.page.getByRole('button', { name: 'leads.csv' }).click();
  await expect(desk.page.getByRole('cell', { name })).toBeVisible();
  await desk.kill();
}

test('POP-8 G11 nobody in a lead list can be read on the disk where there is a key store, but in the app after a restart', async () => {
  await desk.kill();
  removeFolder(userData);
  const keys = await startKeyStore();
  try {
    userData = newUserData();
    const launch = () => launchDesk({ userData, env: keys.env, args: keys.args });
    desk = await launch();
    const name = 'Philippa Quasimodo-Unlikely';
    await dropList(name);
    expect(findSecrets(filesBelow(userData), [name])).toEqual([]);
    desk = await launch();
    await desk.page.evaluate(() => {
      window.location.hash = '#/pop?id=request-1';
    });
    await desk.page.getByRole('button', { name: 'leads.csv' }).click();
    await expect(desk.page.getByRole('cell', { name })).toBeVisible();
    await desk.kill();
  } finally {
    keys.stop();
  }
});

test('POP-8 without a key store the search finds the list, and the settings say so', async () => {
  await desk.page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  await expect(desk.page.getByText('only as safe as this disk')).toBeVisible();
  const name = 'Philippa Quasimodo-Unlikely';
  await dropList(name);
  expect(findSecrets(filesBelow(userData), [name]).length).toBeGreaterThan(0);
});
