import { addQuarters, quarterRange } from '../../../shared/domain/calendar/fiscal';
import { diffDays } from '../../../shared/domain/calendar/plain-date';
import type { Window } from '../../../shared/domain/planning/axis';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { QuarterId } from '../../../shared/schema/values';

/** How much time the width of the timeline shows (PLAN-6). */
export type Zoom = 'month' | 'quarter' | 'half';

/** From the closest to the widest. */
export const zooms = ['month', 'quarter', 'half'] as const satisfies readonly Zoom[];

const zoomDays = { month: 31, quarter: 92, half: 184 } as const satisfies Record<Zoom, number>;
// Below this a day cannot be aimed at; the timeline scrolls instead.
const LEAST_DAY = 4;
const QUARTERS_AROUND = 4;

/** Guard for a remembered zoom. */
export function isZoom(value: unknown): value is Zoom {
  return zooms.some((zoom) => zoom === value);
}

/** Pixels of a day, so that the zoom's days fill the width. */
export function dayWidth(zoom: Zoom, width: number): number {
  return Math.max(LEAST_DAY, Math.round((width / zoomDays[zoom]) * 4) / 4);
}

/** The next closer or wider zoom; the same at either end. */
export function stepZoom(zoom: Zoom, step: -1 | 1): Zoom {
  const at = zooms.indexOf(zoom) + step;
  return zooms[Math.min(zooms.length - 1, Math.max(0, at))] ?? zoom;
}

/** Everything that can be scrolled to: the quarter with four quarters before and after it. */
export function scrollWindow(quarter: QuarterId, playbook: Pick<Playbook, 'calendar'>): Window {
  return {
    from: quarterRange(addQuarters(quarter, -QUARTERS_AROUND), playbook.calendar).start,
    to: quarterRange(addQuarters(quarter, QUARTERS_AROUND), playbook.calendar).end,
  };
}

/** Day of the window at which the quarter begins. */
export function quarterDay(quarter: QuarterId, window: Window, playbook: Pick<Playbook, 'calendar'>): number {
  return diffDays(window.from, quarterRange(quarter, playbook.calendar).start);
}
