import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PlannerScreen } from '../../../renderer/features/planner/planner-screen';
import { aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aPlanItem } from './plan-samples';

// What stands above and behind the bars. It is drawn for the eye alone: with each bar readers hear its dates.

let desk: RenderedDesk;
afterEach(() => desk.close());

async function show(now: string): Promise<void> {
  desk = await renderDesk(
    <main style={{ height: 700 }}>
      <PlannerScreen />
    </main>,
    {
      now,
      hash: '#/planner',
      records: [
        { kind: 'partner', record: aPartner() },
        // One day each: their bars tell where the days are.
        { kind: 'plan-item', record: aPlanItem({ title: 'Today', start: '2026-11-22', end: '2026-11-22' }) },
        {
          kind: 'plan-item',
          record: aPlanItem({ id: 'item-2', title: 'Phase', start: '2026-11-30', end: '2026-11-30' }),
        },
      ],
    },
  );
  await expect.element(bar('Today')).toBeVisible();
}

const bar = (title: string) => page.getByRole('gridcell', { name: new RegExp(`^${title},`) });
const boxOf = (element: Element) => element.getBoundingClientRect();
const middleOf = (element: Element) => boxOf(element).left + boxOf(element).width / 2;

describe('the marks of the timeline', () => {
  it('PLAN-3 a line with its date stands on today', async () => {
    await show('2026-11-22T08:00:00.000Z');
    const line = document.querySelector('line[class*=todayLine]');
    const flag = document.querySelector('[class*=todayFlag]');
    if (line === null || flag === null) throw new Error('today is not marked');
    expect(Math.abs(middleOf(line) - middleOf(bar('Today').element()))).toBeLessThan(2);
    expect(Math.abs(boxOf(flag).left - middleOf(line))).toBeLessThan(2);
    expect(boxOf(line).height).toBeGreaterThan(36);
    expect(flag.textContent).toBe('22 Nov');
  });

  it('PLAN-1 the phases in which the next quarter is planned stand above their days, that of now marked', async () => {
    await show('2026-11-22T08:00:00.000Z');
    await expect.element(page.getByText('Planning of FY28 Q1')).toBeVisible();
    const titles = [...document.querySelectorAll('[title^="FY28 Q1 planning"]')];
    expect(titles.map((band) => band.getAttribute('title')?.split(', until')[0])).toEqual([
      'FY28 Q1 planning: Objectives and cadence',
      'FY28 Q1 planning: Regions and campaign architecture',
      'FY28 Q1 planning: Tactics and budget',
      'FY28 Q1 planning: Final plan',
      'FY28 Q1 planning: Budget request',
    ]);
    const [, now, next] = titles;
    if (now === undefined || next === undefined) throw new Error('there are no phases');
    expect(now.className).toContain('bandNow');
    expect(titles.filter(({ className }) => className.includes('bandNow'))).toHaveLength(1);
    expect(Math.abs(boxOf(next).left - boxOf(bar('Phase').element()).left)).toBeLessThan(2);
    expect(now.textContent).toContain('3 steps');
  });

  it('PLAN-2 the planning calls stand on their days, with what they are about', async () => {
    await show('2026-11-22T08:00:00.000Z');
    const calls = [...document.querySelectorAll('[title^="Planning call"]')];
    expect(calls.length).toBeGreaterThan(3);
    const on = calls.find((call) => /30 Nov/.test(call.getAttribute('title') ?? ''));
    expect(on?.getAttribute('title')).toContain('Tactics, personas');
    expect(Math.abs(middleOf(on as Element) - middleOf(bar('Phase').element()))).toBeLessThan(3);
  });
});
