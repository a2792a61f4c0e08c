import { assertNever } from '../../lib/assert-never';
import type { Approval } from '../../schema/approval';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import { IN_SALESFORCE } from './claim-fields';

/** What Salesforce's own status field can say about a fund request. */
export type RequestStatus = 'draft' | 'approved' | 'rejected';

/** The coarse status of an approval, for Salesforce's status field (MDF-4). */
export function statusOf(approval: Approval): RequestStatus {
  switch (approval.kind) {
    case 'draft':
    case 'in-review':
    case 'sent-back':
      return 'draft';
    case 'approved':
      return 'approved';
    case 'declined':
    case 'withdrawn':
      return 'rejected';
    default:
      return assertNever(approval);
  }
}

/** The fine state of an approval in one word, `in-review-2` for the second level (MDF-4). */
export function stateOf(approval: Approval): string {
  return approval.kind === 'in-review' ? `in-review-${approval.level}` : approval.kind;
}

const coarse: Readonly<Record<string, RequestStatus>> = {
  draft: 'draft',
  'sent-back': 'draft',
  approved: 'approved',
  declined: 'rejected',
  withdrawn: 'rejected',
};

function coarseOf(state: string): RequestStatus | null {
  return /^in-review-[1-9]\d*$/.test(state) ? 'draft' : (coarse[state] ?? null);
}

function lastLevel(request: Pick<FundRequest, 'approval' | 'decisions'>): number {
  if ('level' in request.approval) return request.approval.level;
  return request.decisions.at(-1)?.level ?? 1;
}

function fromStatus(
  request: Pick<FundRequest, 'approval' | 'decisions'>,
  status: RequestStatus,
): string | null {
  if (statusOf(request.approval) === status) return null;
  if (status === 'approved') return 'approved';
  if (status === 'rejected') return 'declined';
  // A decision was taken back where only the coarse status is kept: review goes on where it was.
  return `in-review-${lastLevel(request)}`;
}

function asStatus(text: string | null | undefined): RequestStatus | null {
  const folded = text?.trim().toLowerCase();
  return folded === 'draft' || folded === 'approved' || folded === 'rejected' ? folded : null;
}

/** The reason that stands for one that nobody gave, since a decline is never without (MDF-5). */
const decidedElsewhere = 'Decided in Salesforce.';

/** The reason of a decline as Salesforce shall hold it; null for all else and where none was given. */
export function declineReasonOf(approval: Approval): string | null {
  return approval.kind === 'declined' && approval.reason !== decidedElsewhere ? approval.reason : null;
}

/** The approval with the reason that Salesforce gives for its decline; what is not declined has none (MDF-5). */
export function withDeclineReason(approval: Approval, reason: string | null): Approval {
  return approval.kind === 'declined' && reason !== null ? { ...approval, reason } : approval;
}

/** Whether an activity was cancelled in this app, which then closes what was opened for it (MDF-12). */
export function isCancelledHere(approval: Approval): boolean {
  if (approval.kind !== 'withdrawn' || approval.cancelledBy === undefined) return false;
  return approval.cancelledBy !== IN_SALESFORCE;
}

type Told = Pick<FundRequest, 'approval' | 'decisions'> & Partial<Pick<FundRequest, 'start'>>;

function built(request: Told, state: string, now: Instant): Approval | null {
  switch (state) {
    case 'draft':
      return { kind: 'draft' };
    case 'approved':
      return { kind: 'approved', at: now };
    case 'declined':
      return { kind: state, at: now, level: lastLevel(request), reason: decidedElsewhere };
    case 'sent-back':
      return {
        kind: state,
        at: now,
        level: lastLevel(request),
        reason: decidedElsewhere,
        // The start here when it was learned; a change of it after that is a new question (MDF-9).
        ...(request.start === undefined ? {} : { start: request.start }),
      };
    case 'withdrawn':
      return {
        kind: 'withdrawn',
        at: now,
        reason: decidedElsewhere,
        ...(request.approval.kind === 'approved' ? { cancelledBy: IN_SALESFORCE } : {}),
      };
    default: {
      const level = /^in-review-([1-9]\d*)$/.exec(state)?.[1];
      if (level === undefined) return null;
      const { approval } = request;
      const submittedAt = approval.kind === 'in-review' ? approval.submittedAt : now;
      return { kind: 'in-review', level: Number(level), submittedAt, levelSince: now };
    }
  }
}

/**
 * The approval that a remote status and state tell; the status wins where they contradict each other, since
 * people change it in Salesforce and the finer state only comes from this app (MDF-4). The same state
 * leaves the approval as it is.
 */
export function approvalFromRemote(
  request: Told,
  status: string | null | undefined,
  state: string | null | undefined,
  now: Instant,
): Approval {
  const known = asStatus(status);
  const fine = state ? coarseOf(state) : null;
  const target =
    fine !== null && (known === null || known === fine)
      ? (state ?? null)
      : known === null
        ? null
        : fromStatus(request, known);
  if (target === null || target === stateOf(request.approval)) return request.approval;
  return built(request, target, now) ?? request.approval;
}
