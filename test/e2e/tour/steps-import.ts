import type { Page } from '@playwright/test';
import { dialog, go, pickFiles } from './steps-common';
import { expect } from './patient';

export type ImportResult = { readonly taken: number; readonly held: number };

/** Imports an export from a screen through all its steps. */
export async function importFile(
  page: Page,
  screen: 'MDF' | 'Partners',
  file: string,
): Promise<ImportResult> {
  await go(page, screen);
  await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).first().click();
  const wizard = dialog(page, screen === 'MDF' ? 'Import fund requests' : 'Import partner accounts');
  await pickFiles(page, wizard.getByRole('button', { name: 'Choose a file' }), [file]);
  await wizard.getByRole('button', { name: 'Check the rows' }).click();
  await expect(wizard.getByRole('grid', { name: 'Rows of the file' })).toBeVisible();
  const counted = async (word: string): Promise<number> => {
    const radio = wizard.getByRole('radio', { name: new RegExp(`^${word} \\d`) });
    if ((await radio.count()) === 0) return 0;
    return Number((await radio.innerText()).replace(/\D/g, ''));
  };
  const result = {
    taken: (await counted('New')) + (await counted('Changed')),
    held: await counted('To be fixed'),
  };
  await wizard.getByRole('button', { name: result.taken > 0 ? /^Import \d+ row/ : 'Finish' }).click();
  await expect(wizard.getByText('Done')).toBeVisible({ timeout: 60_000 });
  await wizard.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click();
  return result;
}
