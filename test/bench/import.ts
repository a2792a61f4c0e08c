import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { dialog, go, pickFiles } from '../e2e/tour/steps-common';
import { importFile } from '../e2e/tour/steps-import';
import { RECORDS } from './desk';
import { describeLine, figuresOf } from './figures';
import { generatedExport } from './generated-rows';
import { describeTasks, watchLongTasks } from './long-tasks';

const PARTNERS = 50;
const LIMIT = 300_000;

// The page is asked seldom and for little: the driver's own ways of looking take longer tasks than are promised.
const seldom = { timeout: LIMIT, polling: 50 };
const hasPreview = (): boolean => document.querySelector('[role="dialog"] [role="grid"]') !== null;
const isDone = (): boolean => document.querySelector('[role="dialog"] [aria-live]')?.textContent === 'Done';

/** A line of milliseconds without anything to compare them with. */
function timeLine(name: string, milliseconds: number): string {
  return describeLine({ name, own: figuresOf([milliseconds]), floor: null, promised: null });
}

/** 10,000 rows through the import dialog: the check of the rows, the import of those it took, and the window meanwhile. */
export async function benchImport(): Promise<readonly string[]> {
  const userData = newUserData();
  const files = newUserData();
  try {
    const { accounts, requests } = generatedExport(RECORDS, PARTNERS);
    const accountsFile = join(files, 'accounts.csv');
    const requestsFile = join(files, 'requests.csv');
    writeFileSync(accountsFile, accounts);
    writeFileSync(requestsFile, requests);
    const { page, close } = await launchDesk({ userData });
    await importFile(page, 'Partners', accountsFile);
    await go(page, 'MDF');
    await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).first().click();
    const wizard = dialog(page, 'Import fund requests');
    await pickFiles(page, wizard.getByRole('button', { name: 'Choose files' }), [requestsFile]);
    const check = wizard.getByRole('button', { name: 'Check the rows' });
    await expect(check).toBeEnabled({ timeout: LIMIT });
    const tasks = await watchLongTasks(page);
    const checking = performance.now();
    await check.click();
    await page.waitForFunction(hasPreview, null, seldom);
    const checked = performance.now() - checking;
    const whileChecking = await tasks.taken();
    const take = wizard.getByRole('button', { name: /^Import [\d,]+ row/ });
    const rows = (await take.innerText()).replace(/\D/g, '');
    // What the driver did in the page to find its way is not the app's.
    await tasks.taken();
    const importing = performance.now();
    await take.click();
    await page.waitForFunction(isDone, null, seldom);
    const imported = performance.now() - importing;
    const whileImporting = await tasks.taken();
    await close();
    return [
      timeLine(`check of ${RECORDS} rows`, checked),
      describeTasks(`the check of ${RECORDS} rows`, whileChecking),
      timeLine(`import of ${rows} rows`, imported),
      describeTasks(`the import of ${rows} rows`, whileImporting),
    ];
  } finally {
    removeFolder(userData);
    removeFolder(files);
  }
}
