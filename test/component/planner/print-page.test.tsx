import { afterEach, describe, expect, it } from 'vitest';
import { PlannerPrint } from '../../../renderer/features/planner/planner-print';
import { type PrintOptions, printPath } from '../../../renderer/features/planner/print-options';
import type { PageFormat } from '../../../shared/ipc/contract';
import { QuarterId } from '../../../shared/schema/values';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aPlanItem } from './plan-samples';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const options: PrintOptions = {
  quarter: QuarterId.parse('FY27-Q4'),
  span: 'quarter',
  monthsPerPage: null,
  emptyRows: false,
  phases: true,
  mono: false,
  filter: {},
  partnerId: null,
  search: '',
};
const landscape: PageFormat = { size: 'A4', landscape: true };

/** Prints items of one partner and gives the page once it is laid out. */
async function printed(
  items: readonly Parameters<typeof aPlanItem>[0][],
  over: Partial<PrintOptions> = {},
  format = landscape,
): Promise<HTMLElement> {
  let isReady = false;
  desk = await renderDesk(
    <PlannerPrint
      path={printPath({ ...options, ...over })}
      format={format}
      onReady={() => {
        isReady = true;
      }}
      onFailed={(why) => {
        throw new Error(why);
      }}
    />,
    {
      records: [
        { kind: 'partner', record: aPartner() },
        { kind: 'fund-request', record: aFundRequest() },
        ...items.map((item, at) => ({
          kind: 'plan-item' as const,
          record: aPlanItem({ id: `item-${at}`, ...item }),
        })),
      ],
    },
  );
  await expect.poll(() => isReady).toBe(true);
  return desk.container;
}

function labelOf(page: HTMLElement, at: number): SVGTextElement | null {
  return page.querySelector(`[data-print-item="item-${at}"] text`);
}

const box = (element: Element | null) => element?.getBoundingClientRect() ?? new DOMRect();

describe('a printed page', () => {
  it.each([
    ['a milestone', { kind: 'milestone', type: 'milestone', start: '2027-01-31' }],
    ['a short tactic', { start: '2027-01-30' }],
  ])('PLAN-4 names %s at the end of the quarter, beside what stands before it', async (_, item) => {
    const title = 'Quarterly business review';
    const page = await printed([
      { title: 'Webinar', start: '2026-12-01', end: '2026-12-02' },
      { end: '2027-01-31', title, ...item },
    ]);
    expect(labelOf(page, 1)?.textContent).toBe(title);
    const [sheet, label] = [box(page.querySelector('svg')), box(labelOf(page, 1))];
    expect(label.right).toBeLessThan(sheet.right - 20);
    expect(label.left).toBeGreaterThan(box(labelOf(page, 0)).right);
  });

  it('PLAN-4 keeps the name after its bar where both sides have room, and shortens it where neither has', async () => {
    const page = await printed([
      { title: 'Kick-off', kind: 'milestone', type: 'milestone', start: '2026-12-01', end: '2026-12-01' },
      { title: 'Roadshow', start: '2026-12-20', end: '2027-01-29' },
      {
        title: 'Review of everything',
        kind: 'milestone',
        type: 'milestone',
        start: '2027-01-31',
        end: '2027-01-31',
      },
    ]);
    const mark = box(page.querySelector('[data-print-item="item-0"] path'));
    expect(box(labelOf(page, 0)).left).toBeGreaterThan(mark.right);
    expect(box(labelOf(page, 2)).right).toBeLessThan(box(page.querySelector('svg')).right);
  });

  it('PLAN-4 leaves an amount away that would stand on the name of its bar', async () => {
    const page = await printed([
      {
        title: 'Roadshow through eleven cities of the north',
        start: '2026-12-01',
        end: '2026-12-14',
        requestId: 'request-1',
      },
      { title: 'Next', start: '2026-12-15', end: '2026-12-31' },
    ]);
    expect(labelOf(page, 0)?.textContent).toMatch(/^Roadshow .*…$/);
    expect(page.querySelectorAll('[data-print-item="item-0"] text')).toHaveLength(1);
  });

  it.each([
    ['A4 portrait', { size: 'A4', landscape: false }],
    ['Letter portrait', { size: 'Letter', landscape: false }],
    ['A4 landscape', landscape],
  ] as const)(
    'PLAN-4 has a legend whose words stand clear of each other and of the page number (%s)',
    async (_, format) => {
      const page = await printed(
        [{ status: 'cancelled' }, { status: 'planned', title: 'Other' }],
        { filter: { status: ['cancelled', 'planned'] } },
        format,
      );
      const words = [...page.querySelectorAll('text')].filter(
        (text) => box(text).bottom > box(page.querySelector('svg')).bottom - 60,
      );
      expect(words.map(({ textContent }) => textContent)).toContain('Today');
      const rects = words.map(box);
      const sheet = box(page.querySelector('svg'));
      for (const [at, one] of rects.entries()) {
        expect(one.right).toBeLessThan(sheet.right - 20);
        expect(one.bottom).toBeLessThan(sheet.bottom - 10);
        for (const other of rects.slice(at + 1)) {
          const isApart =
            one.right < other.left ||
            other.right < one.left ||
            one.bottom <= other.top ||
            other.bottom <= one.top;
          expect(isApart, `${words[at]?.textContent} on ${words[rects.indexOf(other)]?.textContent}`).toBe(
            true,
          );
        }
      }
    },
  );
});
