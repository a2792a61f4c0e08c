import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { partnerRecord, requestRecord, SAMPLE_NOW } from '../mdf/sample-desk';

let desk: RenderedDesk | null = null;

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const search = () => page.getByRole('searchbox', { name: 'Search requests' });
const title = async () => (await desk?.data.store.get('fund-request', 'request-1'))?.title;

/** A request that was just renamed, and the search with something typed. */
async function renamed(main = fakeMain()): Promise<void> {
  desk = await renderDesk(<Shell screens={screens} />, {
    main,
    now: SAMPLE_NOW,
    hash: '#/mdf?id=request-1',
    records: [partnerRecord(), requestRecord()],
  });
  await expect.element(page.getByRole('button', { name: 'Edit E' })).toBeVisible();
  await userEvent.keyboard('e');
  const dialog = page.getByRole('dialog', { name: 'Edit fund request' });
  await userEvent.fill(dialog.getByRole('textbox', { name: 'Activity' }), 'Other name');
  await userEvent.click(dialog.getByRole('button', { name: 'Save', exact: true }));
  await expect.element(page.getByRole('complementary', { name: 'Other name' })).toBeVisible();
  await search().click();
  await userEvent.keyboard('oth');
}

describe('Ctrl Z while a text is being written', () => {
  it('[keys] takes back what was typed, not what was done to a record before', async () => {
    await renamed();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(search()).not.toHaveValue('oth');
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.element(search()).toHaveValue('oth');
    expect(await title()).toBe('Other name');
    (page.getByRole('grid', { name: 'Fund requests' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(title).toBe('DevSecOps roadshow Hamburg');
  });

  it('[keys] does the same by the application menu', async () => {
    const main = fakeMain();
    await renamed(main);
    main.emit('menu.command', { command: 'edit.undo' });
    await expect.element(search()).not.toHaveValue('oth');
    main.emit('menu.command', { command: 'edit.redo' });
    await expect.element(search()).toHaveValue('oth');
    expect(await title()).toBe('Other name');
  });
});
