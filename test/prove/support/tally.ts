/** How often each thing happened. */
export type Tally<T> = Map<T, number>;

/** Counts one more. */
export function count<T>(tally: Tally<T>, what: T): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** All of it together. */
export function total(tally: ReadonlyMap<unknown, number>): number {
  return [...tally.values()].reduce((sum, times) => sum + times, 0);
}

/** Every thing with its number, for the table. */
export function listed(tally: ReadonlyMap<string, number>): string {
  return [...tally].map(([what, times]) => `${what} ${times}`).join(', ');
}
