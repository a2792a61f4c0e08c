import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, fromEpochDay } from '../../../shared/domain/calendar/plain-date';
import {
  type LayoutItem,
  layoutTimeline,
  restackRow,
  rowTops,
  stackRow,
  type TimelineRow,
  visibleBars,
  visibleRows,
} from '../../../shared/domain/planning/layout';
import { stack } from '../../../shared/domain/planning/stacking';
import { PartnerId, PlanItemId } from '../../../shared/schema/ids';
import { PlainDate } from '../../../shared/schema/values';

const seed = 20261122;
const d = (text: string) => PlainDate.parse(text);
const partners = [
  { id: 'p2', name: 'Zeta' },
  { id: 'p1', name: 'Alpha' },
  { id: 'p3', name: 'Empty' },
];
const from = d('2026-11-01');
const to = d('2027-01-31');

function item(id: string, start: string, end: string, partner: string | null = 'p1'): LayoutItem {
  return {
    id: PlanItemId.parse(id),
    partnerId: partner === null ? null : PartnerId.parse(partner),
    start: d(start),
    end: d(end),
    title: id,
  };
}

const spans = fc.array(
  fc.tuple(
    fc.integer({ min: -40, max: 160 }),
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom('p1', 'p2', 'pX', null),
  ),
  { maxLength: 120 },
);

function itemsOf(list: readonly (readonly [number, number, string | null])[]): LayoutItem[] {
  return list.map(([start, length, partner], index) => {
    const first = addDays(from, start);
    return item(`i${String(index).padStart(3, '0')}`, first, addDays(first, length), partner);
  });
}

/** The greatest number of bars that cover one day, counted day by day. */
function busiestDay(row: TimelineRow<LayoutItem>): number {
  const first = Math.min(...row.bars.map((bar) => bar.startDay));
  const last = Math.max(...row.bars.map((bar) => bar.endDay));
  let most = 0;
  for (let day = first; day < last; day += 1) {
    most = Math.max(most, row.bars.filter((bar) => bar.startDay <= day && day < bar.endDay).length);
  }
  return most;
}

describe('timeline layout', () => {
  it('PLAN-3 places every item of the window once, on a lane where it touches no other', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const items = itemsOf(list);
        const layout = layoutTimeline({ items, partners, from, to });
        const placed = layout.rows.flatMap((row) => row.bars.map((bar) => bar.item.id));
        const inside = items
          .filter((entry) => entry.end >= from && entry.start <= to)
          .map((entry) => entry.id);
        expect([...placed].sort()).toEqual([...inside].sort());
        for (const row of layout.rows) {
          for (const a of row.bars) {
            expect(a.lane).toBeGreaterThanOrEqual(0);
            expect(a.lane).toBeLessThan(row.lanes);
            for (const b of row.bars) {
              const apart = a.endDay <= b.startDay || b.endDay <= a.startDay;
              if (a !== b && a.lane === b.lane) expect(apart).toBe(true);
            }
          }
          expect(row.lanes).toBe(busiestDay(row));
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it('PLAN-3 gives the same picture whatever the order of the items', () => {
    fc.assert(
      fc.property(spans, fc.integer(), (list, shuffleSeed) => {
        const items = itemsOf(list);
        const shuffled = items
          .map((entry, index) => ({ entry, at: Math.sin(index * 7919 + shuffleSeed) }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        const rows = (input: LayoutItem[]) => layoutTimeline({ items: input, partners, from, to }).rows;
        expect(rows(shuffled)).toEqual(rows(items));
      }),
      { seed, numRuns: 100 },
    );
  });

  it('PLAN-3 has what has no partner first, then rows in the order of the partners, then unknown ones', () => {
    const items = [
      item('a', '2026-11-05', '2026-11-06', null),
      item('b', '2026-11-05', '2026-11-06', 'p1'),
      item('c', '2026-11-05', '2026-11-06', 'ghost'),
      item('d', '2026-11-05', '2026-11-06', 'p2'),
    ];
    const keys = (emptyRows: boolean) =>
      layoutTimeline({ items, partners, from, to, emptyRows }).rows.map((row) => [row.key, row.label]);
    expect(keys(false)).toEqual([
      ['', null],
      ['p2', 'Zeta'],
      ['p1', 'Alpha'],
      ['ghost', null],
    ]);
    expect(keys(true)).toEqual([
      ['', null],
      ['p2', 'Zeta'],
      ['p1', 'Alpha'],
      ['p3', 'Empty'],
      ['ghost', null],
    ]);
  });

  it('PLAN-6 counts days from the first of any window and takes what touches it', () => {
    const items = [
      item('before', '2026-10-01', '2026-10-31'),
      item('into', '2026-10-20', '2026-11-01'),
      item('out', '2027-01-31', '2027-03-01'),
      item('after', '2027-02-01', '2027-02-02'),
    ];
    const layout = layoutTimeline({ items, partners, from, to });
    expect(layout.days).toBe(92);
    expect(layout.rows[0]?.bars.map((bar) => [bar.item.id, bar.startDay, bar.endDay, bar.lane])).toEqual([
      ['into', -12, 1, 0],
      ['out', 91, 121, 0],
    ]);
  });

  it('PLAN-3 lets a bar follow on the day after on the same lane, and keeps room for short ones', () => {
    const items = [item('a', '2026-11-01', '2026-11-01'), item('b', '2026-11-02', '2026-11-03')];
    const lanes = (minimumDays: number) =>
      stackRow('p1', 'Alpha', items, from, minimumDays).bars.map((bar) => bar.lane);
    expect(lanes(1)).toEqual([0, 0]);
    expect(lanes(3)).toEqual([0, 1]);
  });

  it('PLAN-3 puts the longer of two bars that start together on top, and the lowest free lane first', () => {
    const items = [
      item('short', '2026-11-02', '2026-11-03'),
      item('long', '2026-11-02', '2026-11-20'),
      item('third', '2026-11-02', '2026-11-02'),
      item('later', '2026-11-04', '2026-11-05'),
    ];
    const lanes = stackRow('p1', 'Alpha', items, from).bars.map((bar) => [bar.item.id, bar.lane]);
    expect(lanes).toEqual([
      ['long', 0],
      ['short', 1],
      ['third', 2],
      ['later', 1],
    ]);
  });

  it('PLAN-3 restacks one row and leaves the others as they are', () => {
    fc.assert(
      fc.property(spans, spans, (list, changed) => {
        const items = itemsOf(list);
        const layout = layoutTimeline({ items, partners, from, to });
        const own = itemsOf(changed).map((entry) => ({ ...entry, partnerId: PartnerId.parse('p1') }));
        const next = restackRow(layout, 'p1', own);
        const whole = layoutTimeline({
          items: [...items.filter((entry) => entry.partnerId !== 'p1'), ...own],
          partners,
          from,
          to,
        });
        next.rows.forEach((row, index) => {
          if (row.key !== 'p1') expect(row).toBe(layout.rows[index]);
          else expect(row.bars).toEqual(whole.rows.find((entry) => entry.key === 'p1')?.bars ?? []);
        });
      }),
      { seed, numRuns: 100 },
    );
  });

  it('PLAN-3 finds the visible bars and rows by searching, as filtering would', () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: -60, max: 160 }),
        fc.integer({ min: 1, max: 60 }),
        (list, day, length) => {
          const layout = layoutTimeline({ items: itemsOf(list), partners, from, to });
          for (const row of layout.rows) {
            const expected = row.bars.filter((bar) => bar.endDay > day && bar.startDay < day + length);
            expect(visibleBars(row, day, day + length)).toEqual(expected);
          }
          const tops = rowTops(layout.rows, { laneHeight: 20, rowPadding: 8, minimumLanes: 2 });
          expect(tops).toHaveLength(layout.rows.length + 1);
          const view = { top: day * 10, bottom: day * 10 + length * 10 };
          const { first, last } = visibleRows(tops, view.top, view.bottom);
          layout.rows.forEach((row, index) => {
            const top = tops[index] ?? 0;
            const bottom = tops[index + 1] ?? 0;
            expect(bottom - top).toBe(Math.max(row.lanes, 2) * 20 + 8);
            const isSeen = bottom > view.top && top < view.bottom;
            expect(first <= index && index < last).toBe(isSeen);
          });
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('PLAN-3 shows nothing of an empty timeline', () => {
    const layout = layoutTimeline({ items: [], partners, from, to });
    expect(layout.rows).toEqual([]);
    expect(rowTops(layout.rows, { laneHeight: 20, rowPadding: 8, minimumLanes: 1 })).toEqual([0]);
    expect(visibleRows([0], 0, 500)).toEqual({ first: 0, last: 0 });
  });

  it('PLAN-3 stacks ten thousand bars of one row on as few lanes as the busiest day needs', () => {
    const items = Array.from({ length: 10_000 }, (_, index) => {
      const start = fromEpochDay(20_000 + ((index * 37) % 700));
      return item(`i${index}`, start, addDays(start, index % 45));
    });
    const row = stackRow('p1', 'Alpha', items, fromEpochDay(20_000));
    expect(row.bars).toHaveLength(10_000);
    expect(row.lanes).toBe(busiestDay(row));
    const comparisons = { count: 0 };
    const counted = row.bars.map((bar) => ({
      get start() {
        comparisons.count += 1;
        return bar.startDay;
      },
      end: bar.endDay,
    }));
    expect(stack(counted).count).toBe(row.lanes);
    // A lane-by-lane search would look at hundreds of lanes for each bar.
    expect(comparisons.count).toBeLessThan(10_000 * 4);
  });
});
