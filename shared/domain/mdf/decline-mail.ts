import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import { fillTemplate } from '../template';
import { requestValues, type TextContext } from './request-values';

/** A message for the person's mail program, and what must still be filled in. */
export type MailDraft = {
  readonly to: string[];
  readonly cc: string[];
  readonly subject: string;
  readonly body: string;
  /** Why there is no address, in words; null where there is one. */
  readonly missing: { readonly to: string | null; readonly cc: string | null };
};

/** Drafts a message about a request to the partner, with the channel account manager copied. */
export function requestMail(
  template: { readonly subject: string; readonly body: string },
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): MailDraft {
  const values = requestValues(request, partner, playbook, context);
  const missing = {
    to: partner.contactEmail === null ? `The address of a contact at ${partner.name} is not known.` : null,
    cc: partner.camEmail === null ? 'The address of the channel account manager is not known.' : null,
  };
  return {
    to: partner.contactEmail === null ? [] : [partner.contactEmail],
    cc: partner.camEmail === null ? [] : [partner.camEmail],
    subject: fillTemplate(template.subject, values),
    body: fillTemplate(template.body, values),
    missing,
  };
}

/** The message that tells a partner what is to be changed in a request that was sent back (MDF-4). */
export function sendBackMail(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): MailDraft {
  return requestMail(playbook.mdf.sendBackMail, request, partner, playbook, context);
}

/** The message that tells a partner of a decline and its reason, CAM copied (MDF-5). */
export function declineMail(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): MailDraft {
  return requestMail(playbook.mdf.declineMail, request, partner, playbook, context);
}
