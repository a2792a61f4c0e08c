// Regenerates the pictures of the README: `tsx test/e2e/tour/screenshots.ts`. It starts both emulators, imports what the
// demo has, works a few steps offline and leaves one PNG per screen in resources/guide/screenshots.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchEmulators } from '../support/emulators';
import { type Desk, launchDesk, newUserData, removeFolder } from '../support/launch';
import { projectRoot } from '../support/project-root';
import { approveNewRequest, day, importWhatSheHas, planTactics, registerTwice } from './day';
import { smallerPng } from './smaller-png';
import { go, waitUntilSynced } from './steps-common';
import { openRequest } from './steps-mdf';
import { addAndAcceptProofs, openClaim } from './steps-pop';

const size = { width: 1360, height: 860 };
const folder = join(projectRoot, 'resources', 'guide', 'screenshots');

async function picture({ page }: Desk, name: string): Promise<void> {
  // Messages would cover a part of it.
  await page.getByLabel('Notifications', { exact: true }).evaluate((region) => {
    region.style.visibility = 'hidden';
  });
  writeFileSync(join(folder, `${name}.png`), smallerPng(await page.screenshot({ animations: 'disabled' })));
}

/** A light window of one size. */
async function dress({ app, page }: Desk): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function takeAll(desk: Desk, setOffline: (offline: boolean) => Promise<unknown>): Promise<void> {
  const { page } = desk;
  await dress(desk);
  await waitUntilSynced(page);
  await importWhatSheHas(page);
  await waitUntilSynced(page);
  await setOffline(true);
  await approveNewRequest(page);
  await openRequest(page, day.request, day.request);
  await page.getByRole('searchbox', { name: 'Search requests' }).fill('');
  await picture(desk, 'mdf');
  await openClaim(page, day.claimed);
  await addAndAcceptProofs(page, day.proofs);
  await picture(desk, 'pop-review');
  await planTactics(page);
  await picture(desk, 'planner');
  await registerTwice(page);
  await go(page, 'Sync');
  await picture(desk, 'sync-offline');
  await page.emulateMedia({ colorScheme: 'dark' });
  await go(page, 'Today');
  await picture(desk, 'today-dark');
}

mkdirSync(folder, { recursive: true });
const emulators = await launchEmulators();
const userData = newUserData();
const desk = await launchDesk({
  userData,
  // Grey edges of letters instead of coloured ones: smaller files.
  args: ['--disable-lcd-text'],
  env: { CHANNEL_DESK_DEMO: emulators.announcement },
});
try {
  await takeAll(desk, (offline) =>
    Promise.all([emulators.salesforce.offline(offline), emulators.gitlab.offline(offline)]),
  );
} finally {
  await desk.close();
  await emulators.stop();
  removeFolder(userData);
}
process.exit(0);
