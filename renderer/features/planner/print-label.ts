import type { Bar } from '../../../shared/domain/planning/layout';
import type { PrintRow } from '../../../shared/domain/planning/print-layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { fitText } from './fit-text';
import type { PrintBox } from './print-box';
import { atSize } from './print-paint';

/** Between words and what stands beside them, in points. */
export const GAP = 4;
/** Width of the edge that tells a bar's status. */
export const EDGE = 2.2;
/** How far the words of a diamond stand from its middle. */
export const BESIDE_DIAMOND = 7;
const SIZE = 7;

/** Measures what stands at bars. */
export const measure = atSize(SIZE);

/** Where a bar or diamond is on its page, in points. */
export type Extent = { readonly left: number; readonly right: number };

/** The words of a bar or diamond, as much of them as their place holds. */
export type PrintLabel = { readonly side: 'inside' | 'after' | 'before'; readonly text: string };

/** Room for words inside a bar of that width. */
export function innerRoom({ left, right }: Extent): number {
  return right - left - EDGE - 2 * GAP;
}

/** Where a bar is on a page of that many days; what goes on over an edge ends there. */
export function extentOf({ startDay, endDay }: Bar<PlanItem>, days: number, box: PrintBox): Extent {
  const day = box.trackWidth / days;
  return {
    left: box.trackLeft + Math.max(0, startDay) * day,
    right: box.trackLeft + Math.min(days, endDay) * day,
  };
}

/** How far a bar and the words after it reach at most. */
function reachOf(bar: Bar<PlanItem>, days: number, box: PrintBox): number {
  const extent = extentOf(bar, days, box);
  const width = measure(bar.item.title);
  if (bar.item.kind === 'milestone') return (extent.left + extent.right) / 2 + BESIDE_DIAMOND + width;
  return width <= innerRoom(extent) ? extent.right : extent.right + GAP + width;
}

/**
 * Chooses the place of a label: inside the bar, else after it, up to the next one or the edge of the page, or before it
 * where most of it would be lost there, as of a review on the last day of a quarter (PLAN-4).
 */
export function labelOf(
  bar: Bar<PlanItem>,
  row: PrintRow<PlanItem>,
  days: number,
  box: PrintBox,
): PrintLabel {
  const { item } = bar;
  const { left, right } = extentOf(bar, days, box);
  const lane = row.bars.filter((other) => other.lane === bar.lane);
  const next = Math.min(
    days,
    ...lane.filter(({ startDay }) => startDay > bar.startDay).map(({ startDay }) => startDay),
  );
  const taken = Math.max(
    box.trackLeft,
    ...lane.filter(({ startDay }) => startDay < bar.startDay).map((other) => reachOf(other, days, box)),
  );
  const free = box.trackLeft + (next * box.trackWidth) / days;
  const middle = (left + right) / 2;
  const rooms =
    item.kind === 'milestone'
      ? { inside: -1, after: free - middle - 9, before: middle - BESIDE_DIAMOND - GAP - taken }
      : { inside: innerRoom({ left, right }), after: free - right - 2 * GAP, before: left - 2 * GAP - taken };
  const usual =
    item.kind !== 'milestone' && (measure(item.title) <= rooms.inside || rooms.inside >= rooms.after)
      ? 'inside'
      : 'after';
  // Half a name still tells which one it is, and words before a bar are looked for last.
  const isLost = measure(item.title) > 2 * Math.max(0, rooms[usual]);
  const side = isLost && rooms.before > rooms[usual] ? 'before' : usual;
  return { side, text: fitText(item.title, rooms[side], measure) };
}
