import { RecordKey } from './intent';
import { Instant } from './values';
import { z } from './zod';

/** An append-only line of what was done to a record, hash-chained so that a removed or altered line shows. */
export const AuditEntry = z.object({
  seq: z.int().nonnegative(),
  at: Instant,
  by: z.string(),
  /** A verb the person would use: `created`, `submitted`, `approved level 1`. */
  action: z.string(),
  record: RecordKey,
  /** Changed values as short text, old and new, for the history view. */
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  note: z.string().nullable(),
  playbookVersion: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** An audit line before the store gives it its number and place in the chain. */
export const NewAuditEntry = AuditEntry.omit({ seq: true, previousHash: true, hash: true });
export type NewAuditEntry = z.infer<typeof NewAuditEntry>;
