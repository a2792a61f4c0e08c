import { FieldMap } from './field-value';
import { IntentId } from './ids';
import { RemoteRef } from './remote-ref';
import { Instant } from './values';
import { z } from './zod';

/** What the person did, as far as the remotes are concerned; each kind expands to one or more remote steps. */
export const intentKinds = [
  /** Create or change a fund request in Salesforce. */
  'fund-request.put',
  /** All that follows an approval: Salesforce status, epic, sub-issues, links (MDF-6, MDF-13). */
  'fund-request.approved',
  /** The last of an approved request's sub-issues was closed: its epic is closed too (MDF-6). */
  'fund-request.finished',
  /** An approved activity was cancelled: Salesforce status, its issues and its epic closed with the reason (MDF-12). */
  'fund-request.cancelled',
  /** A decline: Salesforce status and reason (MDF-5). */
  'fund-request.declined',
  /** Create or change a claim in Salesforce and move the POP issue's label (POP-2). */
  'claim.put',
  /** One document to Salesforce (file on the claim or request) and to the POP issue (upload and note). */
  'document.put',
  /** A registration as an Event on the partner's Account (PROG-2). */
  'registration.put',
  /** A tactic or milestone as a GitLab issue with dates (SYNC-2). */
  'plan-item.put',
] as const;
/** What the person did, of all that the remotes have to learn. */
export const IntentKind = z.enum(intentKinds);
export type IntentKind = z.infer<typeof IntentKind>;

/** A pointer to a local record. */
export const RecordKey = z.object({
  kind: z.enum([
    'partner',
    'fund-request',
    'claim',
    'document',
    'plan-item',
    'quarter-plan',
    'registration',
    'budget',
  ]),
  id: z.string(),
});
export type RecordKey = z.infer<typeof RecordKey>;

/** Why a step could not be done, in words for the person and a code for the program. */
export const StepProblem = z.object({
  code: z.string(),
  /** What happened and why. */
  message: z.string(),
  /** What the person can do. */
  fix: z.string(),
  at: Instant,
});
export type StepProblem = z.infer<typeof StepProblem>;

/** One remote write of an intent. `sent` is stored before the request leaves, so that a restart knows to look before it repeats (G3). */
export const IntentStep = z.object({
  key: z.string(),
  remote: z.enum(['salesforce', 'gitlab']),
  title: z.string(),
  state: z.enum(['todo', 'sent', 'done', 'parked']),
  attempts: z.int().nonnegative(),
  ref: RemoteRef.nullable(),
  problem: StepProblem.nullable(),
  doneAt: Instant.nullable(),
  /** Field values of requests that may have arrived unheard, so that our own write is known when it comes back as theirs. */
  sent: z.array(FieldMap).optional(),
});
export type IntentStep = z.infer<typeof IntentStep>;

/** A local change that the remotes have not confirmed yet; kept, when done, for the log. */
export const Intent = z.object({
  id: IntentId,
  /** Order in which the person acted; given by the store, increasing. */
  seq: z.int().nonnegative(),
  /** Counts up with every change of the intent after it was made; absent means none. */
  rev: z.int().positive().optional(),
  kind: IntentKind,
  subject: RecordKey,
  /** The partner or request it belongs to, as the person would name it. */
  label: z.string(),
  createdAt: Instant,
  /** Fields changed, for puts; null means all. Merging keeps to these (G4). */
  fields: z.array(z.string()).nullable(),
  state: z.enum(['waiting', 'running', 'parked', 'done', 'discarded']),
  steps: z.array(IntentStep),
  attempts: z.int().nonnegative(),
  /** Not before this instant; null means at once. */
  nextAttemptAt: Instant.nullable(),
  problem: StepProblem.nullable(),
  finishedAt: Instant.nullable(),
});
export type Intent = z.infer<typeof Intent>;

/** How often an intent was changed since it was made. */
export function intentRev(intent: Pick<Intent, 'rev'>): number {
  return intent.rev ?? 0;
}
