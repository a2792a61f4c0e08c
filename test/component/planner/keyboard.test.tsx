import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

const inspector = () => page.getByRole('complementary', { name: 'DevSecOps roadshow Hamburg' });
const grid = () => page.getByRole('grid', { name: 'Plan by partner' });

/** Opens the planner at the roadshow, as another screen leads to it. */
async function onRoadshow(): Promise<void> {
  const options = { records: planRecords(), hash: '#/planner?id=item-1', width: 1440 };
  desk = await renderDesk(<Shell screens={screens} />, options);
  await expect.element(inspector()).toBeVisible();
  await expect.poll(activeName).toMatch(/^DevSecOps roadshow/);
  (grid().element() as HTMLElement).focus();
  await userEvent.keyboard('{Shift}');
}

function active(): Element | null {
  return document.getElementById(grid().element().getAttribute('aria-activedescendant') ?? '');
}

function activeName(): string {
  const element = active();
  return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
}

/** Whether the place of the keys is drawn around. */
function hasRing(): boolean {
  const parts = [active(), ...(active()?.querySelectorAll('*') ?? [])].filter((part) => part !== null);
  return parts.some((part) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    return (outlineStyle === 'solid' && outlineWidth === '2px') || boxShadow.includes('inset');
  });
}

describe('the planner by keyboard', () => {
  it('[look] keeps the keys on a tactic that undoing brings back to its partner, and says where it is', async () => {
    await onRoadshow();
    expect(hasRing()).toBe(true);
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await expect
      .element(page.getByText('“DevSecOps roadshow Hamburg” now with', { exact: false }).first())
      .toHaveTextContent(/now with [^,]+$/);
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect
      .element(page.getByText('“DevSecOps roadshow Hamburg” back with Nordlicht Systems GmbH').first())
      .toBeVisible();
    await expect.poll(activeName).toMatch(/^DevSecOps roadshow/);
    await expect.poll(hasRing).toBe(true);
    await userEvent.keyboard('{Delete}');
    await expect.poll(activeName).toMatch(/^Nordlicht Systems GmbH/);
  });

  it('[look] tells a screen reader once where a tactic was moved to, and once that it is cancelled', async () => {
    await onRoadshow();
    const saying = async (words: string) => {
      await expect.element(page.getByText(words, { exact: false }).first()).toBeInTheDocument();
      // All that is said of one step is there by then.
      for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
      return [...document.querySelectorAll('[aria-live=polite]')].filter(({ textContent }) =>
        textContent.includes(words),
      );
    };
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(await saying('“DevSecOps roadshow Hamburg” now')).toHaveLength(1);
    await userEvent.keyboard('{Delete}');
    expect(await saying('“DevSecOps roadshow Hamburg” set to')).toHaveLength(1);
  });

  it('[look] tells a screen reader how much of the plan a search leaves', async () => {
    await onRoadshow();
    await page.getByRole('searchbox', { name: 'Search the plan' }).fill('no such tactic');
    await expect.element(page.getByText('0 items in the quarter match')).toHaveRole('status');
  });

  it('[look] puts the headings of the inspector below its title', async () => {
    await onRoadshow();
    await expect.element(inspector().getByRole('heading', { level: 2 })).toHaveTextContent('DevSecOps');
    await expect.element(inspector().getByRole('heading', { level: 3, name: 'Linked' })).toBeVisible();
  });

  it('[look] leaves the keys on the partner when a tactic is cancelled', async () => {
    await onRoadshow();
    await userEvent.keyboard('{Delete}');
    await expect.element(page.getByRole('gridcell', { name: /^DevSecOps roadshow/ })).not.toBeInTheDocument();
    await expect.poll(activeName).toMatch(/^Nordlicht Systems GmbH/);
    await expect.poll(hasRing).toBe(true);
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(activeName).toMatch(/^DevSecOps roadshow/);
  });

  it('[look] closes by Escape what Enter opened, and keeps the keys where they were', async () => {
    await onRoadshow();
    await userEvent.keyboard('{Escape}');
    await expect.element(inspector()).not.toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await expect.element(inspector()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(inspector()).not.toBeInTheDocument();
    await expect.element(grid()).toHaveFocus();
    expect(activeName()).toMatch(/^DevSecOps roadshow/);
  });
});
