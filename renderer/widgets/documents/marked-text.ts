import { findSpans } from './text-match';

/** Names of the marks in documents.module.css. */
export type MarkName = 'document-found' | 'document-current' | 'document-value';

const shown = new Map<MarkName, Set<Range>>();

function redraw(name: MarkName): void {
  const ranges = shown.get(name);
  if (ranges === undefined || ranges.size === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** Marks ranges of the page without touching its elements; the returned function takes the marks away. */
export function markRanges(name: MarkName, ranges: readonly Range[]): () => void {
  const all = shown.get(name) ?? new Set();
  shown.set(name, all);
  for (const range of ranges) all.add(range);
  redraw(name);
  return () => {
    for (const range of ranges) all.delete(range);
    redraw(name);
  };
}

/** Ranges of the wanted texts in elements that follow each other, also where one text runs over several. */
export function rangesIn(elements: readonly Element[], wanted: readonly string[]): Range[] {
  const pieces = elements.flatMap((element) => {
    const node = element.firstChild;
    return node instanceof Text ? [node] : [];
  });
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    text += piece.data;
  }
  return findSpans(text, wanted).flatMap(({ start, end }) => {
    const from = placeOf(starts, start);
    const to = placeOf(starts, end - 1);
    const first = pieces[from];
    const last = pieces[to];
    if (first === undefined || last === undefined) return [];
    const range = document.createRange();
    range.setStart(first, start - (starts[from] ?? 0));
    range.setEnd(last, end - (starts[to] ?? 0));
    return [range];
  });
}

/** Index of the piece in which a position lies. */
function placeOf(starts: readonly number[], position: number): number {
  let at = 0;
  while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= position) at += 1;
  return at;
}
