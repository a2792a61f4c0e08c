/** Minimum, median and maximum of repeated measurements, in milliseconds. */
export type Figures = { readonly min: number; readonly median: number; readonly max: number };

/** Sums up repeated measurements; there must be at least one. */
export function figuresOf(samples: readonly number[]): Figures {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

/** One line of the report: what was measured against what, and the ratio that is promised. */
export type BenchLine = {
  readonly name: string;
  readonly own: Figures;
  readonly floor: Figures | null;
  /** Largest promised ratio of medians; null when only the figure is reported. */
  readonly promised: number | null;
};

function shown({ min, median, max }: Figures): string {
  return `${median.toFixed(1)} ms (${min.toFixed(1)}–${max.toFixed(1)})`;
}

/** A line in words; it says whether the promise was kept in this run and never fails anything. */
export function describeLine({ name, own, floor, promised }: BenchLine): string {
  if (floor === null) return `${name}: ${shown(own)}`;
  const ratio = own.median / floor.median;
  const verdict =
    promised === null
      ? ''
      : ratio <= promised
        ? `, promised ≤ ${promised}: kept`
        : `, promised ≤ ${promised}: MISSED`;
  return `${name}: ${ratio.toFixed(2)} × (${shown(own)} against ${shown(floor)}${verdict})`;
}
