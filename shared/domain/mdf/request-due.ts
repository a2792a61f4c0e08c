import { assertNever } from '../../lib/assert-never';
import type { Holidays, Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant, PlainDate } from '../../schema/values';
import { workCalendar } from '../calendar/business-days';
import { calendarDeadlineOn, type Deadline, deadlineOn } from '../calendar/clock';
import { isProofAwaited, popDueDate } from '../pop/deadlines';
import { levelDueDate } from './approval-track';
import { latestSubmission } from './eligibility-dates';

/** What must happen next to a request, and by when. */
export type RequestDue = {
  readonly what: 'submission' | 'decision' | 'proof';
  readonly deadline: Deadline;
  readonly counts: 'business-days' | 'days';
};

/** What the next deadline of a request depends on. */
export type RequestDueInput = {
  readonly request: Pick<FundRequest, 'approval' | 'start' | 'end' | 'region'>;
  readonly claim: Pick<Claim, 'stage' | 'receivedAt' | 'decision'> | null;
  /** Whether the partner has never claimed before and so has more time. */
  readonly firstTime: boolean;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
};

const counted = { submission: 'business-days', decision: 'business-days', proof: 'days' } as const;

/** The next deadline of a request wherever it is shown: the last day to submit it, the day of its level, or that of its proof; null when nothing is awaited of it (MDF-4, MDF-9, POP-1). */
export function requestDue(input: RequestDueInput, now: Instant): RequestDue | null {
  const due = requestDueDay(input);
  if (due === null) return null;
  const counts = counted[due.what];
  const seen = counts === 'days' ? calendarDeadlineOn : deadlineOn;
  const deadline = seen(due.day, input.request.region, now, input.playbook, input.holidays);
  return { what: due.what, deadline, counts };
}

/**
 * Whether the time for a decision or for proof was up before the request came to this desk, with an export or from
 * Salesforce: nobody here could have kept it (MDF-4). Of what was written here neither runs before that.
 */
export function cameOverdue(
  { createdAt }: Pick<FundRequest, 'createdAt'>,
  { dueAt }: Pick<Deadline, 'dueAt'>,
): boolean {
  return dueAt < createdAt;
}

/** The day of `requestDue`, which needs no clock: thousands are sorted by it at once. */
export function requestDueDay(
  input: RequestDueInput,
): { readonly what: RequestDue['what']; readonly day: PlainDate } | null {
  const { request, claim, playbook, holidays } = input;
  switch (request.approval.kind) {
    case 'draft':
    case 'sent-back': {
      const calendar = workCalendar(playbook, holidays, request.region);
      const day = latestSubmission(request.start, playbook.mdf.submitBusinessDaysBefore, calendar);
      return { what: 'submission', day };
    }
    case 'in-review': {
      const day = levelDueDate(request, playbook, holidays);
      return day === null ? null : { what: 'decision', day };
    }
    case 'approved':
      return isProofAwaited(claim)
        ? { what: 'proof', day: popDueDate(request.end, input.firstTime, playbook) }
        : null;
    case 'declined':
    case 'withdrawn':
      return null;
    default:
      return assertNever(request.approval);
  }
}
