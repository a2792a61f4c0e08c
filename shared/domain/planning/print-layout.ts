import type { PlainDate } from '../../schema/values';
import { addDays, addMonths, minDate } from '../calendar/plain-date';
import type { Window } from './axis';
import { type Bar, type LayoutItem, type LayoutPartner, layoutTimeline, type TimelineRow } from './layout';

/** A row, or the lanes of it that are on this page; a row higher than a page goes on over the next ones (PLAN-4). */
export type PrintRow<T extends LayoutItem> = {
  readonly key: string;
  readonly label: string | null;
  /** Whether its first lanes are on the page before. */
  readonly isContinued: boolean;
  /** From the top of the page's body, in the unit of the metrics. */
  readonly top: number;
  readonly height: number;
  /** Lanes count from the first one on this page. */
  readonly bars: readonly Bar<T>[];
};

/** One page: a span of time and the rows that fit (PLAN-4). */
export type PrintPage<T extends LayoutItem> = {
  readonly window: Window;
  readonly days: number;
  readonly rows: readonly PrintRow<T>[];
};

/** Heights on paper, all in one unit. */
export type PrintMetrics = {
  readonly laneHeight: number;
  readonly rowPadding: number;
  /** Room for rows on a page; at least one lane and its padding. */
  readonly bodyHeight: number;
};

/** What is printed: every slice of time is laid out for itself and takes as many pages as it needs. */
export type PrintInput<T extends LayoutItem> = {
  readonly items: readonly T[];
  readonly partners: readonly LayoutPartner[];
  readonly slices: readonly Window[];
  readonly emptyRows: boolean;
  readonly metrics: PrintMetrics;
  /** Days that a label needs, by the days of the slice. */
  readonly minimumDays: (days: number) => number;
};

/** The pages of a plan: each item is on exactly one page of every slice that it touches (PLAN-4). */
export function printPages<T extends LayoutItem>(input: PrintInput<T>): PrintPage<T>[] {
  return input.slices.flatMap((window) => {
    const frame = { items: input.items, partners: input.partners, from: window.from, to: window.to };
    const { days } = layoutTimeline({ ...frame, items: [] });
    const layout = layoutTimeline({
      ...frame,
      emptyRows: input.emptyRows,
      minimumDays: input.minimumDays(days),
    });
    return fill(layout.rows, input.metrics).map((rows) => ({ window, days, rows }));
  });
}

function fill<T extends LayoutItem>(rows: readonly TimelineRow<T>[], metrics: PrintMetrics): PrintRow<T>[][] {
  const { laneHeight, rowPadding, bodyHeight } = metrics;
  const most = Math.max(1, Math.floor((bodyHeight - rowPadding) / laneHeight));
  const pages: PrintRow<T>[][] = [[]];
  let top = 0;
  for (const row of rows) {
    const lanes = Math.max(1, row.lanes);
    let done = 0;
    while (done < lanes) {
      const left = Math.floor((bodyHeight - top - rowPadding) / laneHeight);
      const wanted = lanes - done;
      // A row that a fresh page could hold is not torn apart.
      if (left < 1 || (wanted > left && wanted <= most && top > 0)) {
        pages.push([]);
        top = 0;
        continue;
      }
      const count = Math.min(wanted, left);
      const height = count * laneHeight + rowPadding;
      pages.at(-1)?.push({
        key: row.key,
        label: row.label,
        isContinued: done > 0,
        top,
        height,
        bars: row.bars
          .filter(({ lane }) => lane >= done && lane < done + count)
          .map((bar) => ({ ...bar, lane: bar.lane - done })),
      });
      top += height;
      done += count;
    }
  }
  return pages;
}

/** A window cut at month ends after every so many months; null gives it whole (PLAN-6). */
export function slicesOf(window: Window, months: number | null): Window[] {
  if (months === null) return [window];
  const slices: Window[] = [];
  let from: PlainDate = window.from;
  while (from <= window.to) {
    const next = addMonths(addDays(from, 1 - Number(from.slice(8))), months);
    slices.push({ from, to: minDate(addDays(next, -1), window.to) });
    from = next;
  }
  return slices;
}
