import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe.each(['light', 'dark'] as const)('the safety of what is saved (%s)', (theme) => {
  it.each([
    [true, /encrypted with a key of their own that the key store keeps/],
    [false, /not encrypted: they are only as safe as this disk/],
  ])('POP-8 says how lead lists lie on the disk (key store: %s)', async (durable, words) => {
    const main = fakeMain({ 'app.secrets': () => ({ ok: true, value: { durable } }) });
    desk = await renderDesk(<Shell screens={screens} />, { hash: '#/settings', theme, main });
    await expect.element(page.getByText(words)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
