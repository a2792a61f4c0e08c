import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';
import { type MailDraft, requestMail } from '../mdf/decline-mail';
import type { TextContext } from '../mdf/request-values';
import type { PopNotice } from './deadlines';

/**
 * The message that asks a partner for better documents; the reason says what is wrong (POP-6). Once the day on which
 * they were due is over it asks for them at once.
 */
export function changesMail(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext & { readonly today: PlainDate },
): MailDraft {
  const { subject, body, lateBody } = playbook.pop.changesMail;
  const isLate = context.popDue !== null && context.popDue < context.today;
  const template = { subject, body: isLate ? lateBody : body };
  return requestMail(template, request, partner, playbook, context);
}

/** The reminder or last notice while proof of performance is missing (POP-7). */
export function noticeMail(
  kind: PopNotice['kind'],
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): MailDraft {
  const template = kind === 'reminder' ? playbook.pop.reminderMail : playbook.pop.lastNoticeMail;
  return requestMail(template, request, partner, playbook, context);
}
