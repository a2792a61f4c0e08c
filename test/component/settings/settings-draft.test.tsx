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
  await page.getByRole('textbox', { name: 'Name' }).fill('Dana Weber-Kim ');
  await save().click();
  await expect.poll(settings).toMatchObject({ userName: 'Dana Weber-Kim', theme: 'dark' });
  // Spaces at the end are not kept, so that nothing is left to save.
  await expect.element(save()).toBeDisabled();
});

it('MDF-10 shows a region and a role that were chosen before the playbook lost them, to be taken away', async () => {
  desk = await renderDesk(<Shell screens={screens} />, {
    hash: '#/settings',
    settings: { regions: ['Benelux', 'Americas'], roles: ['cmm', 'regional-lead'] },
  });
  const gone = page.getByRole('checkbox', { name: 'Benelux' });
  await expect.element(gone).toBeChecked();
  await expect.element(page.getByRole('checkbox', { name: 'regional-lead' })).toBeChecked();
  // Another name of a region is that region.
  await expect.element(page.getByRole('checkbox', { name: 'AMER' })).toBeChecked();
  (gone.element() as HTMLElement).click();
  await save().click();
  await expect.poll(settings).toMatchObject({ regions: ['AMER'], roles: ['cmm', 'regional-lead'] });
});
