import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { planRecords } from './plan-samples';

let desk: RenderedDesk;
afterEach(() => desk.close());

describe('Planner', () => {
  for (const theme of ['light', 'dark'] as const)
    it(`has no accessibility problem in the ${theme} theme, with the inspector, the goals and on paper`, async () => {
      await page.viewport(1280, 800);
      desk = await renderDesk(
        <main style={{ height: 780 }}>
          <PlannerScreen />
        </main>,
        { records: planRecords(), hash: '#/planner', theme },
      );
      const bar = page.getByRole('gridcell', { name: /^DevSecOps roadshow/ });
      await expect.element(bar).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await bar.click();
      await expect.element(page.getByRole('complementary', { name: /DevSecOps roadshow/ })).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await page.getByRole('button', { name: 'Goals and planning steps' }).click();
      await expect.element(page.getByText('0 of 17')).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await page.getByRole('button', { name: 'Print' }).click();
      await expect.element(page.getByRole('region', { name: '1 page' })).toBeVisible();
      expect(await axeProblems()).toEqual([]);
    });
});
