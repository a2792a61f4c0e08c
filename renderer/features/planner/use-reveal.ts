import { useCallback, useEffect, useRef } from 'react';
import type { TimelineLayout } from '../../../shared/domain/planning/layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { AXIS_HEIGHT, rowMetrics } from './metrics';
import type { ActivePlace } from './timeline-keys';
import type { Viewport } from './use-viewport';

const BESIDE = 24;

/** Room under a bar, so that the messages at the foot of the window do not lie over what is worked on. */
const BELOW = 112;

type RevealInput = {
  readonly layout: TimelineLayout<PlanItem>;
  readonly tops: readonly number[];
  readonly dayWidth: number;
  readonly nameWidth: number;
  readonly viewport: Viewport;
};

/** Scrolls as little as brings a place into view. */
export function useReveal({ layout, tops, dayWidth, nameWidth, viewport }: RevealInput) {
  const { scroller, onScroll } = viewport;
  return useCallback(
    (place: ActivePlace) => {
      const element = scroller.current;
      const index = layout.rows.findIndex(({ key }) => key === place.rowKey);
      const bar = layout.rows[index]?.bars.find(({ item }) => item.id === place.itemId);
      if (element === null || index === -1) return;
      const top = (tops[index] ?? 0) + (bar?.lane ?? 0) * rowMetrics.laneHeight;
      scrollTo(element, {
        top,
        bottom: top + rowMetrics.laneHeight,
        headHeight: AXIS_HEIGHT,
        left: bar === undefined ? null : bar.startDay * dayWidth,
        right: bar === undefined ? null : bar.endDay * dayWidth,
        nameWidth,
      });
      onScroll();
    },
    [scroller, onScroll, layout, tops, dayWidth, nameWidth],
  );
}

type OpenedInput = {
  readonly layout: TimelineLayout<PlanItem>;
  readonly viewport: Viewport;
  readonly openId: string | null;
  readonly active: ActivePlace | null;
  readonly onActive: (place: ActivePlace) => void;
};

/**
 * Brings what was opened into view once it has its bar: a new tactic, whose row may lie below the fold, or one that
 * another screen leads to. The keys follow it, unless the person is somewhere else with them.
 */
export function useShowOpened(
  { layout, viewport, openId, active, onActive }: OpenedInput,
  reveal: (place: ActivePlace) => void,
): void {
  const shown = useRef<string | null>(null);
  const { scroller, width } = viewport;
  const activeId = active?.itemId ?? null;
  useEffect(() => {
    if (openId === null) shown.current = null;
    if (openId === null || openId === shown.current || width === 0) return;
    const row = layout.rows.find(({ bars }) => bars.some(({ item }) => item.id === openId));
    if (row === undefined) return;
    shown.current = openId;
    // What was pressed in the timeline is in view, and must stay under the pointer.
    if (activeId === openId) return;
    const place = { rowKey: row.key, itemId: openId };
    reveal(place);
    const focused = document.activeElement;
    // Before the place is set, since a timeline that gets the focus begins at its first row.
    if (focused === null || focused === document.body) scroller.current?.focus({ preventScroll: true });
    onActive(place);
  }, [openId, activeId, layout, width, reveal, onActive, scroller]);
}

type Area = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number | null;
  readonly right: number | null;
  readonly headHeight: number;
  readonly nameWidth: number;
};

function scrollTo(element: HTMLElement, area: Area): void {
  const shownHeight = element.clientHeight - area.headHeight;
  if (area.top < element.scrollTop) element.scrollTop = area.top;
  else if (area.bottom + BELOW > element.scrollTop + shownHeight && shownHeight > 2 * BELOW)
    element.scrollTop = area.bottom + BELOW - shownHeight;
  else if (area.bottom > element.scrollTop + shownHeight) element.scrollTop = area.bottom - shownHeight;
  if (area.left === null || area.right === null) return;
  const shownWidth = element.clientWidth - area.nameWidth;
  const isLeft = area.left < element.scrollLeft;
  const isRight = area.right > element.scrollLeft + shownWidth;
  if (isLeft || (isRight && area.right - area.left > shownWidth)) element.scrollLeft = area.left - BESIDE;
  else if (isRight) element.scrollLeft = area.right - shownWidth + BESIDE;
}
