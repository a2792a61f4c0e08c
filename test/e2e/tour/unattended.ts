// The tour without anybody watching: `tsx test/e2e/tour/unattended.ts FOLDER`. Started by `npm start` where there is no
// display; electron/runtime/start.mjs says what it must leave in the folder.
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../shared/schema/zod';
import { launchDesk, newUserData, removeFolder } from '../support/launch';
import { importWhatSheHas, workTheDay } from './day';
import { takePictures } from './pictures';
import { go, waitUntilSynced } from './steps-common';
import { expect } from './patient';

const Controls = z.object({
  salesforce: z.object({ controlUrl: z.url() }),
  gitlab: z.object({ controlUrl: z.url() }),
});

async function network(announcement: string, isOn: boolean): Promise<void> {
  const { salesforce, gitlab } = Controls.parse(JSON.parse(announcement));
  for (const { controlUrl } of [salesforce, gitlab]) {
    await fetch(`${controlUrl}/offline`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offline: !isOn }),
    });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function tour(folder: string, announcement: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const userData = newUserData();
  const desk = await launchDesk({
    userData,
    env: {
      CHANNEL_DESK_DEMO: announcement,
      CHANNEL_DESK_SAVE_DIR: folder,
      CHANNEL_DESK_MAIL_LOG: join(folder, 'mail-drafts.txt'),
    },
  });
  const { page } = desk;
  try {
    await waitUntilSynced(page);
    say('Synced with both systems. Importing the sample exports …');
    const { accounts, requests } = await importWhatSheHas(page);
    say(
      `Imported ${accounts.taken} accounts and ${requests.taken} requests; ${requests.held} rows wait to be fixed.`,
    );
    await network(announcement, false);
    say('Network off. Approving, declining, reviewing, planning, registering and printing …');
    await workTheDay(page);
    await takePictures(page, folder);
    await network(announcement, true);
    say('Network on. Everything goes out by itself …');
    await go(page, 'Sync');
    // A real network tells that it is back; one that is only played does not.
    await page.getByRole('button', { name: 'Sync now' }).click();
    await waitUntilSynced(page);
    await page.screenshot({ path: join(folder, '8-synced.png'), animations: 'disabled' });
    await go(page, 'MDF');
    await page.getByRole('searchbox', { name: 'Search requests' }).fill('');
    await page.getByRole('main').getByRole('button', { name: 'Export', exact: true }).click();
    await expect.poll(() => readdirSync(folder)).toContain('mdf-report.csv');
    const plan = readdirSync(folder).find((name) => /^plan-.*\.pdf$/.test(name));
    if (plan === undefined) throw new Error('the plan was not printed');
    renameSync(join(folder, plan), join(folder, 'timeline.pdf'));
  } catch (cause) {
    await page
      .screenshot({ path: join(folder, 'stopped-here.png'), animations: 'disabled' })
      .catch(() => undefined);
    throw cause;
  } finally {
    await desk.close();
    removeFolder(userData);
  }
}

const folder = process.argv[2];
const announcement = process.env['CHANNEL_DESK_DEMO'];
if (folder === undefined || announcement === undefined) {
  process.stderr.write('Usage: CHANNEL_DESK_DEMO=<announcement> tsx test/e2e/tour/unattended.ts FOLDER\n');
  process.exit(2);
}
try {
  await tour(folder, announcement);
} catch (cause) {
  // What a test driver says goes on for pages; its first lines name the step and the time it was given.
  const words = (cause instanceof Error ? cause.message : String(cause)).split('\n').slice(0, 4).join('\n');
  process.stderr.write(`A step of the tour was not finished in time:\n${words}\n`);
  process.exit(1);
}
process.exit(0);
