import { assertNever } from '../../lib/assert-never';
import { ok } from '../../lib/result';
import type { ApprovalLevel, Playbook } from '../../playbook/playbook';
import type { Approval, Decision } from '../../schema/approval';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import { type Finding, hasFailure } from '../finding';
import { roleLabel } from '../lookup';
import { type ApprovalAction, approvalText, type Outcome, refused } from './approval-action';
import { cancelled } from './cancellation';
import { findingsRefusal, ineligible } from './findings-refusal';

type Subject = Pick<FundRequest, 'approval' | 'decisions' | 'start'>;

/** Carries out an action on a request's approval or says why not: out of order, twice, after an end (MDF-4). */
export function decide(request: Subject, action: ApprovalAction, playbook: Playbook): Outcome {
  switch (action.kind) {
    case 'submit':
      return request.approval.kind === 'draft'
        ? entered(1, action.at, action.findings)
        : refused(
            'not-a-draft',
            `Only a draft is submitted; this one is ${approvalText(request.approval)}.`,
            '',
          );
    case 'resubmit':
      return resubmitted(request.approval, action.at, action.findings, playbook);
    case 'approve':
    case 'decline':
    case 'send-back':
      return judged(request, action, playbook);
    case 'withdraw':
      return withdrawn(request.approval, action);
    case 'cancel':
      return cancelled(request.approval, action, playbook);
    default:
      return assertNever(action);
  }
}

function entered(level: number, at: Instant, findings: readonly Finding[]): Outcome {
  if (hasFailure(findings)) return ineligible(findings);
  return ok({
    approval: { kind: 'in-review', level, submittedAt: at, levelSince: at },
    decision: null,
  });
}

function resubmitted(
  approval: Approval,
  at: Instant,
  findings: readonly Finding[],
  playbook: Playbook,
): Outcome {
  if (approval.kind !== 'sent-back') {
    const message = `Only a request that was sent back is submitted again; this one is ${approvalText(approval)}.`;
    return refused('not-sent-back', message, '');
  }
  return entered(playbook.mdf.resubmitTo === 'same-level' ? approval.level : 1, at, findings);
}

function withdrawn(approval: Approval, action: Extract<ApprovalAction, { kind: 'withdraw' }>): Outcome {
  if (approval.kind === 'declined' || approval.kind === 'withdrawn') {
    return refused(
      'already-ended',
      `It is already ${approvalText(approval)}.`,
      'Nothing is left to withdraw.',
    );
  }
  if (approval.kind === 'approved') {
    const message = 'It is approved already, and what was opened for it has to be closed.';
    return refused('approved', message, 'Cancel the activity instead.');
  }
  return ok({ approval: { kind: 'withdrawn', at: action.at, reason: action.reason }, decision: null });
}

type Judging = Extract<ApprovalAction, { kind: 'approve' | 'decline' | 'send-back' }>;

function judged(request: Subject, action: Judging, playbook: Playbook): Outcome {
  const { approval } = request;
  if (approval.kind !== 'in-review') {
    const ended =
      approval.kind === 'approved' || approval.kind === 'declined' || approval.kind === 'withdrawn';
    return refused(
      ended ? 'already-ended' : 'not-in-review',
      `There is nothing to decide: the request is ${approvalText(approval)}.`,
      ended ? 'A new request is needed to change this.' : 'Submit it first.',
    );
  }
  const level = levelOf(approval.level, playbook);
  if (level === null) {
    return refused(
      'out-of-order',
      `The request waits at level ${approval.level}, but the playbook has only ${playbook.mdf.levels.length}.`,
      'Send it back to be submitted again under the current playbook.',
    );
  }
  if (action.level !== approval.level) {
    const early = action.level > approval.level;
    return refused(
      early ? 'out-of-order' : 'already-decided',
      early
        ? `Level ${approval.level} (${level.label}) must decide before level ${action.level}.`
        : `Level ${action.level} has already decided; the request waits for level ${approval.level} (${level.label}).`,
      'Reload the request and look at its approval track.',
    );
  }
  const authority = action.authority(level.role);
  if (authority.kind === 'none') {
    const role = roleLabel(playbook, level.role);
    return authority.misses === 'role'
      ? refused(
          'wrong-role',
          `Level ${approval.level} is decided by the role ${role}.`,
          'Record the decision of someone who holds it, or add the role in the settings if it is yours.',
        )
      : refused(
          'wrong-region',
          `Level ${approval.level} is decided by the ${role} of the region where the activity takes place, which is not among yours.`,
          'Record the decision of someone who works for it, or add the region in the settings if it is yours.',
        );
  }
  return action.kind === 'approve'
    ? approved(approval, action, level, playbook)
    : ended(request, approval, action, level, playbook);
}

function levelOf(level: number, playbook: Pick<Playbook, 'mdf'>): ApprovalLevel | null {
  return playbook.mdf.levels[level - 1] ?? null;
}

type InReview = Extract<Approval, { kind: 'in-review' }>;

function approved(
  approval: InReview,
  action: Extract<Judging, { kind: 'approve' }>,
  level: ApprovalLevel,
  playbook: Playbook,
): Outcome {
  const open = findingsRefusal(action.findings, action.acknowledged);
  if (open !== null) return open;
  const last = approval.level >= playbook.mdf.levels.length;
  return ok({
    approval: last
      ? { kind: 'approved', at: action.at }
      : { ...approval, level: approval.level + 1, levelSince: action.at },
    decision: verdict(action, level, action.note, [...action.acknowledged], playbook),
  });
}

function ended(
  { start }: Subject,
  approval: InReview,
  action: Extract<Judging, { kind: 'decline' | 'send-back' }>,
  level: ApprovalLevel,
  playbook: Playbook,
): Outcome {
  const reason = action.reason.trim();
  if (reason === '') {
    return refused('reason-missing', 'A reason is required; the partner is told it.', 'Write the reason.');
  }
  const { at } = action;
  const { level: reached } = approval;
  return ok({
    approval:
      action.kind === 'decline'
        ? { kind: 'declined', at, level: reached, reason }
        : { kind: 'sent-back', at, level: reached, reason, start },
    decision: verdict(action, level, reason, [], playbook),
  });
}

function verdict(
  action: Judging,
  level: ApprovalLevel,
  reason: string | null,
  acknowledged: string[],
  playbook: Playbook,
): Decision {
  return {
    level: action.level,
    role: level.role,
    verdict: action.kind,
    at: action.at,
    by: action.by,
    recordedBy: action.recordedBy,
    reason,
    acknowledged,
    playbookVersion: playbook.version,
    basedOnStamp: action.basedOnStamp,
  };
}
