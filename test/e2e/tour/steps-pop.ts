import type { Page } from '@playwright/test';
import { dropFiles, go } from './steps-common';
import { tickAll } from './steps-mdf';
import { expect } from './patient';

export type ProofFile = {
  readonly path: string;
  readonly name: string;
  /** Line of the checklist that it serves, in words. */
  readonly serves: string;
};

/** Opens the claim of an approved request from the queue. */
export async function openClaim(page: Page, activity: string): Promise<void> {
  await go(page, 'POP review');
  await page.getByRole('radio', { name: /^Waiting/ }).click();
  await page.getByRole('navigation', { name: 'Queue' }).getByRole('button', { name: activity }).click();
  await expect(page.getByRole('heading', { level: 2, name: activity })).toBeVisible();
}

/** Adds documents, says what each serves as, and accepts them one by one. */
export async function addAndAcceptProofs(page: Page, files: readonly ProofFile[]): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Checklist' });
  await dropFiles(
    page,
    side.getByRole('group', { name: /^Drop/ }),
    files.map(({ path }) => path),
  );
  const main = page.getByRole('main');
  for (const { name, serves } of files) {
    // After a verdict the desk opens the next document by itself, so the choice may have to be made again.
    await expect(async () => {
      await side.getByRole('button', { name }).click();
      await expect(main.getByRole('heading', { level: 3, name })).toBeVisible({ timeout: 1000 });
    }).toPass();
    const current = main.getByRole('button', { name: /Serves as$/ });
    if (!(await current.innerText()).includes(serves)) {
      await current.click();
      await page.getByRole('option', { name: serves, exact: true }).click();
      await expect(main.getByRole('button', { name: `${serves} Serves as` })).toBeVisible();
    }
    await main.getByRole('button', { name: /^Accept A?$/ }).click();
    await expect(side.getByRole('button', { name: new RegExp(`${name}.*Accepted`) })).toBeVisible();
  }
}

/** Settles what only a person can and accepts the claim. */
export async function acceptClaim(page: Page): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Checklist' });
  await tickAll(side.getByRole('checkbox', { name: 'Accept it all the same' }));
  await side
    .getByRole('group', { name: /does it name/ })
    .getByRole('button', { name: 'Yes' })
    .click();
  await page.getByRole('button', { name: 'Accept claim' }).click();
  await expect(
    page.getByRole('button', { name: /^(Record requisition|Mark as paid)/ }).first(),
  ).toBeVisible();
}
