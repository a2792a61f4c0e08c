import { expect, type Page, test } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { z } from '../../shared/schema/zod';
import { type Emulators, launchEmulators } from './support/emulators';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';

// What a person saves, in a real window on a real database, and what Salesforce then holds.

const OBJECT = 'PartnerFundRequest';
const Requests = z.object({
  records: z.object({ [OBJECT]: z.array(z.object({ Id: z.string(), Title: z.string() })) }),
});

let emulators: Emulators;
let desk: Desk;
let userData: string;

test.beforeEach(async () => {
  userData = newUserData();
  emulators = await launchEmulators();
  desk = await launchDesk({ userData, env: { CHANNEL_DESK_DEMO: emulators.announcement } });
  await go('#/mdf');
  await expect(desk.page.getByRole('status').filter({ hasText: '21 requests' })).toBeVisible();
});

test.afterEach(async () => {
  await desk.close();
  await emulators.stop();
  removeFolder(userData);
});

async function go(hash: string): Promise<void> {
  await desk.page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

/** Gives a request another title, as a person does. */
async function rename(page: Page, from: string, to: string): Promise<void> {
  await go('#/mdf');
  await page.getByRole('gridcell', { name: from, exact: true }).click();
  await page.getByRole('complementary', { name: from }).getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: /^Activity/ }).fill(to);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
}

async function bothOffline(offline: boolean): Promise<void> {
  await Promise.all([emulators.salesforce.offline(offline), emulators.gitlab.offline(offline)]);
}

/** All requests that Salesforce holds, as their titles. */
async function remoteTitles(): Promise<string[]> {
  const { records } = Requests.parse(await emulators.salesforce.state());
  return records[OBJECT].map(({ Title }) => Title);
}

async function remoteId(title: string): Promise<string> {
  const { records } = Requests.parse(await emulators.salesforce.state());
  const found = records[OBJECT].find(({ Title }) => Title === title);
  if (found === undefined) throw new Error(`Salesforce has no request “${title}”`);
  return found.Id;
}

async function openSync(tab: string): Promise<Page> {
  await go(`#/sync?tab=${tab}`);
  return desk.page;
}

/** What axe finds wrong once nothing moves any more. */
async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(axe.source);
  // What screen readers were told a moment ago points to buttons that are gone by now.
  const where = { exclude: [['[data-live-announcer]']] };
  const { violations } = await page.evaluate(
    (context) =>
      (globalThis as unknown as { axe: { run(on: unknown): Promise<AxeResults> } }).axe.run(context),
    where,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`));
}

test('G5 the queue grows offline and drains once the network is back, each change once', async () => {
  const { page } = desk;
  await bothOffline(true);
  await rename(page, 'Secure software factory seminar', 'Factory seminar, offline');
  await rename(page, 'Free trial landing page and ads', 'Landing page, offline');
  await openSync('queue');
  await expect(page.getByText('2 changes wait for a connection.')).toBeVisible();
  await expect(page.getByRole('gridcell', { name: 'Factory seminar, offline' })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: 'Landing page, offline' })).toBeVisible();
  await expect(page.getByText(/Salesforce cannot be reached/).first()).toBeVisible();
  expect(await axeProblems(page)).toEqual([]);
  expect(await remoteTitles()).toHaveLength(21);

  await emulators.salesforce.reset();
  await bothOffline(false);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible({ timeout: 30_000 });
  const titles = await remoteTitles();
  expect(titles).toHaveLength(21);
  expect(titles).toEqual(expect.arrayContaining(['Factory seminar, offline', 'Landing page, offline']));
  // Both went in one call; another one, alone or together, would have written something twice.
  const writes = (await emulators.salesforce.requests()).filter((line) =>
    /^(PATCH .*PartnerFundRequest.*|POST .*\/composite)$/.test(line),
  );
  expect(writes).toEqual([expect.stringMatching(/^POST .*\/composite$/)]);

  await page.getByRole('radio', { name: 'Finished' }).click();
  await expect(page.getByRole('gridcell', { name: 'Factory seminar, offline' })).toBeVisible();
});

for (const side of ['mine', 'theirs'] as const) {
  test(`G4 a field changed here and there is shown with both values and settled as ${side}`, async () => {
    const { page } = desk;
    const id = await remoteId('Secure software factory seminar');
    await bothOffline(true);
    await rename(page, 'Secure software factory seminar', 'Seminar as named here');
    await emulators.salesforce.change({
      action: 'update',
      object: OBJECT,
      id,
      fields: { Title: 'Seminar as named there' },
    });
    await bothOffline(false);
    await openSync('conflicts');
    await page.getByRole('button', { name: 'Sync now' }).click();

    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Activity' }) });
    await expect(row.getByText('Secure software factory seminar')).toBeVisible({ timeout: 30_000 });
    await expect(row.getByText('Seminar as named here')).toBeVisible();
    await expect(row.getByText('Seminar as named there')).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
    expect(await remoteTitles()).toContain('Seminar as named there');

    const [choice, kept, lost] =
      side === 'mine'
        ? (['Activity: here', 'Seminar as named here', 'Seminar as named there'] as const)
        : (['Activity: Salesforce', 'Seminar as named there', 'Seminar as named here'] as const);
    await page.getByRole('radio', { name: choice }).check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
    await openSync('queue');
    await expect(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible({ timeout: 30_000 });
    await expect.poll(remoteTitles).toContain(kept);
    expect(await remoteTitles()).not.toContain(lost);
    await go('#/mdf');
    await expect(page.getByRole('gridcell', { name: kept, exact: true })).toBeVisible();
  });
}

test('G4 a request deleted there while it was changed here can be let go', async () => {
  const { page } = desk;
  const id = await remoteId('Secure software factory seminar');
  await bothOffline(true);
  await rename(page, 'Secure software factory seminar', 'Seminar as named here');
  await emulators.salesforce.change({ action: 'delete', object: OBJECT, id });
  await bothOffline(false);
  await openSync('conflicts');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('button', { name: 'Accept the deletion' }).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await openSync('queue');
  await expect(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible({ timeout: 30_000 });
});

test('what waits survives a crash and is sent after the next start', async () => {
  await bothOffline(true);
  await rename(desk.page, 'Secure software factory seminar', 'Saved before the crash');
  await desk.kill();
  await bothOffline(false);
  desk = await launchDesk({ userData, env: { CHANNEL_DESK_DEMO: emulators.announcement } });
  await expect.poll(remoteTitles, { timeout: 30_000 }).toContain('Saved before the crash');
  expect(await remoteTitles()).toHaveLength(21);
});

test('both connections are shown and can be disconnected', async () => {
  const page = await openSync('connections');
  await expect(page.getByText('Signed in')).toHaveCount(2);
  await expect(page.getByText(/of 15,000/)).toBeVisible();
  expect(await axeProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Disconnect GitLab' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('Signed in')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Connect GitLab' })).toBeVisible();
});
