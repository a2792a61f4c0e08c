import { expect, type Page } from '@playwright/test';

/** Adds a tactic to the plan as a person does. */
export async function newTactic(page: Page, title: string): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/planner';
  });
  await page
    .getByRole('button', { name: /^New tactic/ })
    .first()
    .click();
  const form = page.getByRole('complementary', { name: 'New tactic' });
  await form.getByRole('textbox', { name: /^Name/ }).fill(title);
  await form.getByRole('button', { name: /^(Add|Save|Create)/ }).click();
  await expect(page.getByRole('complementary', { name: title })).toBeVisible();
}
