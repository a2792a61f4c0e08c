import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { go, type ScreenName } from './steps-common';

const screens: readonly ScreenName[] = ['Today', 'MDF', 'POP review', 'Planner', 'Partners', 'Sync'];

/** Leaves a picture of every screen as it stands. */
export async function takePictures(page: Page, folder: string): Promise<void> {
  for (const [at, screen] of screens.entries()) {
    await go(page, screen);
    const name = `${at + 1}-${screen.toLowerCase().replace(' ', '-')}.png`;
    // The invoice that was dropped is drawn a moment after the screen around it.
    if (screen === 'POP review') await page.locator('canvas[data-drawn=true]').first().waitFor();
    await page.screenshot({ path: join(folder, name), animations: 'disabled' });
  }
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.screenshot({ path: join(folder, `${screens.length + 1}-settings.png`), animations: 'disabled' });
}
