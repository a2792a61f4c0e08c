import { DocumentId, FundRequestId } from './ids';
import { recordCommon } from './record-common';
import { GitlabRef, SalesforceRef } from './remote-ref';
import { CurrencyCode, Instant, Money, PlainDate, Sha256 } from './values';
import { z } from './zod';

/** What a document was found to be by its bytes, never by its name. */
export const MediaType = z.enum([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/tiff',
  'image/heic',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/xml',
  'text/csv',
  'text/plain',
  'application/octet-stream',
]);
export type MediaType = z.infer<typeof MediaType>;

/** Fields of an invoice (POP-5); null means not known: nothing is ever guessed. */
export const InvoiceFields = z.object({
  number: z.string().nullable(),
  date: PlainDate.nullable(),
  currency: CurrencyCode.nullable(),
  total: Money.nullable(),
  seller: z.string().nullable(),
  buyer: z.string().nullable(),
  /** Where the values came from: the e-invoice XML inside the PDF, or the person. */
  source: z.enum(['embedded-xml', 'typed']),
});
export type InvoiceFields = z.infer<typeof InvoiceFields>;

/** A reviewer's verdict on one document (POP-6). */
export const DocumentReview = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unreviewed') }),
  z.object({ kind: z.literal('accepted'), at: Instant, by: z.string() }),
  z.object({ kind: z.literal('changes-requested'), at: Instant, by: z.string(), note: z.string().min(1) }),
]);
export type DocumentReview = z.infer<typeof DocumentReview>;

/** A file kept for a request; its bytes are stored unaltered under `sha256` (POP-6). */
export const StoredDocument = z.object({
  ...recordCommon,
  id: DocumentId,
  requestId: FundRequestId,
  name: z.string().min(1).max(255),
  mediaType: MediaType,
  size: z.int().nonnegative(),
  sha256: Sha256,
  /** Which proof of the activity's checklist it serves (POP-3): `invoice`, a proof key of the playbook, or null while unassigned. */
  proof: z.string().nullable(),
  addedBy: z.string(),
  review: DocumentReview,
  invoice: InvoiceFields.nullable(),
  salesforce: SalesforceRef.nullable(),
  gitlabUpload: GitlabRef.nullable(),
  /** Set while the file stays here, because the person gave up its upload. */
  uploadGivenUp: z.literal(true).optional(),
});
export type StoredDocument = z.infer<typeof StoredDocument>;
