import type { RemoteFailure } from './failure';

/** How often a twin that cannot be put aside is waited for before the reading goes on without it. */
const TRIES = 5;

/** Twins that could not be put aside, with how often that was tried. */
export type LeftTwins = Map<string, number>;

/** Ends a reading so that a twin is tried again with the next one; null once that was done often enough. */
export function untilTriedEnough(left: LeftTwins, twin: string, why: string): RemoteFailure | null {
  const tries = (left.get(twin) ?? 0) + 1;
  left.set(twin, tries);
  if (tries >= TRIES) return null;
  return { kind: 'wait', why: `A twin could not be put aside: ${why}`, afterMs: null };
}
