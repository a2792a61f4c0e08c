import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Emulators, launchEmulators } from './support/emulators';
import { type Desk, launchDesk, newUserData, removeFolder } from './support/launch';
import { readPdf } from './support/pdf';
import { day, importWhatSheHas, workTheDay } from './tour/day';
import { recordsWhere, remoteStates, sha256Of } from './tour/oracle';
import { go, waitUntilSynced } from './tour/steps-common';
import { openRequest, renameRequest } from './tour/steps-mdf';
import { barOf } from './tour/steps-plan';

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

  await test.step('work with no network', async () => {
    await network(false);
    await workTheDay(desk.page);
    const [plan] = readdirSync(saved).filter((name) => name.endsWith('.pdf'));
    expect((await readPdf(readFileSync(join(saved, plan ?? '')))).pages.length).toBeGreaterThan(0);
  });

  await test.step('a crash loses nothing', async () => {
    await desk.kill();
    desk = await start();
    const inspector = await openRequest(desk.page, day.request, day.request);
    await expect(inspector.getByRole('list', { name: 'Approval' })).toContainText('Jonas Lind');
    await go(desk.page, 'Planner');
    for (const name of day.tactics) await expect(barOf(desk.page, name)).toBeVisible();
  });

  await test.step('reconnect: everything goes out by itself', async () => {
    await network(true);
    await waitUntilSynced(desk.page);
  });

  await test.step('both systems hold exactly what was done, once', async () => {
    const { gitlab, salesforce } = await remoteStates(emulators);
    const epics = gitlab.epics.filter(({ title }) => title.includes(day.request));
    expect(epics).toHaveLength(1);
    expect(epics[0]?.title).toBe(`MDF - ${day.partner} - ${day.request}`);
    expect(epics[0]?.confidential).toBe(true);

    const issues = gitlab.issues.filter(({ title }) => title.includes(day.request));
    expect(issues.map(({ iid }) => iid).sort()).toEqual(epics[0]?.issues.map(({ iid }) => iid).sort());
    const [campaign, list, pop] = ['Campaign Creation', 'List Upload', 'MDF POP'].map((start) =>
      issues.filter(({ title }) => title.startsWith(start)),
    );
    expect(campaign).toMatchObject([{ labels: ['verticurl'], assignees: ['verticurl-agency'] }]);
    expect(list).toHaveLength(1);
    expect(pop).toHaveLength(1);
    expect(pop?.[0]?.labels).toContain('MDF-POP');
    for (const { iid } of issues) expect(epics[0]?.description).toContain(`/issues/${iid}`);

    const requests = recordsWhere(salesforce, 'PartnerFundRequest', (row) => row['Title'] === day.request);
    expect(requests).toMatchObject([{ Status: 'Approved', Amount: 4000, ChannelPartnerId: day.partnerId }]);
    const declined = recordsWhere(
      salesforce,
      'PartnerFundRequest',
      (row) => row['Title'] === day.declined.title,
    );
    expect(declined).toMatchObject([{ Status: 'Rejected' }]);
    const claims = recordsWhere(salesforce, 'PartnerFundClaim', (row) => row['Title'] === day.claimed);
    expect(claims).toMatchObject([{ Status: 'Approved' }]);

    const events = recordsWhere(
      salesforce,
      'Event',
      (row) =>
        row['WhatId'] === day.partnerId &&
        day.registrations.some(({ subject }) => subject === row['Subject']),
    );
    expect(events).toHaveLength(2);
    for (const event of events) expect(event).toMatchObject({ Type: 'Marketing', IsReminderSet: false });

    for (const name of day.tactics) {
      const planned = gitlab.issues.filter(({ title }) => title.includes(name));
      expect(planned).toHaveLength(1);
      expect(planned[0]?.due).not.toBeNull();
    }

    const files = salesforce.files.map(({ title, sha256 }) => [title, sha256]);
    for (const { path, name } of day.proofs.filter(({ name }) => !name.endsWith('.csv'))) {
      expect(files.filter(([title]) => title === name)).toEqual([[name, sha256Of(path)]]);
    }
    // A lead list is personal data and stays on this desk (POP-8).
    expect(files.map(([title]) => title)).not.toContain('lead-list.csv');
    const uploads = gitlab.uploads.filter(({ filename }) => filename === day.contract.name);
    expect(uploads.map(({ sha256 }) => sha256)).toEqual([sha256Of(day.contract.path)]);
    expect(pop?.[0]?.notes.filter(({ body }) => body.includes(day.contract.name))).toHaveLength(1);
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
