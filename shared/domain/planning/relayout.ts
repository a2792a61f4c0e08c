import { type LayoutInput, type LayoutItem, layoutTimeline, restackRow, type TimelineLayout } from './layout';

/** A layout together with what it was made of. */
export type LaidOut<T extends LayoutItem> = {
  readonly input: LayoutInput<T>;
  readonly layout: TimelineLayout<T>;
};

/**
 * The layout of the input; where only some items differ from the previous one, only their rows are stacked anew and
 * every other row stays the same object (PLAN-3).
 */
export function relayout<T extends LayoutItem>(
  previous: LaidOut<T> | null,
  input: LayoutInput<T>,
): LaidOut<T> {
  if (previous === null || !sameFrame(previous.input, input)) return { input, layout: layoutTimeline(input) };
  const touched = touchedRows(previous.input.items, input.items);
  if (touched.size === 0) return { input, layout: previous.layout };
  const { layout } = previous;
  const groups = new Map<string, T[]>([...touched].map((key) => [key, []]));
  for (const item of input.items) groups.get(item.partnerId ?? '')?.push(item);
  let next = layout;
  for (const [key, items] of groups) {
    next = restackRow(next, key, items, input.minimumDays ?? 1);
    const row = next.rows.find((entry) => entry.key === key);
    // Rows come and go with their items; which ones there are is the layout's to say.
    if (row === undefined || row.bars.length === 0) return { input, layout: anew(input, layout, touched) };
  }
  return { input, layout: next };
}

function anew<T extends LayoutItem>(
  input: LayoutInput<T>,
  before: TimelineLayout<T>,
  touched: ReadonlySet<string>,
): TimelineLayout<T> {
  const layout = layoutTimeline(input);
  const kept = new Map(before.rows.map((row) => [row.key, row]));
  return {
    ...layout,
    rows: layout.rows.map((row) => (touched.has(row.key) ? row : (kept.get(row.key) ?? row))),
  };
}

function sameFrame<T extends LayoutItem>(a: LayoutInput<T>, b: LayoutInput<T>): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.partners === b.partners &&
    a.emptyRows === b.emptyRows &&
    a.minimumDays === b.minimumDays
  );
}

function touchedRows<T extends LayoutItem>(before: readonly T[], after: readonly T[]): Set<string> {
  const touched = new Set<string>();
  if (before === after) return touched;
  const old = new Map(before.map((item) => [item.id, item]));
  for (const item of after) {
    const was = old.get(item.id);
    old.delete(item.id);
    if (was === item) continue;
    touched.add(item.partnerId ?? '');
    if (was !== undefined) touched.add(was.partnerId ?? '');
  }
  for (const gone of old.values()) touched.add(gone.partnerId ?? '');
  return touched;
}
