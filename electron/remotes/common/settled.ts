/**
 * The stamp from which rows could still be on their way when an answer was made: a transaction shows its rows only
 * when it ends, under the stamp at which it wrote them. `answered` is the server's own time of the answer; where it
 * gives none, `newest`, the latest stamp in the answer, stands for it, because no row is stamped after its answer.
 */
export function unsettledFrom(
  answered: number | null,
  newest: number | null,
  longestWriteMs: number,
): number | null {
  const at = answered ?? newest;
  return at === null ? null : at - longestWriteMs;
}

/** The earlier of two times; null knows nothing. */
export function earlierOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
