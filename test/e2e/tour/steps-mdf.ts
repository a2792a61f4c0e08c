import type { Locator, Page } from '@playwright/test';
import { choose, dialog, go, typeDate } from './steps-common';
import { expect } from './patient';

export type NewRequest = {
  readonly title: string;
  readonly partner: string;
  readonly type: string;
  readonly date: string;
  readonly region: string;
  readonly cost: string;
  readonly requested: string;
};

/** Writes a new request and submits it; every rule must have passed by then. */
export async function createRequest(page: Page, request: NewRequest): Promise<void> {
  await go(page, 'MDF');
  await page.getByRole('button', { name: /^New request/ }).click();
  const form = dialog(page, 'New fund request');
  await form.getByRole('textbox', { name: /^Activity/ }).fill(request.title);
  await form.getByRole('combobox', { name: /^Partner/ }).fill(request.partner);
  await page.getByRole('option', { name: request.partner }).first().click();
  await choose(form, 'Type', request.type);
  await form.getByRole('textbox', { name: 'Description' }).fill('Half a day with forty security leads.');
  await typeDate(form, 'First day', request.date);
  await typeDate(form, 'Last day', request.date);
  await choose(form, 'Region of the activity', request.region);
  await form.getByRole('textbox', { name: /^Total cost/ }).fill(request.cost);
  await form.getByRole('textbox', { name: /^Requested/ }).fill(request.requested);
  await choose(form, 'GTM motion', 'DevSecOps');
  await expect(form.getByRole('region', { name: 'Eligibility' })).toContainText('the last day for it');
  await form.getByRole('button', { name: 'Save and submit' }).click();
  await expect(form).toBeHidden();
}

/** Opens a request by searching for it and gives its inspector. */
export async function openRequest(page: Page, search: string, title: string): Promise<Locator> {
  await go(page, 'MDF');
  const box = page.getByRole('searchbox', { name: 'Search requests' });
  await box.fill(search);
  await page.getByRole('gridcell', { name: title, exact: true }).first().click();
  const inspector = page.getByRole('complementary', { name: title });
  await expect(inspector).toBeVisible();
  return inspector;
}

/** Ticks every box that is not ticked, by its label, since the real box lies invisible under the drawn one. */
export async function tickAll(boxes: Locator): Promise<void> {
  for (const box of await boxes.all()) {
    if (!(await box.isChecked()))
      await box.locator('xpath=ancestor::label[1]').click({ position: { x: 8, y: 8 } });
    await expect(box).toBeChecked();
  }
}

/** Finds every condition of the activity type met. */
export async function tickConditions(inspector: Locator): Promise<void> {
  await expect(inspector.getByRole('heading', { name: /^Conditions/ })).toBeVisible();
  for (const met of await inspector.getByRole('radio', { name: 'Met', exact: true }).all()) {
    await met.click();
    await expect(met).toBeChecked();
  }
}

/** Approves one level, acknowledging what has to be; `by` records somebody else's decision. */
export async function approveLevel(
  page: Page,
  inspector: Locator,
  level: number,
  by: string | null,
): Promise<void> {
  await inspector.getByRole('button', { name: /^Approve/ }).click();
  const form = dialog(page, new RegExp(`^Approve level ${level} `));
  // The checks are worked out when the dialog opens; their number says that they are there.
  await expect(form.getByRole('heading', { name: /^All that was checked \d+/ })).toBeVisible();
  await tickAll(form.getByRole('checkbox', { name: /^I (know|have found)/ }));
  if (by !== null) await form.getByRole('textbox', { name: /^Decided by/ }).fill(by);
  await form.getByRole('button', { name: /^Approve/ }).click();
  await expect(form).toBeHidden();
}

/** Declines a request with a reason and leaves the drafted message as a draft. */
export async function declineRequest(page: Page, inspector: Locator, reason: string): Promise<void> {
  await inspector.getByRole('button', { name: /^Decline/ }).click();
  const form = dialog(page, 'Decline this request');
  await form.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await form.getByRole('button', { name: 'Decline' }).click();
  await expect(form).toBeHidden();
}

/** Gives a request another name through its form. */
export async function renameRequest(page: Page, title: string, to: string): Promise<void> {
  const inspector = await openRequest(page, title, title);
  await inspector.getByRole('button', { name: /^Edit/ }).click();
  const form = dialog(page, /Edit|Change/);
  await form.getByRole('textbox', { name: /^Activity/ }).fill(to);
  await form.getByRole('button', { name: /^Save/ }).first().click();
  await expect(form).toBeHidden();
}
