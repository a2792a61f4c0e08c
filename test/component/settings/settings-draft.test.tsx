import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const save = () => page.getByRole('button', { name: 'Save settings' });
const settings = () => desk?.data.store.settings();

it('[look] leaves a theme that was changed from the rail as it is when another setting is saved', async () => {
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings' });
  await expect.element(save()).toBeDisabled();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect.poll(async () => (await settings())?.theme).toBe('dark');
  await expect.element(save()).toBeDisabled();
  await page.getByRole('textbox', { name: 'Email' }).fill('dana.weber@vendor.example ');
  await save().click();
  await expect.poll(settings).toMatchObject({ email: 'dana.weber@vendor.example', theme: 'dark' });
  // Spaces at the end are not kept, so that nothing is left to save.
  await expect.element(save()).toBeDisabled();
});
