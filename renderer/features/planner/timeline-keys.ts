import type { Bar, TimelineRow } from '../../../shared/domain/planning/layout';
import type { PlanItem } from '../../../shared/schema/plan';

/** Where the keyboard is: a row, and a bar in it (null for the row itself). */
export type ActivePlace = { readonly rowKey: string; readonly itemId: string | null };

/** What a key press asks the timeline to do. */
export type TimelineAction =
  | { readonly kind: 'go'; readonly place: ActivePlace }
  | { readonly kind: 'open' }
  | { readonly kind: 'shift'; readonly startDays: number; readonly endDays: number }
  | { readonly kind: 'row'; readonly step: -1 | 1 }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'close' }
  | { readonly kind: 'zoom'; readonly step: -1 | 1 }
  | { readonly kind: 'today' };

type Key = {
  readonly key: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
};

type Rows = readonly TimelineRow<PlanItem>[];

const WEEK = 7;
const PAGE_ROWS = 8;

/**
 * Arrows go from bar to bar and row to row, Home and End to the ends of a row (with Ctrl of everything), Page Up and
 * Down by eight rows. Alt with arrows moves by a day, with Shift by a week, up and down to the next partner. Shift
 * with arrows moves the last day, with Ctrl the first one. Escape closes what is open beside.
 */
export function timelineKey(event: Key, rows: Rows, active: ActivePlace | null): TimelineAction | null {
  const mod = event.ctrlKey || event.metaKey;
  const step = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      if (event.altKey) return shiftBoth(event.shiftKey ? step * WEEK : step);
      if (event.shiftKey)
        return mod
          ? { kind: 'shift', startDays: step, endDays: 0 }
          : { kind: 'shift', startDays: 0, endDays: step };
      return mod ? null : go(sideways(rows, active, step));
    case 'ArrowUp':
    case 'ArrowDown':
      if (event.altKey) return { kind: 'row', step };
      return go(upOrDown(rows, active, step));
    case 'PageUp':
      return go(upOrDown(rows, active, -PAGE_ROWS));
    case 'PageDown':
      return go(upOrDown(rows, active, PAGE_ROWS));
    case 'Home':
    case 'End':
      return go(toEnd(rows, active, event.key === 'Home', mod));
    case 'Enter':
    case ' ':
      return { kind: 'open' };
    case 'Delete':
    case 'Backspace':
      return { kind: 'cancel' };
    case 'Escape':
      return { kind: 'close' };
    case '+':
    case '=':
      return mod ? null : { kind: 'zoom', step: -1 };
    case '-':
      return mod ? null : { kind: 'zoom', step: 1 };
    case 't':
      return mod || event.altKey ? null : { kind: 'today' };
    default:
      return null;
  }
}

/**
 * Where the keyboard is in the rows as they are by now: with a bar that went to another row, as undoing does; on the row
 * of one that is not shown any more; else at the first row.
 */
export function placeNow(rows: Rows, active: ActivePlace | null): ActivePlace | null {
  if (active === null) return null;
  const { rowKey, itemId } = active;
  const row = rows.find(({ key }) => key === rowKey);
  const holds = ({ bars }: TimelineRow<PlanItem>) => bars.some(({ item }) => item.id === itemId);
  if (row !== undefined && (itemId === null || holds(row))) return active;
  const now = itemId === null ? undefined : rows.find(holds);
  if (now !== undefined) return { rowKey: now.key, itemId };
  return placeIn(row ?? rows[0], undefined);
}

function shiftBoth(days: number): TimelineAction {
  return { kind: 'shift', startDays: days, endDays: days };
}

function go(place: ActivePlace | null): TimelineAction | null {
  return place === null ? null : { kind: 'go', place };
}

function placeIn(row: TimelineRow<PlanItem> | undefined, bar: Bar<PlanItem> | undefined): ActivePlace | null {
  return row === undefined ? null : { rowKey: row.key, itemId: bar?.item.id ?? null };
}

function sideways(rows: Rows, active: ActivePlace | null, step: number): ActivePlace | null {
  if (active === null) return placeIn(rows[0], rows[0]?.bars[0]);
  const row = rows.find(({ key }) => key === active.rowKey);
  if (row === undefined) return placeIn(rows[0], rows[0]?.bars[0]);
  const at = row.bars.findIndex(({ item }) => item.id === active.itemId);
  const next = at === -1 ? 0 : Math.min(row.bars.length - 1, Math.max(0, at + step));
  return placeIn(row, row.bars[next]);
}

/** The row some rows away; in it the bar whose start is nearest. */
function upOrDown(rows: Rows, active: ActivePlace | null, step: number): ActivePlace | null {
  if (active === null) return placeIn(rows[0], rows[0]?.bars[0]);
  const at = rows.findIndex(({ key }) => key === active.rowKey);
  const row = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  const start = rows[at]?.bars.find(({ item }) => item.id === active.itemId)?.startDay;
  if (row === undefined || row.key === active.rowKey) return null;
  return placeIn(row, start === undefined ? row.bars[0] : nearest(row.bars, start));
}

function nearest(bars: readonly Bar<PlanItem>[], day: number): Bar<PlanItem> | undefined {
  let best = bars[0];
  for (const bar of bars) {
    if (best === undefined || Math.abs(bar.startDay - day) < Math.abs(best.startDay - day)) best = bar;
  }
  return best;
}

function toEnd(
  rows: Rows,
  active: ActivePlace | null,
  first: boolean,
  everything: boolean,
): ActivePlace | null {
  const row = everything
    ? rows.at(first ? 0 : -1)
    : (rows.find(({ key }) => key === active?.rowKey) ?? rows[0]);
  return placeIn(row, row?.bars.at(first ? 0 : -1));
}
