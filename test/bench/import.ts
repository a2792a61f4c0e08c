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
const FEW = 1000;
const LIMIT = 300_000;

// The page is asked seldom and for little: the driver's own ways of looking take longer tasks than are promised.
const seldom = { timeout: LIMIT, polling: 50 };
const hasPreview = (): boolean => document.querySelector('[role="dialog"] [role="grid"]') !== null;
const isDone = (): boolean => document.querySelector('[role="dialog"] [aria-live]')?.textContent === 'Done';

type ImportTimes = {
  /** Milliseconds that the check of the rows took, and the import of those it took. */
  readonly checked: number;
  readonly imported: number;
  readonly taken: number;
  readonly whileChecking: readonly number[];
  readonly whileImporting: readonly number[];
};

/** So many rows through the import dialog, on a desk of their own. */
async function timesOf(records: number): Promise<ImportTimes> {
  const userData = newUserData();
  const files = newUserData();
  try {
    const { accounts, requests } = generatedExport(records, PARTNERS);
    const accountsFile = join(files, 'accounts.csv');
    const requestsFile = join(files, 'requests.csv');
    writeFileSync(accountsFile, accounts);
    writeFileSync(requestsFile, requests);
    const { page, close } = await launchDesk({ userData });
    await importFile(page, 'Partners', accountsFile);
    await go(page, 'MDF');
    await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).first().click();
    const wizard = dialog(page, 'Import fund requests');
    await pickFiles(page, wizard.getByRole('button', { name: 'Choose a file' }), [requestsFile]);
    const check = wizard.getByRole('button', { name: 'Check the rows' });
    await expect(check).toBeEnabled({ timeout: LIMIT });
    const tasks = await watchLongTasks(page);
    const checking = performance.now();
    await check.click();
    await page.waitForFunction(hasPreview, null, seldom);
    const checked = performance.now() - checking;
    const whileChecking = await tasks.taken();
    const take = wizard.getByRole('button', { name: /^Import [\d,]+ row/ });
    const taken = Number((await take.innerText()).replace(/\D/g, ''));
    // What the driver did in the page to find its way is not the app's.
    await tasks.taken();
    const importing = performance.now();
    await take.click();
    await page.waitForFunction(isDone, null, seldom);
    const imported = performance.now() - importing;
    const whileImporting = await tasks.taken();
    await close();
    return { checked, imported, taken, whileChecking, whileImporting };
  } finally {
    removeFolder(userData);
    removeFolder(files);
  }
}

/** A line that is 1 where the time grows with the rows, and more where it grows faster. */
function growthLine(what: string, all: number, few: number): string {
  const floor = figuresOf([few * (RECORDS / FEW)]);
  const name = `${what} ${RECORDS} rows / ${RECORDS / FEW} times that of ${FEW}`;
  return describeLine({ name, own: figuresOf([all]), floor, promised: null });
}

/** 10,000 rows through the import dialog, against a tenth of them, and the window meanwhile. */
export async function benchImport(): Promise<readonly string[]> {
  const few = await timesOf(FEW);
  const all = await timesOf(RECORDS);
  if (all.taken !== RECORDS) throw new Error(`${all.taken} of ${RECORDS} rows could be imported`);
  return [
    growthLine('check of', all.checked, few.checked),
    describeTasks(`the check of ${RECORDS} rows`, all.whileChecking),
    growthLine('import of', all.imported, few.imported),
    describeTasks(`the import of ${RECORDS} rows`, all.whileImporting),
  ];
}
