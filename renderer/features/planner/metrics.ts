import type { RowMetrics } from '../../../shared/domain/planning/layout';

/** Heights of the timeline's rows in pixels. */
export const rowMetrics: RowMetrics = { laneHeight: 36, rowPadding: 0, minimumLanes: 1 };

/** Height of a bar in pixels, in the middle of its lane. */
export const BAR_HEIGHT = 22;

/** Space above a bar in its lane, in pixels. */
export const BAR_INSET = (rowMetrics.laneHeight - BAR_HEIGHT) / 2;

/** Width that a bar's label has at least, inside or to the right of it, in pixels. */
export const LABEL_ROOM = 96;

/** Height of the bands, months and weeks above the rows, in pixels. */
export const AXIS_HEIGHT = 98;

/** Width of the column of partner names in pixels, by the width of the whole timeline. */
export function nameWidth(width: number): number {
  return width < 720 ? 144 : 200;
}
