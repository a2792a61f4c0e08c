import { ClaimId, DocumentId, FundRequestId, PartnerId } from './ids';
import { recordCommon } from './record-common';
import { SalesforceRef } from './remote-ref';
import { InvoiceFields } from './document';
import { Instant, Money, PlainDate } from './values';
import { z } from './zod';

/** Progress of proof of performance; maps to the scoped labels of the POP issue (POP-2). */
export const PopStage = z.enum(['pending', 'approval-needed', 'approved', 'completed']);
export type PopStage = z.infer<typeof PopStage>;

/** The decision on a claim as a whole. */
export const ClaimDecision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('accepted'), at: Instant, by: z.string() }),
  z.object({ kind: z.literal('changes-requested'), at: Instant, by: z.string(), note: z.string().min(1) }),
  z.object({ kind: z.literal('rejected'), at: Instant, by: z.string(), note: z.string().min(1) }),
  /** `by` names the system that said so; absent where it was marked here. */
  z.object({ kind: z.literal('paid'), at: Instant, by: z.string().optional() }),
]);
export type ClaimDecision = z.infer<typeof ClaimDecision>;

/** The claim for reimbursement of one approved request: its POP and invoice (POP-1 to POP-9). */
export const Claim = z.object({
  ...recordCommon,
  id: ClaimId,
  requestId: FundRequestId,
  partnerId: PartnerId,
  title: z.string().min(1).max(255),
  stage: PopStage,
  invoice: InvoiceFields.nullable(),
  /** What will be paid: the share of the invoiced cost up to the approved sum (POP-5); null until it can be computed. */
  reimbursement: Money.nullable(),
  /** Reviewer's answers to checks that need a person, keyed by check code. */
  ticks: z.record(z.string(), z.boolean()),
  receivedAt: Instant.nullable(),
  decision: ClaimDecision,
  /** Zip requisition opened after approval (POP-4). */
  zipNumber: z.string().nullable(),
  zipDate: PlainDate.nullable(),
  playbookVersion: z.string(),
  salesforce: SalesforceRef.nullable(),
  /** The document that the fields of the invoice and the answers to its checks are about; absent while none is filed. */
  invoiceOf: DocumentId.optional(),
  /**
   * Set while the fields of the invoice are of one that has to change or is filed elsewhere, and nothing was typed since:
   * another one that is filed replaces them (POP-5).
   */
  invoiceIsOutdated: z.literal(true).optional(),
  /** Set while the decision stays here, because the person gave up the change that would have sent it. */
  decisionGivenUp: z.literal(true).optional(),
});
export type Claim = z.infer<typeof Claim>;
