import { Instant, PlainDate } from './values';
import { z } from './zod';

/** Where a fund request stands in its approval (MDF-4); `level` counts from 1. */
export const Approval = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft') }),
  z.object({
    kind: z.literal('in-review'),
    level: z.int().positive(),
    submittedAt: Instant,
    levelSince: Instant,
  }),
  z.object({ kind: z.literal('approved'), at: Instant }),
  z.object({
    kind: z.literal('declined'),
    at: Instant,
    level: z.int().positive(),
    reason: z.string().min(1),
  }),
  z.object({
    kind: z.literal('sent-back'),
    at: Instant,
    level: z.int().positive(),
    reason: z.string().min(1),
    /** Start of the activity when it was sent back (MDF-9); absent where nobody knows it. */
    start: PlainDate.optional(),
  }),
  z.object({
    kind: z.literal('withdrawn'),
    at: Instant,
    reason: z.string(),
    /** Who cancelled it; only set when it had been approved (MDF-12). */
    cancelledBy: z.string().min(1).optional(),
    /** Set where Salesforce had it ended before the cancelling here left, so that its funds may have gone elsewhere. */
    cancelledThereToo: z.literal(true).optional(),
  }),
]);
export type Approval = z.infer<typeof Approval>;

/** One recorded verdict: who held the level's role, who typed it in, and under which playbook (MDF-4, MDF-10). */
export const Decision = z.object({
  level: z.int().positive(),
  role: z.string(),
  verdict: z.enum(['approve', 'decline', 'send-back']),
  at: Instant,
  /** Name of the person who decided. */
  by: z.string().min(1),
  /** Name of the person who recorded it; differs from `by` when a decision made elsewhere is noted or a delegate acts. */
  recordedBy: z.string().min(1),
  reason: z.string().nullable(),
  /** Codes of the warnings that the approver acknowledged (MDF-8). */
  acknowledged: z.array(z.string()),
  playbookVersion: z.string(),
  /** Remote stamp of the request when the person decided; a newer remote state asks for re-review (G4). */
  basedOnStamp: z.string().nullable(),
});
export type Decision = z.infer<typeof Decision>;
