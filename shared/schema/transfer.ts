import { z } from './zod';

/** A file on its way to a remote. */
export const Transfer = z.object({
  /** The marker of the write that it belongs to. */
  marker: z.string(),
  remote: z.enum(['salesforce', 'gitlab']),
  name: z.string(),
  /** Bytes that have left, of how many. */
  sent: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Whether bytes still leave, or the other side is asked what arrived. */
  phase: z.enum(['sending', 'checking']),
  /** Whether it can be stopped so that nothing of it takes effect. */
  canStop: z.boolean(),
});
export type Transfer = z.infer<typeof Transfer>;
