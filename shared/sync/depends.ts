import type { RemoteName } from '../domain/merging/projections';
import type { Intent, IntentStep } from '../schema/intent';
import type { Instant } from '../schema/values';
import { LONGEST_WAIT, millisecondsUntil } from './backoff';
import { touches } from '../domain/merging/verdicts';
import { isRecheckable, nameOf, type Problem } from './intents';
import { yields } from './intent-steps';
import { sameKey } from './keys';
import { campaignStep } from './markers';
import type { StepPlan } from './steps/step';

/** Whether a time has come; one further ahead than any wait was written by a clock that has been put right since. */
export function isDue(at: Instant | null, now: Instant): boolean {
  return at === null || at <= now || millisecondsUntil(now, at) > LONGEST_WAIT;
}

/** Whether an intent may be worked on now; a parked one only when its obstacle can vanish by itself. */
export function isCandidate(intent: Intent, now: Instant): boolean {
  if (!isDue(intent.nextAttemptAt, now)) return false;
  return intent.state === 'parked' ? isRecheckable(intent.problem) : true;
}

/** Whether a step's turn has come inside its own intent; one that failed and yields has it when all others are done. */
export function isStepReady(plan: StepPlan, steps: readonly IntentStep[]): boolean {
  const isDone = (key: string): boolean => steps.some((step) => step.key === key && step.state === 'done');
  const failed = steps.some(({ key, state }) => key === plan.key && state === 'parked');
  return !isDone(plan.key) && plan.after.every(isDone) && !(failed && yields(plan.key, steps));
}

/** Whether all that an intent still has to write to Salesforce is the end of a campaign, which is not the record itself. */
function isCampaignOnly({ steps }: Intent, remote: RemoteName): boolean {
  const left = steps.filter((step) => step.remote === remote && step.state !== 'done');
  return left.length > 0 && left.every(({ key }) => key === campaignStep);
}

/** Earlier intents of the same record that still have something to write to it in this remote: what a person did keeps its order. */
export function olderOnRecord(open: readonly Intent[], intent: Intent, remote: RemoteName): Intent[] {
  return open.filter(
    (other) =>
      other.seq < intent.seq &&
      sameKey(other.subject, intent.subject) &&
      touches(other, remote) &&
      !isCampaignOnly(other, remote),
  );
}

/** What to show on an intent that waits for others: only a stopped one is worth a word. */
export function waitingProblem(waitsFor: readonly Intent[]): Problem | null {
  const stopped = waitsFor.find(({ state }) => state === 'parked');
  if (!stopped) return null;
  return {
    code: 'waits-for-parked',
    message: `Waits for the ${nameOf(stopped)}, which is stopped: ${stopped.problem?.message ?? 'see there'}`,
    fix: 'Retry or discard that one; this goes on by itself.',
  };
}

/** The order in which intents get their turn: those that never failed first, then as the person acted, so that one that fails again and again holds up nobody. */
export function inTurn(open: readonly Intent[]): Intent[] {
  const failed = (intent: Intent): number => (intent.attempts > 0 || intent.state === 'parked' ? 1 : 0);
  return [...open].sort((a, b) => failed(a) - failed(b) || a.seq - b.seq);
}
