import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Names of phases and months that can be seen, with the words that stick out of their place or lie under the partners. */
function seen(edge: number): { readonly names: number; readonly cut: string[] } {
  const head = document.querySelector('[role=grid] [aria-hidden=true]');
  const names = [
    ...(head?.querySelectorAll<HTMLElement>('[title^="FY"] > span, [class*=month] > span') ?? []),
  ]
    .filter((name) => Number(getComputedStyle(name).opacity) > 0)
    .filter((name) => name.getBoundingClientRect().width > 0);
  const cut = names.filter((name) => {
    const inside = document.createRange();
    inside.selectNodeContents(name);
    const { left, right } = name.getBoundingClientRect();
    const isEllipsized = getComputedStyle(name).whiteSpace === 'nowrap';
    return left < edge - 1 || (!isEllipsized && inside.getBoundingClientRect().right > right + 0.5);
  });
  return { names: names.length, cut: cut.map(({ textContent }) => textContent ?? '') };
}

describe('the axis of the planner', () => {
  it.each([900, 1440])(
    'PLAN-1 cuts no name of a phase in the middle of a letter however far it is scrolled (%i px)',
    async (width) => {
      desk = await renderDesk(
        <main style={{ height: 700 }}>
          <PlannerScreen />
        </main>,
        { records: planRecords(), hash: '#/planner', width },
      );
      const grid = page.getByRole('grid', { name: 'Plan by partner' });
      await expect.element(grid).toBeVisible();
      await document.fonts.ready;
      const scroller = grid.element();
      const corner = grid.getByText('Partner', { exact: true }).element().parentElement;
      const edge = corner?.getBoundingClientRect().right ?? 0;
      const start = scroller.scrollLeft;
      for (let step = 0; step < 12; step += 1) {
        scroller.scrollLeft = start + step * 31;
        await nextFrame();
        await nextFrame();
        const { names, cut } = seen(edge);
        expect(names).toBeGreaterThan(3);
        expect(cut).toEqual([]);
      }
    },
  );
});
