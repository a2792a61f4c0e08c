import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { InvoiceFields, StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { Taken } from './reimbursement';

/** What an invoice is checked against. */
export type InvoiceCheckInput = {
  /** The invoice's fields; null when none is known. */
  readonly invoice: InvoiceFields | null;
  readonly request: FundRequest;
  readonly partner: Partner | null;
  readonly playbook: Playbook;
  /** Documents of this request. */
  readonly documents: readonly StoredDocument[];
  /** Documents of all other requests, to find what was seen before. */
  readonly otherDocuments: readonly StoredDocument[];
  /** All other claims, to find numbers that were used before. */
  readonly otherClaims: readonly Claim[];
  /** Names of the requests, to say where a duplicate is; keyed by request id. */
  readonly requestTitles: Readonly<Record<string, string>>;
  /** What other claims of this request were accepted or paid for. */
  readonly taken: Taken;
  /** Reviewer's answers to checks that need a person, keyed by code. */
  readonly ticks: Readonly<Record<string, boolean>>;
};
