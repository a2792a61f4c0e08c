import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { dialog, go, pickFiles } from '../e2e/tour/steps-common';
import { importFile } from '../e2e/tour/steps-import';
import { RECORDS } from './desk';
import { type BenchLine, figuresOf } from './figures';
import { generatedExport } from './generated-rows';

const PARTNERS = 50;
const LIMIT = 300_000;

/** 10,000 rows through the import dialog: the check of the rows, and the import of those it took. */
export async function benchImport(): Promise<readonly BenchLine[]> {
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
    const checking = performance.now();
    await check.click();
    await wizard.getByRole('grid', { name: 'Rows of the file' }).waitFor({ timeout: LIMIT });
    const checked = performance.now() - checking;
    const take = wizard.getByRole('button', { name: /^Import [\d,]+ row/ });
    const rows = (await take.innerText()).replace(/\D/g, '');
    const importing = performance.now();
    await take.click();
    await wizard.getByText('Done').waitFor({ timeout: LIMIT });
    const imported = performance.now() - importing;
    await close();
    return [
      { name: `check of ${RECORDS} rows`, own: figuresOf([checked]), floor: null, promised: null },
      { name: `import of ${rows} rows`, own: figuresOf([imported]), floor: null, promised: null },
    ];
  } finally {
    removeFolder(userData);
    removeFolder(files);
  }
}
