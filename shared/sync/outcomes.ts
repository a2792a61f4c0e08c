import { assertNever } from '../lib/assert-never';
import type { Intent, IntentStep } from '../schema/intent';
import type { AnyRecord, RecordKind, RecordOf } from '../schema/record';
import type { RemoteOutcome } from '../schema/remote-command';
import { nextAttempt } from './backoff';
import { absorbDelete } from './conflicts';
import type { Draft } from './draft';
import { afterDone, parkedAt, putOff } from './intent-steps';
import { dated, nameOf, type Problem } from './intents';
import { remoteLabel } from './keys';
import type { Pass } from './pass';
import { forgetBase } from './absorb';
import { absorbConfirmed } from './steps/crm-put';
import { NO_EPICS } from './steps/saga';
import type { StepContext, StepPlan, Write } from './steps/step';
import type { FieldMap } from '../schema/field-value';

/** What the runner does next with the intent. */
export type Next = 'done' | 'again' | 'rest' | 'blocked';

/** A request that was answered, or not. */
export type Attempt = {
  readonly plan: StepPlan;
  /** The intent as it was stored while the request was on its way. */
  readonly intent: Intent;
  /** The step before the request, and while it was on its way. */
  readonly before: IntentStep;
  readonly step: IntentStep;
  readonly write: Write;
  readonly sent: FieldMap | undefined;
};

/**
 * The values that came there by this change: of what was found there those of the first try, since what a colleague made
 * of it must not be taken for a change of values that are newer here (G4).
 */
function writtenBy(
  { before, sent }: Attempt,
  { found }: Extract<RemoteOutcome, { kind: 'done' }>,
): FieldMap | undefined {
  if (found !== true) return sent;
  return before.state === 'sent' ? before.sent?.[0] : undefined;
}

/** Answers that nobody could read are looked into a few times, since a hotel network answers everything once. */
const UNREADABLE_TRIES = 3;

function entryOf<K extends RecordKind>(kind: K, record: RecordOf<K>): AnyRecord {
  return { kind, record } as AnyRecord;
}

async function recordOf(draft: Draft, plan: StepPlan): Promise<AnyRecord | undefined> {
  const { kind, id } = plan.about;
  const record = await draft.get(kind, id);
  return record && entryOf(kind, record);
}

/** Quarantine id of a step's unreadable answer. */
export function unreadableId(intent: Intent, step: Pick<IntentStep, 'key'>): string {
  return `outbox:${intent.id}:${step.key}`;
}

function parks(draft: Draft, attempt: Attempt, step: IntentStep, problem: Problem): Next {
  draft.putIntent(parkedAt(attempt.intent, step, dated(problem, draft.now)));
  draft.log('error', `The ${nameOf(attempt.intent)} is stopped: ${problem.message} ${problem.fix}`.trim());
  draft.count('parked');
  return 'rest';
}

function confirmed(draft: Draft, attempt: Attempt, outcome: Extract<RemoteOutcome, { kind: 'done' }>): Next {
  const { intent, step, plan } = attempt;
  if (step.attempts > 1) draft.release(unreadableId(intent, plan));
  draft.putIntent(afterDone(intent, step, outcome.ref, draft.now));
  draft.log('info', `Done: ${plan.title} (${nameOf(intent)}).`);
  draft.count('sent');
  return 'done';
}

function putOffWithBackoff(
  draft: Draft,
  pass: Pass,
  attempt: Attempt,
  step: IntentStep,
  problem: Problem,
  askedMs: number | null,
): Next {
  const { intent } = attempt;
  const at = nextAttempt(draft.now, intent.attempts + 1, pass.ids.random(), askedMs);
  draft.putIntent(putOff(intent, step, dated(problem, draft.now), at));
  return 'rest';
}

function unanswered(
  draft: Draft,
  pass: Pass,
  attempt: Attempt,
  { why, afterMs, unsent }: Omit<Extract<RemoteOutcome, { kind: 'ambiguous' }>, 'kind'>,
): Next {
  const { plan, before, step } = attempt;
  const problem: Problem = {
    code: 'no-answer',
    message: `${remoteLabel[plan.remote]} did not answer: ${why}`,
    fix: 'It is looked for and, if it did not arrive, sent again by itself; nothing is made twice.',
  };
  // What never left must not be taken for ours when a colleague writes the same.
  const left = unsent === true ? { ...step, sent: before.sent ?? [] } : step;
  return putOffWithBackoff(draft, pass, attempt, left, problem, afterMs ?? null);
}

function asked(
  draft: Draft,
  pass: Pass,
  attempt: Attempt,
  outcome: Extract<RemoteOutcome, { kind: 'wait' }>,
): Next {
  const { plan, before } = attempt;
  const problem: Problem = {
    code: 'asked-to-wait',
    message: `${remoteLabel[plan.remote]} asks for patience: ${outcome.why}`,
    fix: 'It is tried again by itself.',
  };
  return putOffWithBackoff(draft, pass, attempt, before, problem, outcome.afterMs);
}

async function stale(
  draft: Draft,
  attempt: Attempt,
  outcome: Extract<RemoteOutcome, { kind: 'stale' }>,
  context: StepContext,
): Promise<Next> {
  const entry = await recordOf(draft, attempt.plan);
  const { theirs } = outcome;
  if (entry) {
    // Another record counts now, so what was agreed about the former one says nothing.
    const before = 'salesforce' in entry.record ? entry.record.salesforce?.id : undefined;
    if (theirs.ref.remote === 'salesforce' && before !== undefined && before !== theirs.ref.id)
      await forgetBase(draft, entry, 'salesforce');
    await absorbConfirmed(draft, entry, { ref: theirs.ref, row: theirs, sent: undefined }, context);
  }
  draft.putIntent({ ...putOff(attempt.intent, attempt.before, null, null) });
  draft.log(
    'info',
    `${remoteLabel[attempt.plan.remote]}: the ${nameOf(attempt.intent)} was changed there too; merged.`,
  );
  return 'again';
}

async function gone(draft: Draft, pass: Pass, attempt: Attempt, why: string): Promise<Next> {
  const { write, plan, before } = attempt;
  const entry = await recordOf(draft, plan);
  const itself = write.kind === 'crm.put' || (write.kind === 'git.edit' && entry?.kind === 'plan-item');
  if (entry && itself) {
    await absorbDelete(draft, entry, plan.remote, true, pass.ids.uuid);
    const message = `It was deleted in ${remoteLabel[plan.remote]} while it was changed here.`;
    const fix = 'Open the conflict and choose; nothing is sent until then.';
    return parks(draft, attempt, before, { code: 'needs-review', message, fix });
  }
  const fix = 'Discard this, or bring the item back there and retry.';
  return parks(draft, attempt, before, { code: 'gone', message: why, fix });
}

function refused(draft: Draft, attempt: Attempt, outcome: Extract<RemoteOutcome, { kind: 'refused' }>): Next {
  const { code, message, fix } = outcome.refusal;
  const { before, write, intent } = attempt;
  if (code === NO_EPICS && write.kind === 'git.epic') {
    const title = 'Open a parent issue (this group has no epics)';
    const step: IntentStep = { ...before, title, problem: dated({ code, message, fix }, draft.now) };
    draft.putIntent(putOff(intent, step, null, null));
    draft.log('warning', `GitLab: ${message} A parent issue takes the epic's place.`);
    return 'again';
  }
  return parks(draft, attempt, { ...before, attempts: attempt.step.attempts }, { code, message, fix });
}

function unreadable(
  draft: Draft,
  pass: Pass,
  attempt: Attempt,
  outcome: Extract<RemoteOutcome, { kind: 'unreadable' }>,
): Next {
  const { intent, plan, step } = attempt;
  draft.quarantine({
    id: unreadableId(intent, plan),
    source: 'outbox',
    what: `${plan.title}, ${nameOf(intent)}`,
    reason: outcome.why,
    raw: outcome.raw,
    at: draft.now,
  });
  draft.count('quarantined');
  if (step.attempts < UNREADABLE_TRIES) return unanswered(draft, pass, attempt, { why: outcome.why });
  return parks(draft, attempt, step, {
    code: 'unreadable',
    message: `The answer of ${remoteLabel[plan.remote]} could not be understood: ${outcome.why}`,
    fix: 'Retry; what may have arrived is looked for first. The answer is kept in quarantine for the support.',
  });
}

/** Keeps the time that a remote named for the next start (G9). */
function keepNamed(draft: Draft, pass: Pass, { plan }: Attempt, afterMs: number | null): void {
  if (afterMs === null) return;
  // Another change may have been told a later time.
  const until = pass.gates.state(plan.remote).until ?? nextAttempt(draft.now, 1, 0, afterMs);
  draft.keepWait({ remote: plan.remote, until });
}

/** Stores what became of a request: one commit with the intent, the records and the log (G3, G5). */
export async function settleOutcome(
  draft: Draft,
  pass: Pass,
  attempt: Attempt,
  outcome: RemoteOutcome,
  context: StepContext,
): Promise<Next> {
  switch (outcome.kind) {
    case 'done':
      await attempt.plan.settle(draft, {
        ref: outcome.ref,
        row: outcome.row,
        sent: writtenBy(attempt, outcome),
      });
      await attempt.plan.whenDone?.(draft);
      return confirmed(draft, attempt, outcome);
    case 'unreachable':
    case 'sign-in':
      draft.putIntent(putOff(attempt.intent, attempt.before, null, null));
      return 'blocked';
    case 'ambiguous':
      keepNamed(draft, pass, attempt, outcome.afterMs ?? null);
      return unanswered(draft, pass, attempt, outcome);
    case 'wait':
      keepNamed(draft, pass, attempt, outcome.afterMs);
      return asked(draft, pass, attempt, outcome);
    case 'stale':
      return stale(draft, attempt, outcome, context);
    case 'gone':
      return gone(draft, pass, attempt, outcome.why);
    case 'refused':
      return refused(draft, attempt, outcome);
    case 'unreadable':
      return unreadable(draft, pass, attempt, outcome);
    default:
      return assertNever(outcome);
  }
}

/** Whether the remote itself has said something about a write. */
export function isAnswer({ kind }: RemoteOutcome): boolean {
  return kind === 'done' || kind === 'stale' || kind === 'gone' || kind === 'refused';
}

/** Tells the gates what an answer says about the remote as a whole. */
export function noteAnswer(pass: Pass, plan: StepPlan, outcome: RemoteOutcome): void {
  const { gates } = pass;
  const waitAs = (why: string, afterMs: number): void =>
    gates.waitUntil(plan.remote, why, nextAttempt(pass.clock.now(), 1, 0, afterMs));
  switch (outcome.kind) {
    case 'unreachable':
      return gates.unreachable(plan.remote, outcome.why);
    case 'sign-in':
      return gates.signIn(plan.remote, outcome.why);
    case 'unreadable':
      return gates.hesitated(plan.remote, outcome.why);
    case 'ambiguous':
    case 'wait':
      return outcome.afterMs == null
        ? gates.hesitated(plan.remote, outcome.why)
        : waitAs(outcome.why, outcome.afterMs);
    case 'done':
    case 'stale':
    case 'gone':
    case 'refused':
      return gates.answered(plan.remote);
    default:
      return assertNever(outcome);
  }
}
