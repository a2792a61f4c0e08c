import type { PlanItem } from '../../schema/plan';
import type { PlainDate } from '../../schema/values';
import { toEpochDay } from '../calendar/plain-date';
import { stack } from './stacking';

/** What the layout needs of a plan item. */
export type LayoutItem = Pick<PlanItem, 'id' | 'partnerId' | 'start' | 'end' | 'title'>;

/** A partner as the layout knows it; rows follow the order in which partners are given. */
export type LayoutPartner = { readonly id: string; readonly name: string };

/** A bar on a lane of its row; days count from the layout's first day and `endDay` is the day after the last. */
export type Bar<T extends LayoutItem> = {
  readonly item: T;
  readonly lane: number;
  readonly startDay: number;
  readonly endDay: number;
};

/** A partner's row: bars sorted by start, so many lanes high. */
export type TimelineRow<T extends LayoutItem> = {
  /** The partner's id, or the empty string for items without a partner. */
  readonly key: string;
  /** The partner's name; null for the row without a partner and for a partner that is not known. */
  readonly label: string | null;
  readonly lanes: number;
  readonly bars: readonly Bar<T>[];
  /** Latest `endDay` among the bars up to each index; grows, so it can be searched. */
  readonly latestEnd: readonly number[];
};

/** Rows of a window of time, shared by screen, print and export (PLAN-3, PLAN-4, PLAN-6). */
export type TimelineLayout<T extends LayoutItem> = {
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Days in the window. */
  readonly days: number;
  readonly rows: readonly TimelineRow<T>[];
};

/** What is laid out: items that touch the window, both its days included. */
export type LayoutInput<T extends LayoutItem> = {
  readonly items: readonly T[];
  readonly partners: readonly LayoutPartner[];
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Whether partners without an item in the window have a row too. */
  readonly emptyRows?: boolean;
  /** Days that a shorter bar takes up on its lane, so that its label has room. */
  readonly minimumDays?: number;
};

/** Rows by partner with bars stacked on as few lanes as possible; the same input gives the same picture. */
export function layoutTimeline<T extends LayoutItem>(input: LayoutInput<T>): TimelineLayout<T> {
  const { from, to } = input;
  const byPartner = new Map<string, T[]>();
  for (const item of input.items) {
    if (item.end < from || item.start > to) continue;
    const key = item.partnerId ?? '';
    const own = byPartner.get(key);
    if (own) own.push(item);
    else byPartner.set(key, [item]);
  }
  const known = new Set(input.partners.map((partner) => partner.id));
  const unknown = [...byPartner.keys()].filter((key) => key !== '' && !known.has(key)).sort();
  const heads: { key: string; label: string | null }[] = [
    // First, where it is seen: below hundreds of partners it would not be found.
    { key: '', label: null },
    ...input.partners.map((partner) => ({ key: partner.id, label: partner.name })),
    ...unknown.map((key) => ({ key, label: null })),
  ];
  const shown = heads.filter(
    (head) => byPartner.has(head.key) || (input.emptyRows === true && head.key !== ''),
  );
  return {
    from,
    to,
    days: toEpochDay(to) - toEpochDay(from) + 1,
    rows: shown.map((head) =>
      stackRow(head.key, head.label, byPartner.get(head.key) ?? [], from, input.minimumDays ?? 1),
    ),
  };
}

/** One row stacked anew; an edit of a single item needs no more than this. */
export function stackRow<T extends LayoutItem>(
  key: string,
  label: string | null,
  items: readonly T[],
  from: PlainDate,
  minimumDays = 1,
): TimelineRow<T> {
  const origin = toEpochDay(from);
  const placed = items
    .map((item) => {
      const startDay = toEpochDay(item.start) - origin;
      return { item, startDay, endDay: toEpochDay(item.end) - origin + 1 };
    })
    .sort(
      (a, b) =>
        a.startDay - b.startDay ||
        b.endDay - a.endDay ||
        compareText(a.item.title, b.item.title) ||
        compareText(a.item.id, b.item.id),
    );
  const { lanes, count } = stack(
    placed.map(({ startDay, endDay }) => ({
      start: startDay,
      end: Math.max(endDay, startDay + minimumDays),
    })),
  );
  const bars = placed.map((bar, index) => ({ ...bar, lane: lanes[index] ?? 0 }));
  let latest = Number.NEGATIVE_INFINITY;
  const latestEnd = bars.map((bar) => {
    latest = Math.max(latest, bar.endDay, bar.startDay + minimumDays);
    return latest;
  });
  return { key, label, lanes: count, bars, latestEnd };
}

// Code-point order: the same on every machine and in print, whatever its locale.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The layout with one row stacked anew from its items; every other row is the same object as before. */
export function restackRow<T extends LayoutItem>(
  layout: TimelineLayout<T>,
  key: string,
  items: readonly T[],
  minimumDays = 1,
): TimelineLayout<T> {
  const inside = items.filter((item) => item.end >= layout.from && item.start <= layout.to);
  const rows = layout.rows.map((row) =>
    row.key === key ? stackRow(key, row.label, inside, layout.from, minimumDays) : row,
  );
  return { ...layout, rows };
}

/** Sizes in any one unit: of a lane, of the space around the lanes of a row, and of the least row. */
export type RowMetrics = {
  readonly laneHeight: number;
  readonly rowPadding: number;
  readonly minimumLanes: number;
};

/** Where each row begins, and at the end where the last one stops: one number more than rows. */
export function rowTops<T extends LayoutItem>(
  rows: readonly TimelineRow<T>[],
  metrics: RowMetrics,
): number[] {
  const tops = [0];
  let top = 0;
  for (const row of rows) {
    top += Math.max(row.lanes, metrics.minimumLanes) * metrics.laneHeight + metrics.rowPadding;
    tops.push(top);
  }
  return tops;
}

/** First index for which `test` holds in a list where it holds from some index on; the length when nowhere. */
function firstWhere(length: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Indexes of the rows that show between two heights: `first` inclusive, `last` exclusive. */
export function visibleRows(
  tops: readonly number[],
  from: number,
  to: number,
): { readonly first: number; readonly last: number } {
  const count = Math.max(0, tops.length - 1);
  const first = firstWhere(count, (index) => (tops[index + 1] ?? 0) > from);
  const last = firstWhere(count, (index) => (tops[index] ?? 0) >= to);
  return { first, last: Math.max(first, last) };
}

/** Bars of a row that touch the days from `fromDay` up to but not including `toDay`. */
export function visibleBars<T extends LayoutItem>(
  row: TimelineRow<T>,
  fromDay: number,
  toDay: number,
): Bar<T>[] {
  const first = firstWhere(row.bars.length, (index) => (row.latestEnd[index] ?? 0) > fromDay);
  const last = firstWhere(row.bars.length, (index) => (row.bars[index]?.startDay ?? 0) >= toDay);
  return row.bars.slice(first, last).filter((bar) => Math.max(bar.endDay, bar.startDay + 1) > fromDay);
}
