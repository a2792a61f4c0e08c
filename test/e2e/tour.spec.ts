import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Emulators, launchEmulators } from './support/emulators';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { readPdf } from './support/pdf';
import { day, importWhatSheHas, workTheDay } from './tour/day';
import { differences, wholeWorld, type World } from './tour/differences';
import { localRows } from './tour/local-rows';
import { recordsWhere, remoteStates } from './tour/oracle';
import { go, waitUntilSynced } from './tour/steps-common';
import { openRequest, renameRequest } from './tour/steps-mdf';
import { barOf, spanOf } from './tour/steps-plan';
import { expectTheDay } from './tour/what-was-done';

let emulators: Emulators;
let userData: string;
let saved: string;
let desk: Desk;

function start(): Promise<Desk> {
  return launchDesk({
    userData,
    env: {
      CHANNEL_DESK_DEMO: emulators.announcement,
      CHANNEL_DESK_SAVE_DIR: saved,
      CHANNEL_DESK_MAIL_LOG: join(saved, 'mail.log'),
    },
  });
}

async function network(isOn: boolean): Promise<void> {
  await emulators.salesforce.offline(!isOn);
  await emulators.gitlab.offline(!isOn);
}

/** The printed plan says what was planned, for whom, when, and on which page. */
async function expectPrintedPlan(): Promise<void> {
  const plans = readdirSync(saved).filter((name) => name.endsWith('.pdf'));
  expect(plans).toHaveLength(1);
  const { pages } = await readPdf(readFileSync(join(saved, plans[0] ?? '')));
  const text = pages.map((page) => page.text).join('\n');
  for (const name of [...day.tactics, day.partner]) expect(text).toContain(name);
  for (const [at, page] of pages.entries())
    expect(page.text).toMatch(new RegExp(`page ${at + 1} of ${pages.length}`, 'i'));
}

const remoteTitle = 'Breakfast renamed in Salesforce';

async function remoteId(title: string): Promise<string> {
  const { salesforce } = await remoteStates(emulators);
  const [row] = recordsWhere(salesforce, 'PartnerFundRequest', (record) => record['Title'] === title);
  return String(row?.['Id']);
}

async function changeTitle(id: string, title: string): Promise<void> {
  await emulators.salesforce.change({
    action: 'update',
    object: 'PartnerFundRequest',
    id,
    fields: { Title: title },
  });
}

test.beforeAll(async () => {
  emulators = await launchEmulators();
  userData = newUserData();
  saved = mkdtempSync(join(tmpdir(), 'channel-desk-saved-'));
  desk = await start();
});

test.afterAll(async () => {
  await desk.close();
  await emulators.stop();
  removeFolder(userData);
  removeFolder(saved);
});

test('a whole day: import, work offline, crash, reconnect, all of it there once', async () => {
  test.setTimeout(420_000);
  await test.step('import what she has today', async () => {
    await waitUntilSynced(desk.page);
    const { accounts, requests } = await importWhatSheHas(desk.page);
    expect(accounts.held).toBe(0);
    expect(requests.taken).toBeGreaterThan(100);
    expect(requests.held).toBeGreaterThan(0);
  });

  let before: World = new Map();
  await test.step('work with no network', async () => {
    await waitUntilSynced(desk.page);
    before = await wholeWorld(emulators);
    await network(false);
    await workTheDay(desk.page);
    await expectPrintedPlan();
  });

  await test.step('a crash loses nothing', async () => {
    const saidBefore = await localRows(desk.page);
    await desk.kill();
    desk = await start();
    const inspector = await openRequest(desk.page, day.request, day.request);
    await expect(inspector.getByRole('list', { name: 'Approval' })).toContainText('Jonas Lind');
    await go(desk.page, 'Planner');
    for (const [at, name] of day.tactics.entries()) {
      await expect(barOf(desk.page, name)).toHaveAttribute(
        'aria-label',
        spanOf(day.planned[at] ?? { start: '', end: '' }),
      );
    }
    const saidAfter = await localRows(desk.page);
    expect(saidAfter).toEqual(saidBefore);
    expect(saidAfter.waiting.length).toBeGreaterThan(10);
    expect(differences(before, await wholeWorld(emulators))).toEqual({ added: {}, changed: [], removed: [] });
  });

  await test.step('reconnect: everything goes out by itself', async () => {
    await network(true);
    await waitUntilSynced(desk.page);
  });

  await test.step('both systems hold exactly what was done, once', async () => {
    await expectTheDay(emulators, before);
  });

  await test.step('a change made remotely arrives', async () => {
    await changeTitle(await remoteId(day.request), remoteTitle);
    await desk.page.getByRole('button', { name: /^Synced/ }).click();
    await desk.page.getByRole('button', { name: 'Sync now' }).click();
    await waitUntilSynced(desk.page);
    await openRequest(desk.page, remoteTitle, remoteTitle);
  });

  await test.step('the same field changed here and there is shown with both values', async () => {
    await network(false);
    await renameRequest(desk.page, day.draft, 'As named here');
    await changeTitle(await remoteId(day.draft), 'As named there');
    await network(true);
    await go(desk.page, 'Sync');
    await desk.page.getByRole('tab', { name: /^Conflicts/ }).click();
    await desk.page.getByRole('button', { name: 'Sync now' }).click();
    const field = desk.page
      .getByRole('row')
      .filter({ has: desk.page.getByRole('rowheader', { name: 'Activity' }) });
    await expect(field.getByText('As named here')).toBeVisible({ timeout: 60_000 });
    await expect(field.getByText('As named there')).toBeVisible();
    await expect(field.getByText(day.draft)).toBeVisible();
  });
});
