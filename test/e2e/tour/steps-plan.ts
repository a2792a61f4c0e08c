import type { Locator, Page } from '@playwright/test';
import { choose, go, typeDate } from './steps-common';
import { expect } from './patient';

export type NewTactic = {
  readonly name: string;
  readonly partner: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
};

/** Adds a tactic through its form. */
export async function addTactic(page: Page, tactic: NewTactic): Promise<void> {
  await go(page, 'Planner');
  await page.getByRole('button', { name: /^New tactic/ }).click();
  const form = page.getByRole('complementary', { name: 'New tactic' });
  await form.getByRole('textbox', { name: /^Name/ }).fill(tactic.name);
  await form.getByRole('combobox', { name: /^Partner/ }).fill(tactic.partner);
  await page.getByRole('option', { name: tactic.partner }).first().click();
  await typeDate(form, 'First day', tactic.from);
  await typeDate(form, 'Last day', tactic.to);
  const region = form.getByRole('button', { name: /Region/ });
  if (!(await region.innerText()).includes(tactic.region)) await choose(form, 'Region', tactic.region);
  await form.getByRole('button', { name: /^(Add|Save|Create)/ }).click();
  await expect(barOf(page, tactic.name)).toBeVisible();
}

/** The bar of a tactic on the timeline. */
export function barOf(page: Page, name: string): Locator {
  return page
    .getByRole('grid', { name: 'Plan by partner' })
    .getByRole('gridcell', { name: new RegExp(`^${name}`) });
}

/** Moves a tactic by days and lengthens it, both by keyboard. */
export async function moveAndResize(page: Page, name: string, days: number, longer: number): Promise<void> {
  const bar = barOf(page, name);
  await bar.click();
  const keys = [
    ...Array<string>(days).fill('Alt+ArrowRight'),
    ...Array<string>(longer).fill('Shift+ArrowRight'),
  ];
  for (const key of keys) {
    const before = await bar.getAttribute('aria-label');
    await page.keyboard.press(key);
    await expect(bar).not.toHaveAttribute('aria-label', before ?? '');
  }
  const inspector = page.getByRole('complementary', { name });
  await inspector.getByRole('button', { name: 'Close' }).click();
  await expect(inspector).toBeHidden();
}

/** Drags a tactic by so many days, as with the mouse; `length` is how many days long it is. */
export async function dragBar(
  page: Page,
  name: string,
  { days, length }: { readonly days: number; readonly length: number },
): Promise<void> {
  const bar = barOf(page, name);
  const before = await bar.getAttribute('aria-label');
  const position = { x: 40, y: 11 };
  // Brings it into view and waits until it stands still: what was measured before would be missed.
  await bar.hover({ position });
  const box = await bar.boundingBox();
  if (!box) throw new Error(`${name} is not on the timeline`);
  const [x, y] = [box.x + position.x, box.y + position.y];
  const pixels = (box.width / length) * days;
  await page.mouse.down();
  await page.mouse.move(x + pixels / 2, y, { steps: 4 });
  await page.mouse.move(x + pixels, y, { steps: 4 });
  await page.mouse.up();
  await expect(bar).not.toHaveAttribute('aria-label', before ?? '');
}

/** A first and last day as bars say them in this window. */
export function spanOf({ start, end }: { readonly start: string; readonly end: string }): RegExp {
  const short = (date: string) =>
    new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${date}T00:00:00Z`),
    );
  return new RegExp(`, ${short(start)}(, \\d{4})? – ${short(end)}(, \\d{4})?,`);
}

/** Saves the plan as PDF; it lands in the folder that the app was started with. */
export async function printPlan(page: Page): Promise<void> {
  await go(page, 'Planner');
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  const preview = page.getByRole('dialog', { name: 'Print the plan' });
  await expect(preview.getByText(/page 1 of/i).first()).toBeVisible();
  await preview.getByRole('button', { name: /PDF/ }).click();
  await expect(preview).toBeHidden({ timeout: 60_000 });
}
