import { describe, expect, it } from 'vitest';
import { openingView } from '../../../renderer/features/planner/opening-view';
import { layoutTimeline } from '../../../shared/domain/planning/layout';
import { addDays } from '../../../shared/domain/calendar/plain-date';
import { PlainDate } from '../../../shared/schema/values';
import { aPlanItem } from '../../support/records';

const from = PlainDate.parse('2026-01-01');

/** A layout with a row for each list of days on which something of three days begins. */
function layoutOf(...rows: readonly (readonly number[])[]) {
  return layoutTimeline({
    from,
    to: addDays(from, 399),
    partners: rows.map((_, at) => ({ id: `partner-${at}`, name: `Partner ${at}` })),
    items: rows.flatMap((days, at) =>
      days.map((day) =>
        aPlanItem({
          id: `item-${at}-${day}`,
          partnerId: `partner-${at}`,
          start: addDays(from, day),
          end: addDays(from, day + 2),
        }),
      ),
    ),
    emptyRows: true,
  });
}

const quarter = { startDay: 100, endDay: 190 };
const open = (layout: ReturnType<typeof layoutOf>, over = {}) =>
  openingView({ layout, quarter, today: 150, days: 31, isFirst: true, ...over });

describe('the view in which the planner opens', () => {
  it('PLAN-3 is the start of the quarter when something is planned there', () => {
    expect(open(layoutOf([], [120]))).toEqual({ day: 100, row: 1 });
  });

  it('PLAN-3 is today when only later days of the quarter hold something near it', () => {
    expect(open(layoutOf([155]))).toEqual({ day: 140, row: 0 });
  });

  it('PLAN-3 is the first bar of the quarter when there is nothing around today', () => {
    expect(open(layoutOf([], [], [185]), { today: 101 })).toEqual({ day: 185, row: 2 });
  });

  it('PLAN-6 is the nearest bar when the quarter is empty, unless the person chose it', () => {
    expect(open(layoutOf([10], [250]))).toEqual({ day: 250, row: 1 });
    expect(open(layoutOf([10, 20]))).toEqual({ day: 20, row: 0 });
    expect(open(layoutOf([10], [250]), { isFirst: false })).toEqual({ day: 100, row: null });
    expect(open(layoutOf([]))).toEqual({ day: 100, row: null });
    // A quarter without today was chosen on another screen.
    expect(open(layoutOf([10], [250]), { today: 240 })).toEqual({ day: 100, row: null });
    expect(open(layoutOf([10], [250]), { today: null })).toEqual({ day: 100, row: null });
  });
});
