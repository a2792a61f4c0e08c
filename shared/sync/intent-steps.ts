import type { FieldMap } from '../schema/field-value';
import type { Intent, IntentStep, StepProblem } from '../schema/intent';
import type { RemoteRef } from '../schema/remote-ref';
import type { Instant } from '../schema/values';
import { campaignStep } from './markers';
import type { StepPlan } from './steps/step';

function fresh(plan: StepPlan): IntentStep {
  return {
    key: plan.key,
    remote: plan.remote,
    title: plan.title,
    state: 'todo',
    attempts: 0,
    ref: null,
    problem: null,
    doneAt: null,
  };
}

/** The stored steps brought in line with a plan: what is done stays, what is new is to do, what has no use any more goes. */
export function plannedSteps(plans: readonly StepPlan[], stored: readonly IntentStep[]): IntentStep[] {
  const left = stored.filter((step) => step.state === 'done' && !plans.some(({ key }) => key === step.key));
  return [...left, ...plans.map((plan) => stored.find(({ key }) => key === plan.key) ?? fresh(plan))];
}

/** The intent with one step replaced. */
export function withStep(intent: Intent, step: IntentStep): Intent {
  return { ...intent, steps: intent.steps.map((other) => (other.key === step.key ? step : other)) };
}

/** Different versions of one request that may have arrived; more cannot be told apart usefully. */
const REMEMBERED = 5;

/** The step as it is while its request is on its way. */
export function onItsWay(step: IntentStep, sent: FieldMap | undefined): IntentStep {
  const before = step.state === 'sent' ? (step.sent ?? []) : [];
  const text = JSON.stringify(sent);
  const isNew = sent !== undefined && !before.some((earlier) => JSON.stringify(earlier) === text);
  return {
    ...step,
    state: 'sent',
    attempts: step.attempts + 1,
    problem: step.problem?.code === 'no-epics' ? step.problem : null,
    sent: isNew ? [...before, sent].slice(-REMEMBERED) : before,
  };
}

function isFinished(intent: Intent): boolean {
  return intent.steps.every(({ state }) => state === 'done');
}

/** The intent after a step was confirmed: finished when it was the last one. */
export function afterDone(intent: Intent, step: IntentStep, ref: RemoteRef | null, now: Instant): Intent {
  const { sent: _, ...rest } = step;
  const done: IntentStep = { ...rest, state: 'done', ref, problem: null, doneAt: now };
  const next = { ...withStep(intent, done), attempts: 0, nextAttemptAt: null, problem: null };
  return isFinished(next) ? { ...next, state: 'done', finishedAt: now } : { ...next, state: 'waiting' };
}

/** The intent that has nothing left to do. */
export function finished(intent: Intent, now: Instant): Intent {
  return { ...intent, state: 'done', problem: null, nextAttemptAt: null, finishedAt: now };
}

/** The intent that lost its point. */
export function discarded(intent: Intent, now: Instant): Intent {
  return { ...intent, state: 'discarded', nextAttemptAt: null, finishedAt: now };
}

/** Whether a step may fail without stopping the rest of its intent, of which something is left to do (SY-133). */
export function yields(key: string, steps: readonly IntentStep[]): boolean {
  return key === campaignStep && steps.some((other) => other.key !== key && other.state !== 'done');
}

/** The intent stopped at a step until a person, or whatever it needs, lets it go on. */
export function parkedAt(intent: Intent, step: IntentStep, problem: StepProblem): Intent {
  // A step that may have arrived keeps saying so, since the remote must look before it writes again.
  const state = step.state === 'sent' ? 'sent' : 'parked';
  const stopped = { ...withStep(intent, { ...step, state, problem }), nextAttemptAt: null, problem };
  return { ...stopped, state: yields(step.key, intent.steps) ? 'waiting' : 'parked' };
}

/** The intent that waits for others: what had stopped it counts no more, so that it goes on by itself (SY-135). */
export function waiting(intent: Intent, problem: StepProblem | null): Intent {
  return { ...intent, state: intent.state === 'parked' ? 'waiting' : intent.state, problem };
}

/** The intent put off: tried again at an instant, or as soon as its remote is there again for null. */
export function putOff(
  intent: Intent,
  step: IntentStep,
  problem: StepProblem | null,
  at: Instant | null,
): Intent {
  return {
    ...withStep(intent, step),
    state: 'waiting',
    attempts: at === null ? intent.attempts : intent.attempts + 1,
    nextAttemptAt: at,
    problem,
  };
}
