import type { Page } from '@playwright/test';
import { choose, dialog, go } from './steps-common';
import { tickAll } from './steps-mdf';
import { expect } from './patient';

/** Registers a partner for a program offer in a language, with everything that it needs. */
export async function registerPartner(
  page: Page,
  partner: string,
  offer: string,
  language: string,
): Promise<void> {
  await go(page, 'Partners');
  await page.getByRole('searchbox', { name: 'Search partners' }).fill(partner);
  await page.getByRole('gridcell', { name: partner, exact: true }).first().click();
  const profile = page.getByRole('complementary', { name: partner });
  await profile.getByRole('button', { name: /^Register for a program/ }).click();
  const form = dialog(page, `Register ${partner}`);
  await choose(form, 'Program', offer);
  const languages = form.getByRole('button', { name: /Language/ });
  if (!(await languages.innerText()).includes(language)) await choose(form, 'Language', language);
  await tickAll(form.getByRole('checkbox'));
  await form.getByRole('button', { name: 'Register' }).click();
  await expect(form).toBeHidden();
}
