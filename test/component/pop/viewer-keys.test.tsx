import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { listen } from '../support/heard';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';
import { dropOn, plainPdf } from './sample-files';

let desk: RenderedDesk;

beforeEach(async () => {
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/pop?id=request-1', records: popRecords() });
  const place = page.getByRole('group', { name: 'Drop documents' });
  await expect.element(place).toBeVisible();
  dropOn(place.element(), [plainPdf('two.pdf', ['first', 'second'])]);
  await expect.element(page.getByRole('region', { name: 'Pages, 2 in all' })).toBeVisible();
});
afterEach(() => desk.close());

const fit = () => page.getByRole('button', { name: /^\d+%, fit the width$/ });

describe('the viewer of a document by keyboard', () => {
  it('POP-6 tells the zoom, and keeps the place of who presses it', async () => {
    await expect.element(fit()).toBeVisible();
    const heard = listen();
    (page.getByRole('button', { name: 'Zoom in' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => heard.words.at(-1)).toMatch(/^\d+%$/);
    const larger = heard.words.at(-1);
    await expect.element(page.getByRole('button', { name: `${larger}, fit the width` })).toBeVisible();
    heard.stop();
    (fit().element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(fit()).not.toHaveAccessibleName(`${larger}, fit the width`);
    await expect.element(fit()).toHaveFocus();
  });

  it('POP-6 tells that it is pages that are counted', async () => {
    await expect.element(page.getByText(/^Page 1 of 2$/)).toBeInTheDocument();
  });

  it('POP-6 tells what changes are asked for: to the document or to the claim', async () => {
    await expect.element(page.getByRole('button', { name: 'Ask for changes to the claim' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: /^Ask for changes\s?R$/ })).toBeVisible();
  });
});
