import type { FundRequest } from '../../schema/fund-request';
import { type Deadline, deadlineOn, regionClock } from '../calendar/clock';
import { assertNever } from '../../lib/assert-never';
import { isProofAwaited, popDeadline, type PopDeadlineInput } from '../pop/deadlines';
import { levelDeadline } from './approval-track';
import { latestSubmission } from './eligibility-dates';
import type { Playbook } from '../../playbook/playbook';

/** What must happen next to a request, and by when. */
export type RequestDue = {
  readonly what: 'submission' | 'decision' | 'proof';
  readonly deadline: Deadline;
  readonly counts: 'business-days' | 'days';
};

/** What the next deadline of a request depends on. */
export type RequestDueInput = Omit<PopDeadlineInput, 'request' | 'playbook'> & {
  readonly request: Pick<FundRequest, 'approval' | 'start' | 'end' | 'region'>;
  readonly playbook: Playbook;
};

/** The next deadline of a request wherever it is shown: the last day to submit it, the day of its level, or that of its proof; null when nothing is awaited of it (MDF-4, MDF-9, POP-1). */
export function requestDue(input: RequestDueInput): RequestDue | null {
  const { request, claim, playbook, holidays, now } = input;
  switch (request.approval.kind) {
    case 'draft':
    case 'sent-back': {
      const { calendar } = regionClock(playbook, holidays, request.region);
      const day = latestSubmission(request.start, playbook.mdf.submitBusinessDaysBefore, calendar);
      const deadline = deadlineOn(day, request.region, now, playbook, holidays);
      return { what: 'submission', deadline, counts: 'business-days' };
    }
    case 'in-review': {
      const deadline = levelDeadline(request, playbook, holidays, now);
      return deadline === null ? null : { what: 'decision', deadline, counts: 'business-days' };
    }
    case 'approved': {
      const pop = isProofAwaited(claim) ? popDeadline(input) : null;
      return pop === null ? null : { what: 'proof', deadline: pop.deadline, counts: 'days' };
    }
    case 'declined':
    case 'withdrawn':
      return null;
    default:
      return assertNever(request.approval);
  }
}
