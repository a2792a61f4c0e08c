import { Instant } from './values';
import { z } from './zod';

/** What every stored record carries: `rev` counts local writes and guards against lost updates. */
export const recordCommon = {
  rev: z.int().nonnegative(),
  createdAt: Instant,
  updatedAt: Instant,
  /** Set when the remote record was deleted while nothing local was at stake; kept so that nothing vanishes. */
  deletedRemotely: z.boolean(),
} as const;
