import { PartnerId } from './ids';
import { recordCommon } from './record-common';
import { SalesforceRef } from './remote-ref';
import { PlainDate } from './values';
import { z } from './zod';

/** That a partner took an instant campaign, or some of its material, in a language (PROG-6). */
export const CampaignUse = z.object({
  /** Key of the campaign in the playbook. */
  campaign: z.string().min(1),
  language: z.string().min(1),
  /** Keys of the kinds of material; at least one. */
  assets: z.array(z.string()).min(1),
  on: PlainDate,
  by: z.string(),
});
export type CampaignUse = z.infer<typeof CampaignUse>;

/** A partner account (SYNC-1); `recordType`, `partnerType`, `track` and `status` are Salesforce's words, judged by the playbook. */
export const Partner = z.object({
  ...recordCommon,
  id: PartnerId,
  name: z.string().min(1).max(255),
  /** `foldText(name)`: what imports match on when an id is missing. */
  foldedName: z.string(),
  recordType: z.string().nullable(),
  partnerType: z.string().nullable(),
  track: z.string().nullable(),
  status: z.string().nullable(),
  region: z.string().nullable(),
  country: z.string().nullable(),
  /** Display name of the channel account manager, copied on declines (MDF-5). */
  cam: z.string().nullable(),
  contactEmail: z.string().nullable(),
  camEmail: z.string().nullable(),
  /** When the account was last changed by the newest export that was imported, so that an older one overwrites nothing. */
  exportModifiedOn: PlainDate.optional(),
  /** Kept on this computer alone: no record of Salesforce or GitLab holds it. */
  campaignUses: z.array(CampaignUse).optional(),
  salesforce: SalesforceRef.nullable(),
});
export type Partner = z.infer<typeof Partner>;
