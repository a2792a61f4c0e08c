import { Approval, Decision } from './approval';
import { FundRequestId, PartnerId } from './ids';
import { recordCommon } from './record-common';
import { GitlabRef, SalesforceRef } from './remote-ref';
import { CurrencyCode, Instant, Money, PlainDate, QuarterId, SalesforceId } from './values';
import { z } from './zod';

/** GitLab items made for an approved request (MDF-6); `issues` is keyed by the playbook's sub-issue key. */
export const RequestGitlabLinks = z.object({
  epic: GitlabRef.nullable(),
  issues: z.record(z.string(), GitlabRef),
});
export type RequestGitlabLinks = z.infer<typeof RequestGitlabLinks>;

/** A reminder or last notice that was drafted to the partner (POP-7): of which day it is, and who drafted it when. */
export const DraftedNotice = z.object({
  kind: z.enum(['reminder', 'last-notice']),
  on: PlainDate,
  at: Instant,
  by: z.string(),
});
export type DraftedNotice = z.infer<typeof DraftedNotice>;

/** A partner's request for market development funds (MDF-1 to MDF-13). */
export const FundRequest = z.object({
  ...recordCommon,
  id: FundRequestId,
  /** Number in the partner portal, e.g. `MDF-10400`; null until known. */
  portalNumber: z.string().nullable(),
  title: z.string().min(1).max(255),
  partnerId: PartnerId,
  /** Key of an activity type of the playbook (MDF-2), or the text that came in when none matches. */
  activityType: z.string(),
  delivery: z.enum(['in-person', 'virtual']).nullable(),
  description: z.string(),
  start: PlainDate,
  end: PlainDate,
  currency: CurrencyCode,
  totalCost: Money,
  requested: Money,
  approvedAmount: Money.nullable(),
  estimatedPipeline: Money.nullable(),
  targetContacts: z.int().nonnegative().nullable(),
  /** GTM motion that the activity supports (MDF-7); null when the request names none. */
  gtmMotion: z.string().nullable(),
  region: z.string(),
  /** Quarter whose funds pay (MDF-9). */
  quarter: QuarterId,
  submittedOn: PlainDate.nullable(),
  /** Whether the reviewer found the activity type's conditions met (MDF-2), keyed by condition; one without an entry was not looked at. */
  conditions: z.record(z.string(), z.boolean()),
  /** Kinds of never-funded cost that the reviewer found in it (MDF-11), by playbook key. */
  excludedCosts: z.array(z.string()),
  /** Share of the cost that other vendors carry, in percent (MDF-11); null when there is one vendor. */
  otherVendorsPercent: z.int().min(0).max(100).nullable(),
  approval: Approval,
  /** The cancelled request whose funds it was approved with; absent for all that was approved by itself (MDF-12). */
  fundsFrom: FundRequestId.optional(),
  decisions: z.array(Decision),
  playbookVersion: z.string(),
  salesforce: SalesforceRef.nullable(),
  /** Its campaign in Salesforce, absent while none is known there; without a name where campaigns may not be read (MDF-12). */
  campaign: z.object({ id: SalesforceId, name: z.string().nullable() }).optional(),
  /** Set while the decision stays here, because the person gave up the change that would have sent it. */
  decisionGivenUp: z.literal(true).optional(),
  gitlab: RequestGitlabLinks,
  /** Notices about missing proof that were drafted on this desk (POP-7); absent while there is none. They are not sent on. */
  notices: z.array(DraftedNotice).optional(),
});
export type FundRequest = z.infer<typeof FundRequest>;
