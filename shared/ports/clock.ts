import type { Instant } from '../schema/values';

/** Time as an argument; tests give their own. */
export type Clock = {
  now(): Instant;
  /** Resolves after the delay in milliseconds, or earlier when `wake` is called by its owner. */
  sleep(milliseconds: number): Promise<void>;
};
