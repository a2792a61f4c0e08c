import type { LayoutItem, TimelineLayout } from '../../../shared/domain/planning/layout';

/** Where the timeline stands when it opens: its first day, and the first row with something to see. */
export type OpeningView = { readonly day: number; readonly row: number | null };

type OpeningInput = {
  readonly layout: Pick<TimelineLayout<LayoutItem>, 'rows'>;
  readonly quarter: { readonly startDay: number; readonly endDay: number };
  /** Null when today lies outside of what can be scrolled to. */
  readonly today: number | null;
  /** How many days the width shows. */
  readonly days: number;
  /** Whether it has just been opened: then a present quarter with nothing in it is left for the nearest bar. */
  readonly isFirst: boolean;
};

/**
 * The quarter's first days when they hold a bar, else today, else the first bar (PLAN-3, PLAN-6). A quarter other than the
 * present one was chosen by the person, here or on another screen, and is shown as it is.
 */
export function openingView({ layout, quarter, today, days, isFirst }: OpeningInput): OpeningView {
  const at = (day: number): OpeningView | null => {
    const row = layout.rows.findIndex(({ bars }) =>
      bars.some((bar) => bar.startDay < day + days && bar.endDay > day),
    );
    return row === -1 ? null : { day, row };
  };
  const starts = layout.rows
    .flatMap(({ bars }) => bars.map(({ startDay }) => startDay))
    .sort((a, b) => a - b);
  const inQuarter = starts.find((day) => day >= quarter.startDay && day < quarter.endDay);
  const isNow = today !== null && today >= quarter.startDay && today < quarter.endDay;
  const nearest =
    isFirst && isNow ? (starts.find((day) => day >= quarter.endDay) ?? starts.at(-1)) : undefined;
  return (
    at(quarter.startDay) ??
    (isNow ? at(Math.max(quarter.startDay, today - Math.floor(days / 3))) : null) ??
    (inQuarter === undefined ? null : at(inQuarter)) ??
    (nearest === undefined ? null : at(nearest)) ?? { day: quarter.startDay, row: null }
  );
}
