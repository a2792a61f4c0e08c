import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import { fakeMain } from '../support/fake-main';
import { listen } from '../support/heard';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
let fail: () => void = () => undefined;

beforeEach(async () => {
  const main = fakeMain({
    'print.pdf': () =>
      new Promise((resolve) => {
        fail = () => resolve({ ok: false, error: { message: 'The printer is gone.', fix: 'Try again.' } });
      }),
  });
  desk = await renderDesk(<PlannerScreen />, { records: planRecords(), hash: '#/planner', main });
  await page.getByRole('button', { name: /^Print/ }).click();
  await expect.element(page.getByRole('dialog', { name: 'Print the plan' })).toBeVisible();
});
afterEach(() => desk.close());

describe('the preview of a print', () => {
  it('PLAN-4 names each page by its dates and whose rows it has', async () => {
    const name = /^Page 1 of 1: 1 Nov 2026 – 31 Jan 2027; .*Nordlicht Systems GmbH/;
    await expect.element(page.getByRole('img', { name })).toBeVisible();
  });

  it('PLAN-4 says how many pages it comes to once that changes', async () => {
    const heard = listen();
    await userEvent.click(page.getByRole('button', { name: /Time on one page/ }));
    await userEvent.click(page.getByRole('option', { name: 'One month' }));
    await expect.poll(() => heard.words).toContain('3 pages');
    heard.stop();
  });

  it('PLAN-4 leaves the keyboard at the button while it saves and when that failed', async () => {
    const save = page.getByRole('button', { name: /^Save PDF/ });
    (save.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Save PNG' })).toBeDisabled();
    await expect.element(save).toHaveFocus();
    fail();
    await expect.element(page.getByText('The printer is gone. Try again.')).toBeVisible();
    await expect.element(save).toHaveFocus();
  });
});
