import { err, ok, type Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import type { Approval, Decision } from '../../schema/approval';
import type { ClaimDecision } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant, Money } from '../../schema/values';
import { quarterLabel } from '../calendar/fiscal';
import type { Finding } from '../finding';
import { isCancelledHere } from '../merging/approval-fields';
import { plainMoney } from '../money/money';
import { type ApprovalRefusal, approvalText, refused } from './approval-action';
import type { Authority } from './approval-track';
import { cancelled } from './cancellation';
import { rightRefusal } from './deciding-role';
import { findingsRefusal } from './findings-refusal';

/** An activity whose funds may go to another one. */
export type FundsSource = {
  readonly request: Pick<FundRequest, 'approval' | 'approvedAmount' | 'requested' | 'decisionGivenUp'>;
  /** What was decided on its proof of performance; null before anything was claimed. */
  readonly claim: ClaimDecision | null;
  /** The request that has its funds already (`fundsHolder`); null for none. */
  readonly holder: Pick<FundRequest, 'title'> | null;
};

/** Whether the claim gave the funds back to the budget: it was rejected while the activity still stood (POP-7). */
function isForfeited({ request: { approval }, claim }: FundsSource): boolean {
  if (claim?.kind !== 'rejected') return false;
  // A cancelling rejects what is claimed by then.
  return approval.kind !== 'withdrawn' || claim.at < approval.at;
}

/** What is free for another activity once this one does not take place, or why nothing is (MDF-12). */
export function freedFunds(source: FundsSource): Result<Money, ApprovalRefusal> {
  const { request, claim, holder } = source;
  const { approval } = request;
  const wasCancelled = approval.kind === 'withdrawn' && approval.cancelledBy !== undefined;
  if (approval.kind !== 'approved' && !wasCancelled) {
    return refused(
      'not-approved',
      `Only the funds of an approved or a cancelled activity go to another one; this request is ${approvalText(approval)}.`,
      'Nothing is set aside for it, so the other activity is simply approved.',
    );
  }
  if (holder !== null) {
    return refused(
      'reallocated',
      `Its funds went to “${holder.title}” already.`,
      'If that one does not take place either, give its funds to the next one there; or approve the other activity by itself.',
    );
  }
  if (approval.kind === 'withdrawn' && (!isCancelledHere(approval) || approval.cancelledThereToo)) {
    return refused(
      'cancelled-elsewhere',
      'It was cancelled in Salesforce or on another device, where its funds may have gone to another activity already.',
      'Approve the other activity by itself.',
    );
  }
  if (claim?.kind === 'accepted' || claim?.kind === 'paid') {
    return refused(
      'proof-decided',
      'Its proof of performance is accepted, so the activity took place and its funds are used.',
      'If that is wrong, have the claim put right in Salesforce first.',
    );
  }
  if (isForfeited(source)) {
    return refused(
      'forfeited',
      'Its claim was rejected, and its funds went back to the budget with it.',
      'Approve the other activity by itself.',
    );
  }
  if (request.decisionGivenUp) {
    return refused(
      'given-up',
      'Its decision was kept from Salesforce, so what is free there is not what is free here.',
      'Choose “Send after all” on the request first.',
    );
  }
  return ok(request.approvedAmount ?? request.requested);
}

type Target = Pick<FundRequest, 'id' | 'approval' | 'partnerId' | 'quarter'>;

/** Why the funds of an activity cannot go to another one that would cost so much; null when they can (MDF-12). */
export function targetRefusal(
  from: Target,
  to: Target,
  freed: Money,
  cost: Money,
): Result<never, ApprovalRefusal> | null {
  if (to.id === from.id) {
    return refused('same-activity', 'It is the same activity.', 'Choose another one.');
  }
  if (to.partnerId !== from.partnerId) {
    return refused(
      'other-partner',
      'It is an activity of another partner; funds stay with the partner for whom they were approved.',
      'Approve it by itself.',
    );
  }
  if (to.quarter !== from.quarter) {
    return refused(
      'other-window',
      `It is paid from ${quarterLabel(to.quarter)}; funds stay in their quarter, ${quarterLabel(from.quarter)}.`,
      'Approve it by itself, or have its dates changed.',
    );
  }
  if (to.approval.kind !== 'in-review') {
    const isOver = to.approval.kind !== 'draft' && to.approval.kind !== 'sent-back';
    return refused(
      isOver ? 'already-ended' : 'not-in-review',
      `It is ${approvalText(to.approval)}; only a request in review is given funds.`,
      isOver ? 'Choose another one.' : 'Submit it first.',
    );
  }
  if (cost.currency !== freed.currency) {
    return refused(
      'other-currency',
      `It is paid in ${cost.currency} and the funds are in ${freed.currency}, so nobody can tell which is more.`,
      'Approve it by itself.',
    );
  }
  if (cost.minor <= 0) {
    return refused('no-cost', 'It asks for nothing.', 'Correct its requested amount first.');
  }
  if (cost.minor > freed.minor) {
    return refused(
      'larger',
      `It would be paid ${plainMoney(cost)}, which is more than the ${plainMoney(freed)} that are free.`,
      'Have it made smaller, or approve it by itself.',
    );
  }
  return null;
}

/** Who gives the funds of an activity to another one, why, and on what it is based. */
export type Reallocating = {
  readonly at: Instant;
  readonly reason: string;
  /** By what right the person decides what takes a role, for the region of each activity. */
  readonly authority: (role: string, of: 'from' | 'to') => Authority;
  readonly by: string;
  readonly recordedBy: string;
  readonly role: string;
  /** What the rules find in the other activity, the budget without what is freed among them. */
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly string[];
};

/** What becomes of both activities: the first stays or becomes cancelled, the other is approved. */
export type Reallocation = {
  readonly from: Approval;
  readonly to: Approval;
  readonly decision: Decision;
  readonly amount: Money;
};

/**
 * Gives the funds of an approved or a cancelled activity to an equal or smaller one of the same partner in the same
 * quarter: the one is cancelled for the reason, the other approved at once by a role that may, since its money was approved
 * before (MDF-12). Nothing is committed twice.
 */
export function reallocated(
  source: FundsSource & { readonly request: FundRequest },
  target: { readonly request: FundRequest; readonly cost: Money },
  action: Reallocating,
  playbook: Pick<Playbook, 'mdf' | 'roles' | 'version'>,
): Result<Reallocation, ApprovalRefusal> {
  const freed = freedFunds(source);
  if (!freed.ok) return freed;
  const { request: from } = source;
  const { request: to, cost } = target;
  const misfit = targetRefusal(from, to, freed.value, cost);
  if (misfit !== null) return misfit;
  const reason = action.reason.trim();
  if (reason === '') {
    return refused(
      'reason-missing',
      'A reason is required; it is kept with both activities.',
      'Write the reason.',
    );
  }
  for (const side of ['from', 'to'] as const) {
    const right = (role: string) => action.authority(role, side);
    const refusal = rightRefusal(
      playbook.mdf.reallocation.decidedBy,
      right,
      'Funds are reallocated',
      playbook,
    );
    if (refusal !== null) return refusal;
  }
  const open = findingsRefusal(action.findings, action.acknowledged);
  if (open !== null) return open;
  const ended = endOf(source, action, reason, playbook);
  if (!ended.ok) return ended;
  const { approval } = to;
  return ok({
    from: ended.value,
    to: { kind: 'approved', at: action.at },
    decision: {
      level: approval.kind === 'in-review' ? approval.level : 1,
      role: action.role,
      verdict: 'approve',
      at: action.at,
      by: action.by,
      recordedBy: action.recordedBy,
      reason: `It gets the funds of “${from.title}”: ${reason}`,
      acknowledged: [...action.acknowledged],
      playbookVersion: playbook.version,
      basedOnStamp: to.salesforce?.stamp ?? null,
    },
    amount: cost,
  });
}

type Withdrawn = Extract<Approval, { kind: 'withdrawn' }>;

function endOf(
  { request, claim }: FundsSource,
  action: Reallocating,
  reason: string,
  playbook: Pick<Playbook, 'mdf' | 'roles'>,
): Result<Withdrawn, ApprovalRefusal> {
  if (request.approval.kind === 'withdrawn') return ok(request.approval);
  const { at, by } = action;
  const authority = (role: string) => action.authority(role, 'from');
  const cancel = { kind: 'cancel', at, reason, authority, by, claim: claim?.kind ?? null } as const;
  const step = cancelled(request.approval, cancel, playbook);
  if (!step.ok) return step;
  const { approval } = step.value;
  // A cancelling that is taken withdraws; nothing else can come of it.
  return approval.kind === 'withdrawn'
    ? ok(approval)
    : err({ code: 'not-approved', message: 'It was not cancelled.', fix: '', findings: [] });
}
