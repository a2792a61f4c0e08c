import { z } from '../schema/zod';
import { key, label } from './words';

/** Checks of an invoice whose failure a playbook may let a reviewer accept (POP-5). */
const overridableChecks = [
  'invoice-total',
  'invoice-date',
  'invoice-seller',
  'invoice-buyer',
  'invoice-names-activity',
] as const;

/** Proof of performance and invoice (POP-1 to POP-9). */
export const PopRules = z.strictObject({
  dueDays: z.int().positive(),
  dueDaysFirstClaim: z.int().positive(),
  reminderDays: z.array(z.int().positive()),
  /** Days after the due date on which the last notice goes out; later the funds are forfeited (POP-7). */
  lastNoticeDays: z.int().nonnegative(),
  /** The invoice as an entry of the checklist; a claim always needs it (POP-8). */
  invoice: z.strictObject({ label, help: z.string() }),
  /** Proofs of the type that must be there beside the invoice, whatever is marked required (POP-8). */
  minimumProofs: z.int().nonnegative(),
  /** Codes of failed checks that a reviewer may accept by ticking them; every other failure stops an acceptance (POP-5). */
  overridable: z.array(z.enum(overridableChecks)),
  /**
   * Roles that judge a claim, and that record its requisition and payment; any one of them will do. A playbook from before
   * this choice leaves both to everybody.
   */
  decidedBy: z
    .strictObject({ review: z.array(key).min(1), payment: z.array(key).min(1) })
    .nullable()
    .default(null),
  /** Legal entities an invoice may be addressed to (POP-8). */
  payableTo: z.array(z.string()).min(1),
  /**
   * Words of a company's name that say only its legal form (POP-8). A playbook from before this list knows these.
   */
  legalForms: z
    .array(z.string().min(1))
    .default([
      'inc',
      'corp',
      'ltd',
      'limited',
      'llc',
      'plc',
      'gmbh',
      'ag',
      'kg',
      'co',
      'bv',
      'sa',
      'sas',
      'srl',
    ]),
  /**
   * What the total of an invoice states: the whole cost, of which the share is paid, or the reimbursement itself (POP-5).
   * A playbook from before this choice means the cost.
   */
  invoiceCovers: z.enum(['total-cost', 'reimbursement']).default('total-cost'),
  invoiceWindowDaysAfter: z.int().nonnegative(),
  labels: z.strictObject({
    always: z.array(z.string()),
    pending: z.string(),
    'approval-needed': z.string(),
    approved: z.string(),
    completed: z.string(),
  }),
  /**
   * The note that a rejected claim leaves on its POP issue before that is closed. A playbook from before this text says it
   * in these words.
   */
  rejectedNote: z.string().min(1).default('{sender} rejected the claim: {reason}'),
  /** What is proposed as the reason when a claim is closed because nothing came in time; for a playbook from before this text too. */
  forfeitNote: z
    .string()
    .min(1)
    .default('No proof of performance was received by {popDue}; the approved {approved} are forfeited.'),
  leadListColumns: z.array(
    z.strictObject({
      key,
      label,
      aliases: z.array(z.string()),
      /** A row without a value here cannot be uploaded; otherwise the gap is only pointed out. */
      required: z.boolean(),
      format: z.enum(['text', 'email', 'phone']),
    }),
  ),
  changesMail: z.strictObject({
    subject: z.string(),
    body: z.string(),
    /** In place of `body` once the day on which everything was due is over; for a playbook from before this text too. */
    lateBody: z
      .string()
      .default(
        'Hello {partner} team,\n\nbefore we can accept the documents for “{activity}” we need this:\n\n{reason}\n\nThey were due on {popDue}, so please upload the changed ones at once.\n\n{sender}\n',
      ),
  }),
  reminderMail: z.strictObject({ subject: z.string(), body: z.string() }),
  lastNoticeMail: z.strictObject({ subject: z.string(), body: z.string() }),
});
