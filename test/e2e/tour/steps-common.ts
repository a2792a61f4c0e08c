import type { Locator, Page } from '@playwright/test';
import { expect } from './patient';

export type ScreenName = 'Today' | 'MDF' | 'POP review' | 'Planner' | 'Partners' | 'Sync';

/** Goes to a screen by the rail. */
export async function go(page: Page, screen: ScreenName): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('link', { name: screen, exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
}

/** Waits until everything was exchanged and nothing waits. */
export async function waitUntilSynced(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Synced. Nothing waits to be sent' })).toBeVisible({
    timeout: 60_000,
  });
}

/** The dialog that is open. */
export function dialog(page: Page, name: string | RegExp): Locator {
  return page.getByRole('dialog', { name });
}

/** Chooses an option of a select by its label. */
export async function choose(scope: Locator, label: string, option: string): Promise<void> {
  await scope.getByRole('button', { name: new RegExp(`${label}`) }).click();
  await scope.page().getByRole('option', { name: option, exact: true }).click();
}

/** Types a date into a field of month, day and year, as a person does. */
export async function typeDate(scope: Locator, label: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  const field = scope.getByRole('group', { name: label });
  await field.getByRole('spinbutton', { name: /month/ }).click();
  await scope.page().keyboard.type(`${month}${day}${year}`);
}

/** Hands files to the picker behind a button. */
export async function pickFiles(page: Page, button: Locator, files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button.click();
  await (await chooser).setFiles([...files]);
}

/** Drags files from outside the window onto a place and lets them go there, as a file manager does. */
export async function dropFiles(page: Page, place: Locator, files: readonly string[]): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (box === null) throw new Error('the place to drop on is not shown');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const devTools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devTools.send('Input.dispatchDragEvent', { type, ...at, data });
  await devTools.detach();
}

/** The date so many days from today, `2026-12-20`; the app runs on the real clock. */
export function daysFromToday(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
