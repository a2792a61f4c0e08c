import { IN_PORTAL } from '../../domain/merging/claim-fields';
import { assertNever } from '../../lib/assert-never';
import { zoneOf } from '../../domain/calendar/clock';
import { instantAt } from '../../domain/calendar/zoned';
import type { PortalStatus, RequestRow } from '../../domain/imports/read-request-row';
import type { Approval } from '../../schema/approval';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import type { UseCaseContext } from '../context';
import { newClaim } from '../pop/claim-of';

/** Where a request stands, in the portal's words as far as it has them. */
export type Standing = PortalStatus | 'sent-back';

/** Standings in the words of the person. */
export const standingText: Readonly<Record<Standing, string>> = {
  draft: 'a draft',
  'in-review': 'in review',
  'sent-back': 'sent back',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'withdrawn',
  closed: 'closed',
};

/** What the portal may say next (MDF-4): several steps may lie between two exports, but none leads back and none out of an end. */
const onward: Readonly<Record<Standing, readonly PortalStatus[]>> = {
  draft: ['in-review', 'approved', 'declined', 'withdrawn', 'closed'],
  'in-review': ['approved', 'declined', 'withdrawn', 'closed'],
  'sent-back': ['in-review', 'approved', 'declined', 'withdrawn', 'closed'],
  approved: ['closed', 'withdrawn'],
  declined: [],
  withdrawn: [],
  closed: [],
};

/** Whether the portal is merely behind what was done here, since its next export may say the same. */
const behind: Readonly<Record<Standing, readonly PortalStatus[]>> = {
  draft: [],
  'in-review': ['draft'],
  'sent-back': ['draft', 'in-review'],
  approved: ['draft', 'in-review'],
  declined: ['draft', 'in-review'],
  withdrawn: ['draft', 'in-review', 'approved'],
  closed: ['draft', 'in-review', 'approved'],
};

/** Where a request of this desk stands; one that was paid counts as closed. */
export function standingOf(request: FundRequest, claims: readonly Claim[]): Standing {
  const { kind } = request.approval;
  const isPaid = claims.some(({ decision, deletedRemotely }) => decision.kind === 'paid' && !deletedRemotely);
  return kind === 'approved' && isPaid ? 'closed' : kind;
}

/** What a row's status means for a request that is here. */
export function statusNews(
  row: Pick<RequestRow, 'status'>,
  here: Standing,
  isWorkedOn: boolean,
): 'none' | 'next' | 'differs' | 'illegal' {
  const { status } = row;
  if (status === null || status === here) return 'none';
  if (isWorkedOn) return behind[here].includes(status) ? 'none' : 'differs';
  return onward[here].includes(status) ? 'next' : 'illegal';
}

/** When a row says that its request was submitted: the end of that day in its region; now when it says nothing. */
export function submittedAt(row: RequestRow, context: UseCaseContext): Instant {
  if (row.submittedOn === null) return context.clock.now();
  const timeZone = zoneOf(context.playbook, row.region);
  return instantAt(row.submittedOn, context.playbook.calendar.endOfDay, timeZone);
}

/**
 * The state that the portal's word stands for; what the portal decided is kept as its decision, without a level of ours. An
 * export says when a request was submitted and never when it was decided: that is dated with when it was learned.
 */
export function approvalOf(row: RequestRow, context: UseCaseContext): Approval {
  const submitted = submittedAt(row, context);
  const at = context.clock.now();
  switch (row.status) {
    case null:
    case 'draft':
      return { kind: 'draft' };
    case 'in-review':
      return { kind: 'in-review', level: 1, submittedAt: submitted, levelSince: submitted };
    case 'approved':
    case 'closed':
      return { kind: 'approved', at };
    case 'declined':
      return { kind: 'declined', at, level: 1, reason: 'Declined in the partner portal.' };
    case 'withdrawn':
      return { kind: 'withdrawn', at, reason: 'Cancelled in the partner portal.' };
    default:
      return assertNever(row.status);
  }
}

/** The amount that the portal approved: it approves what it lists as asked for; null while it approved nothing. */
export function approvedAmountOf(row: RequestRow): FundRequest['approvedAmount'] {
  return row.status === 'approved' || row.status === 'closed' ? row.requested : null;
}

/** A closed request has been claimed and paid; its claim says so, or it would be listed as waiting for proof (POP-1). */
export function paidClaim(request: FundRequest, context: UseCaseContext): Claim {
  const decision = { kind: 'paid' as const, at: context.clock.now(), by: IN_PORTAL };
  return { ...newClaim(context, request), rev: 1, stage: 'completed', decision };
}
