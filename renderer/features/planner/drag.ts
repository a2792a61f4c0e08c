import { assertNever } from '../../../shared/lib/assert-never';

/** What a press on the timeline is about to do. */
export type DragKind = 'move' | 'start' | 'end' | 'create';

/** A drag in days of the window; `endDay` is the day after the last. */
export type Drag = {
  readonly kind: DragKind;
  /** The bar; null while a new one is drawn. */
  readonly itemId: string | null;
  /** A milestone stays a single day. */
  readonly isMilestone: boolean;
  readonly pressedDay: number;
  readonly from: Place;
  readonly to: Place;
};

/** Where a bar lies: days and the key of its row. */
export type Place = { readonly startDay: number; readonly endDay: number; readonly rowKey: string };

/** The drag once the pointer is over this day and row; a bar never becomes shorter than a day. */
export function dragTo(drag: Drag, day: number, rowKey: string): Drag {
  const { from, pressedDay } = drag;
  const delta = day - pressedDay;
  switch (drag.kind) {
    case 'move':
      return { ...drag, to: { startDay: from.startDay + delta, endDay: from.endDay + delta, rowKey } };
    case 'start':
      return {
        ...drag,
        to: { ...from, startDay: Math.min(from.startDay + delta, from.endDay - 1) },
      };
    case 'end':
      return { ...drag, to: { ...from, endDay: Math.max(from.endDay + delta, from.startDay + 1) } };
    case 'create':
      return {
        ...drag,
        to: { ...from, startDay: Math.min(pressedDay, day), endDay: Math.max(pressedDay, day) + 1 },
      };
    default:
      return assertNever(drag.kind);
  }
}

/** Whether letting go now changes anything. */
export function hasMoved({ from, to, kind }: Drag): boolean {
  return (
    kind === 'create' ||
    from.startDay !== to.startDay ||
    from.endDay !== to.endDay ||
    from.rowKey !== to.rowKey
  );
}
