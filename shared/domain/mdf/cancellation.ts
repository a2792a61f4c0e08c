import { ok } from '../../lib/result';
import { shortened } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { Approval } from '../../schema/approval';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import { fillTemplate } from '../template';
import { type ApprovalAction, approvalText, type Outcome, refused } from './approval-action';
import { rightRefusal } from './deciding-role';
import { requestValues } from './request-values';

type Cancel = Extract<ApprovalAction, { kind: 'cancel' }>;

/** Cancels an approved activity: by a role that may, with a reason, and not after its proof was accepted (MDF-12). */
export function cancelled(
  approval: Approval,
  action: Cancel,
  playbook: Pick<Playbook, 'mdf' | 'roles'>,
): Outcome {
  if (approval.kind !== 'approved') {
    return refused(
      'not-approved',
      `Only an approved activity is cancelled; this request is ${approvalText(approval)}.`,
      'Withdraw it, if it has not ended yet.',
    );
  }
  if (action.claim === 'accepted' || action.claim === 'paid') {
    return refused(
      'proof-decided',
      'Its proof of performance is accepted, so the activity took place.',
      'If that is wrong, have the claim put right in Salesforce first.',
    );
  }
  const reason = action.reason.trim();
  if (reason === '') {
    return refused(
      'reason-missing',
      'A reason is required; epic and issues are closed with it.',
      'Write the reason.',
    );
  }
  const refusal = rightRefusal(
    playbook.mdf.cancellation.decidedBy,
    action.authority,
    'It is cancelled',
    playbook,
  );
  if (refusal !== null) return refusal;
  return ok({
    approval: { kind: 'withdrawn', at: action.at, reason, cancelledBy: action.by },
    decision: null,
  });
}

/** People write “cancelled” as well as “canceled”, so doubled letters are read as one. */
function spelled(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/(\p{L})\1/gu, '$1');
}

function isNamed(name: string, prefix: string): boolean {
  return spelled(name).startsWith(spelled(prefix));
}

/**
 * A name as it stands after its activity was cancelled, in as many characters as its place has; one that says so
 * already stays (MDF-12).
 */
export function cancelledName(name: string, prefix: string, length = Infinity): string {
  return isNamed(name, prefix) ? name : shortened(`${prefix}${name}`, length);
}

/** The line with which epic and issues of a cancelled activity are closed (MDF-12). */
export function cancellationNote(request: FundRequest, partner: Partner, playbook: Playbook): string {
  const { approval } = request;
  const { reason, cancelledBy: sender = '' } = approval.kind === 'withdrawn' ? approval : { reason: '' };
  const context = { sender, reason, popDue: null };
  return fillTemplate(playbook.mdf.cancellation.note, requestValues(request, partner, playbook, context))
    .replace(/\s+/g, ' ')
    .trim();
}
