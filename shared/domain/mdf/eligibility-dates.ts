import { assertNever } from '../../lib/assert-never';
import type { Approval } from '../../schema/approval';
import type { PlainDate } from '../../schema/values';
import { addBusinessDays, workCalendar, type WorkCalendar } from '../calendar/business-days';
import { zoneOf } from '../calendar/clock';
import { insideQuarter, quarterLabel, quarterOf, quarterRange } from '../calendar/fiscal';
import { dateInZone } from '../calendar/zoned';
import type { Finding } from '../finding';
import { findRegion } from '../lookup';
import type { EligibilityInput, EligibilityRequest } from './eligibility-input';

/** When and where it takes place: dates, lead time, quarter, region (MDF-9, MDF-10). */
export function dateFindings(input: EligibilityInput): Finding[] {
  const { start, end } = input.request;
  if (start === null || end === null) {
    return [
      {
        rule: 'MDF-9',
        code: 'dates',
        verdict: 'undecidable',
        message: 'The start or the end of the activity is missing.',
        fix: 'Enter both dates.',
      },
      regionFinding(input),
    ];
  }
  const order: Finding =
    end >= start
      ? { rule: 'MDF-9', code: 'dates', verdict: 'pass', message: 'The dates are in order.', fix: '' }
      : {
          rule: 'MDF-9',
          code: 'dates',
          verdict: 'fail',
          message: `The activity ends on ${end}, before it starts on ${start}.`,
          fix: 'Correct the dates.',
        };
  return [order, leadTimeFinding(input), quarterFinding(input), regionFinding(input)];
}

function leadTimeFinding({ request, playbook, holidays, today }: EligibilityInput): Finding {
  const base = { rule: 'MDF-9', code: 'lead-time' } as const;
  const days = playbook.mdf.submitBusinessDaysBefore;
  const { start } = request;
  const submittedOn = countedSubmission(request);
  if (start === null) {
    return { ...base, verdict: 'undecidable', message: 'The start is missing.', fix: 'Enter the start.' };
  }
  const calendar = workCalendar(playbook, holidays, request.region ?? '');
  const latest = latestSubmission(start, days, calendar);
  const known =
    submittedOn === null
      ? submittedBy(request.approval ?? null, zoneOf(playbook, request.region ?? ''))
      : null;
  if (known !== null && known > latest) {
    return {
      ...base,
      verdict: 'undecidable',
      message: `The day on which it was submitted is not known here; ${days} business days before the start on ${start} was ${latest}.`,
      fix: 'Look where it was submitted, and acknowledge this if that was in time.',
    };
  }
  const submitted = submittedOn ?? known ?? today;
  const verb = submittedOn === null && known === null ? 'would be submitted' : 'was submitted';
  if (submitted <= latest) {
    return { ...base, verdict: 'pass', message: `It ${verb} by ${latest}, the last day for it.`, fix: '' };
  }
  const earliest = earliestStart(submitted, days, calendar);
  return {
    ...base,
    verdict: 'fail',
    message: `It ${verb} on ${submitted}; ${days} business days before the start on ${start} was ${latest}.`,
    fix: `Move the activity to ${earliest} or later, or decline.`,
  };
}

/**
 * The latest day on which a request can have been submitted whose day is not known: that on which it was read here as
 * submitted or decided; null for one that is still to be submitted.
 */
function submittedBy(approval: Approval | null, timeZone: string): PlainDate | null {
  switch (approval?.kind) {
    case 'in-review':
      return dateInZone(approval.submittedAt, timeZone);
    case 'approved':
    case 'declined':
      return dateInZone(approval.at, timeZone);
    case 'draft':
    case 'sent-back':
    case 'withdrawn':
    case undefined:
      return null;
    default:
      return assertNever(approval);
  }
}

/**
 * The day of submission that the lead time is measured from; null when only the next one counts. What was sent back
 * and is submitted again for the start it had keeps its day, since the partner asked in time; another start is a new
 * question, and one that nobody knows counts as another (MDF-9).
 */
export function countedSubmission({
  approval,
  start,
  submittedOn,
}: Pick<EligibilityRequest, 'approval' | 'start' | 'submittedOn'>): PlainDate | null {
  return approval?.kind === 'sent-back' && approval.start !== start ? null : submittedOn;
}

/** Last day on which a request for an activity with that start may be submitted (MDF-9). */
export function latestSubmission(start: PlainDate, businessDays: number, calendar: WorkCalendar): PlainDate {
  return businessDays === 0 ? start : addBusinessDays(start, -businessDays, calendar);
}

/** First day on which an activity may start whose request is submitted that day (MDF-9). */
export function earliestStart(submitted: PlainDate, businessDays: number, calendar: WorkCalendar): PlainDate {
  if (businessDays === 0) return submitted;
  let start = addBusinessDays(submitted, businessDays, calendar);
  // A submission on a free day counts for the business day after it.
  while (latestSubmission(start, businessDays, calendar) < submitted) {
    start = addBusinessDays(start, 1, calendar);
  }
  return start;
}

function quarterFinding({ request, playbook }: EligibilityInput): Finding {
  const base = { rule: 'MDF-9', code: 'inside-quarter' } as const;
  const { start, end, quarter } = request;
  if (!playbook.mdf.insideQuarter) {
    return { ...base, verdict: 'pass', message: 'The quarter does not limit the dates.', fix: '' };
  }
  if (start === null || end === null || quarter === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The quarter whose funds pay is not known.',
      fix: 'Choose the quarter.',
    };
  }
  const range = quarterRange(quarter, playbook.calendar);
  if (insideQuarter(start, end, quarter, playbook.calendar)) {
    return { ...base, verdict: 'pass', message: `Lies inside ${quarterLabel(quarter)}.`, fix: '' };
  }
  const startsIn = quarterOf(start, playbook.calendar);
  return {
    ...base,
    verdict: 'fail',
    message: `The activity (${start} to ${end}) is not inside ${quarterLabel(quarter)}, which runs from ${range.start} to ${range.end}.`,
    fix:
      startsIn === quarter
        ? `End it by ${range.end}, or split it by quarter.`
        : `Ask for funds of ${quarterLabel(startsIn)}, or move the activity.`,
  };
}

function regionFinding({ request, playbook }: EligibilityInput): Finding {
  const base = { rule: 'MDF-10', code: 'region' } as const;
  const known = playbook.regions.map((region) => region.label).join(', ');
  const region = request.region === null ? undefined : findRegion(playbook, request.region);
  return region
    ? {
        ...base,
        verdict: 'pass',
        message: `Decided by the approvers of ${region.label}, where it takes place.`,
        fix: '',
      }
    : {
        ...base,
        verdict: 'undecidable',
        message:
          request.region === null || request.region.trim() === ''
            ? 'The region of the activity is missing.'
            : `The playbook knows no region “${request.region}”.`,
        fix: `Choose one of: ${known}.`,
      };
}
