import { PartnerId, RegistrationId } from './ids';
import { recordCommon } from './record-common';
import { SalesforceRef } from './remote-ref';
import { PlainDate } from './values';
import { z } from './zod';

/** A partner's enrolment in a program, logged as an Event on its Account (PROG-2). */
export const Registration = z.object({
  ...recordCommon,
  id: RegistrationId,
  partnerId: PartnerId,
  /** Key of a program offer of the playbook, or null when the report misses the Event in Salesforce: for its subject or its type. */
  program: z.string().nullable(),
  /** The Event's subject, letter by letter. */
  subject: z.string().min(1).max(255),
  /** The Event's type where it is another than the report counts, null where it has none; left out where it is right. */
  eventType: z.string().nullable().optional(),
  date: PlainDate,
  note: z.string(),
  /** Ticks on the program's commitments (PROG-4, PROG-5), keyed by commitment. */
  commitments: z.record(z.string(), z.boolean()),
  language: z.string().nullable(),
  playbookVersion: z.string(),
  /** Taken back before it was sent: kept for the history and counted nowhere. */
  withdrawn: z.literal(true).optional(),
  salesforce: SalesforceRef.nullable(),
});
export type Registration = z.infer<typeof Registration>;
