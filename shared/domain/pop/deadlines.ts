import type { Holidays, Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { DraftedNotice, FundRequest } from '../../schema/fund-request';
import type { Instant, PlainDate } from '../../schema/values';
import { calendarDeadlineOn, type Deadline, todayIn } from '../calendar/clock';
import { addDays, compareDates } from '../calendar/plain-date';
import { stageFits } from './agreement';

/** A message that goes out while proof of performance is missing (POP-7). */
export type PopNotice = Readonly<Pick<DraftedNotice, 'kind' | 'on'>>;

/** Where the deadline of a request's proof of performance stands (POP-1, POP-7). */
export type PopDeadline = {
  /**
   * `upcoming`: the activity has not ended; `open`: documents can come; `overdue`: the due date has passed;
   * `expired`: the funds are forfeited; `received`: documents are here; `accepted`: to be paid; `completed`: paid or rejected;
   * `unsettled`: the label in GitLab and the decision disagree.
   */
  readonly state:
    | 'upcoming'
    | 'open'
    | 'overdue'
    | 'expired'
    | 'received'
    | 'accepted'
    | 'unsettled'
    | 'completed';
  readonly deadline: Deadline;
  readonly due: PlainDate;
  readonly reminders: readonly PlainDate[];
  readonly lastNotice: PlainDate;
  /** First day on which the funds are forfeited. */
  readonly expires: PlainDate;
  /** The latest notice whose day has come, while documents are missing and it was not drafted; null for none. */
  readonly noticeDue: PopNotice | null;
};

/** What the deadline depends on. */
export type PopDeadlineInput = {
  readonly request: Pick<FundRequest, 'approval' | 'end' | 'region' | 'notices'>;
  readonly claim: Pick<Claim, 'stage' | 'receivedAt' | 'decision'> | null;
  /** Whether the partner has never claimed before and so has more time. */
  readonly firstTime: boolean;
  readonly playbook: Pick<Playbook, 'pop' | 'calendar' | 'regions'>;
  readonly holidays: Holidays;
  readonly now: Instant;
};

/** Last day for POP and invoice of an activity that ends on `end` (POP-1, POP-7). */
export function popDueDate(end: PlainDate, firstTime: boolean, playbook: Pick<Playbook, 'pop'>): PlainDate {
  return addDays(end, firstTime ? playbook.pop.dueDaysFirstClaim : playbook.pop.dueDays);
}

/** Due date, notices and state of the proof of performance; null unless the request is approved (POP-1, POP-7). */
export function popDeadline(input: PopDeadlineInput): PopDeadline | null {
  const { request, claim, playbook, holidays, now } = input;
  if (request.approval.kind !== 'approved') return null;
  const { pop } = playbook;
  const due = popDueDate(request.end, input.firstTime, playbook);
  const reminders = pop.reminderDays.map((days) => addDays(request.end, days)).sort();
  const lastNotice = addDays(due, pop.lastNoticeDays);
  const expires = addDays(lastNotice, 1);
  const today = todayIn(playbook, request.region, now);
  const deadline = calendarDeadlineOn(due, request.region, now, playbook, holidays);
  const state = stateOf(claim, request.end, expires, today, deadline);
  const waiting = state === 'open' || state === 'overdue';
  const notices: PopNotice[] = [
    ...reminders.map((on) => ({ kind: 'reminder' as const, on })),
    { kind: 'last-notice', on: lastNotice },
  ];
  const latest = notices
    .filter((notice) => notice.on <= today)
    .sort((a, b) => compareDates(a.on, b.on))
    .at(-1);
  return {
    state,
    deadline,
    due,
    reminders,
    lastNotice,
    expires,
    noticeDue: !waiting || latest === undefined || isDrafted(request, latest) ? null : latest,
  };
}

/** Whether the notice of that day was drafted to the partner of a request (POP-7). */
export function isDrafted({ notices = [] }: Pick<FundRequest, 'notices'>, { kind, on }: PopNotice): boolean {
  return notices.some((notice) => notice.kind === kind && notice.on === on);
}

/** What tells the notices of a request from those of others, for what is remembered of deadlines. */
export function noticesKey({ notices = [] }: Pick<FundRequest, 'notices'>): string {
  return notices.map(({ kind, on }) => `${kind} ${on}`).join(' ');
}

/** Whether a partner has handed in a claim: here, or as the label in GitLab or the status in Salesforce tells (POP-2). */
export function wasReceived({
  receivedAt,
  stage,
  decision,
}: Pick<Claim, 'stage' | 'receivedAt' | 'decision'>): boolean {
  // What was closed because nothing came is no claim that the partner has made.
  const isLapsed = decision.kind === 'rejected' && receivedAt === null && stage === 'pending';
  return receivedAt !== null || stage !== 'pending' || (decision.kind !== 'open' && !isLapsed);
}

function stateOf(
  claim: PopDeadlineInput['claim'],
  end: PlainDate,
  expires: PlainDate,
  today: PlainDate,
  deadline: Deadline,
): PopDeadline['state'] {
  if (!isProofAwaited(claim)) return claimState(claim);
  // Funds are forfeited where nothing came in time; changes that are asked for later are awaited (POP-7).
  if (today >= expires && (claim === null || !wasReceived(claim))) return 'expired';
  if (deadline.state === 'overdue') return 'overdue';
  return today <= end ? 'upcoming' : 'open';
}

function claimState(claim: PopDeadlineInput['claim']): 'received' | 'accepted' | 'unsettled' | 'completed' {
  if (claim === null) return 'received';
  if (!stageFits(claim)) return 'unsettled';
  const { kind } = claim.decision;
  if (kind === 'paid' || kind === 'rejected') return 'completed';
  // What was accepted in Salesforce is accepted, even if its documents never came to this desk.
  return kind === 'accepted' ? 'accepted' : 'received';
}

/** Whether the partner still has to send proof: nothing has come, or changes were asked for (POP-1). */
export function isProofAwaited(claim: PopDeadlineInput['claim']): boolean {
  if (claim === null) return true;
  if (claimState(claim) !== 'received') return false;
  return !wasReceived(claim) || (claim.stage === 'pending' && claim.decision.kind === 'changes-requested');
}
