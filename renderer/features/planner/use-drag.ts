import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineLayout } from '../../../shared/domain/planning/layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { type Drag, type DragKind, dragTo, hasMoved } from './drag';

type Geometry = {
  readonly layout: TimelineLayout<PlanItem>;
  readonly tops: readonly number[];
  readonly dayWidth: number;
  readonly nameWidth: number;
  readonly headHeight: number;
};

type DragOptions = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly geometry: Geometry;
  /** A press that was not dragged. */
  readonly onPress: (rowKey: string, itemId: string | null) => void;
  /** A drag that changed something; the ghost stays until it is settled. */
  readonly onDrop: (drag: Drag) => Promise<void>;
};

type DragHandlers = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
};

type Pressed = {
  readonly x: number;
  readonly y: number;
  readonly drag: Drag;
  readonly pointerId: number;
  /** The pointer has gone up or down on purpose. */
  hasLeftRow: boolean;
};

const THRESHOLD = 4;
/** Less than this up or down is a hand that moves sideways: the bar keeps its row, whatever lies under the pointer by then. */
const LEAVES_ROW = 12;
const EDGE = 40;
const EDGE_STEP = 16;

/** Day and row under a point of the window; the row is the nearest one. */
export function dayAndRow(
  scroller: HTMLElement,
  { layout, tops, dayWidth, nameWidth, headHeight }: Geometry,
  point: { readonly clientX: number; readonly clientY: number },
): { readonly day: number; readonly rowKey: string | null } {
  const box = scroller.getBoundingClientRect();
  const x = point.clientX - box.left - scroller.clientLeft + scroller.scrollLeft - nameWidth;
  const y = point.clientY - box.top - scroller.clientTop + scroller.scrollTop - headHeight;
  const after = tops.findIndex((top) => top > y);
  const index = after === -1 ? layout.rows.length - 1 : Math.max(0, after - 1);
  const inside = y >= 0 && y < (tops.at(-1) ?? 0);
  return {
    day: Math.floor(x / dayWidth),
    rowKey: inside || y >= 0 ? (layout.rows[index]?.key ?? null) : (layout.rows[0]?.key ?? null),
  };
}

function kindOf(target: Element, item: PlanItem | undefined): DragKind {
  const edge = target.closest<HTMLElement>('[data-edge]')?.dataset['edge'];
  if (item === undefined) return 'create';
  return edge === 'start' || edge === 'end' ? edge : 'move';
}

/** Presses and drags on the timeline: moves, both edges, and drawing a new bar on free space; Escape takes it back. */
export function useDrag({ scroller, geometry, onPress, onDrop }: DragOptions): {
  readonly drag: Drag | null;
  readonly handlers: DragHandlers;
} {
  const [drag, setDrag] = useState<Drag | null>(null);
  const pressed = useRef<Pressed | null>(null);
  const dragging = useRef<Drag | null>(null);

  const stop = useCallback(() => {
    pressed.current = null;
    dragging.current = null;
    setDrag(null);
  }, []);

  useEffect(() => {
    if (drag === null) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || pressed.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      stop();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [drag, stop]);

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    const element = scroller.current;
    if (element === null || event.button !== 0 || !(event.target instanceof Element)) return;
    const rowKey = event.target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (rowKey === undefined || event.target.closest('[role=rowheader]') !== null) return;
    const row = geometry.layout.rows.find(({ key }) => key === rowKey);
    const itemId = event.target.closest<HTMLElement>('[data-bar]')?.dataset['bar'] ?? null;
    const bar = row?.bars.find(({ item }) => item.id === itemId);
    const { day } = dayAndRow(element, geometry, event);
    const place =
      bar === undefined
        ? { startDay: day, endDay: day + 1, rowKey }
        : { startDay: bar.startDay, endDay: bar.endDay, rowKey };
    pressed.current = {
      x: event.clientX,
      y: event.clientY,
      pointerId: event.pointerId,
      hasLeftRow: false,
      drag: {
        kind: kindOf(event.target, bar?.item),
        itemId,
        isMilestone: bar?.item.kind === 'milestone',
        pressedDay: day,
        from: place,
        to: place,
      },
    };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const element = scroller.current;
    const start = pressed.current;
    if (element === null || start === null) return;
    const far = Math.max(Math.abs(event.clientX - start.x), Math.abs(event.clientY - start.y));
    if (dragging.current === null && far < THRESHOLD) return;
    if (dragging.current === null) element.setPointerCapture(start.pointerId);
    start.hasLeftRow ||= Math.abs(event.clientY - start.y) >= LEAVES_ROW;
    scrollAtEdges(element, event, geometry, start.hasLeftRow);
    const { day, rowKey } = dayAndRow(element, geometry, event);
    const from = start.drag.from.rowKey;
    const next = dragTo(start.drag, day, start.hasLeftRow ? (rowKey ?? from) : from);
    dragging.current = next;
    setDrag((now) => (now !== null && samePlace(now, next) ? now : next));
  }

  function onPointerUp(): void {
    const start = pressed.current;
    const done = dragging.current;
    pressed.current = null;
    dragging.current = null;
    if (start === null) return;
    if (done === null) onPress(start.drag.from.rowKey, start.drag.itemId);
    if (done === null || !hasMoved(done)) return setDrag(null);
    void onDrop(done).finally(() => setDrag((now) => (dragging.current === null ? null : now)));
  }

  return { drag, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: stop } };
}

function samePlace(a: Drag, b: Drag): boolean {
  return a.to.startDay === b.to.startDay && a.to.endDay === b.to.endDay && a.to.rowKey === b.to.rowKey;
}

function scrollAtEdges(
  element: HTMLElement,
  event: PointerEvent,
  geometry: Geometry,
  isVertical: boolean,
): void {
  const box = element.getBoundingClientRect();
  if (event.clientX > box.right - EDGE) element.scrollLeft += EDGE_STEP;
  else if (event.clientX < box.left + geometry.nameWidth + EDGE / 2) element.scrollLeft -= EDGE_STEP;
  if (!isVertical) return;
  if (event.clientY > box.bottom - EDGE) element.scrollTop += EDGE_STEP;
  else if (event.clientY < box.top + geometry.headHeight) element.scrollTop -= EDGE_STEP;
}
