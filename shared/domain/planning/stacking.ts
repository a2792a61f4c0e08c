/** A half-open interval of days to be put on a lane. */
export type Span = { readonly start: number; readonly end: number };

type Entry = { readonly at: number; readonly lane: number };

/** A binary heap, smallest first. */
function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || entry.at >= above.at) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    let below = heap[child];
    if (below === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && right.at < below.at) {
      child += 1;
      below = right;
    }
    if (below.at >= last.at) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
  return top;
}

/**
 * Lane of every span, lowest free lane first, with as few lanes as the busiest day needs; spans must come sorted by
 * start. Takes n log n steps however many lanes there are.
 */
export function stack(spans: readonly Span[]): { readonly lanes: number[]; readonly count: number } {
  const busy: Entry[] = [];
  const free: Entry[] = [];
  let count = 0;
  const lanes = spans.map((span) => {
    for (let next = busy[0]; next !== undefined && next.at <= span.start; next = busy[0]) {
      pop(busy);
      push(free, { at: next.lane, lane: next.lane });
    }
    const lane = pop(free)?.lane ?? count++;
    push(busy, { at: span.end, lane });
    return lane;
  });
  return { lanes, count };
}
