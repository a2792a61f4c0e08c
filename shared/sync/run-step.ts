import { causeText } from '../lib/cause';
import { assertNever } from '../lib/assert-never';
import type { Intent, IntentStep } from '../schema/intent';
import type { RemoteCommand, RemoteOutcome } from '../schema/remote-command';
import { isAsBuilt, revOf } from './built-from';
import { waitingProblem } from './depends';
import { startDraft } from './draft';
import { afterDone, discarded, onItsWay, parkedAt, waiting, withStep } from './intent-steps';
import { dated, nameOf, type Problem, sameProblem } from './intents';
import { type Attempt, type Next, noteAnswer, settleOutcome, unreadableId } from './outcomes';
import { commitDraft, type Pass } from './pass';
import type { Built, StepContext, StepPlan } from './steps/step';

/** How a step's turn ended: done, waiting for others, resting until later, or the whole intent being over. */
export type Turn = 'done' | 'blocked' | 'rest' | 'over';

/** How often a step is built again because the remote changed under it. */
const REBUILDS = 5;

function stepOf(intent: Intent, plan: StepPlan): IntentStep | undefined {
  return intent.steps.find(({ key }) => key === plan.key);
}

async function noteProblem(pass: Pass, intent: Intent, problem: Problem | null): Promise<void> {
  if (intent.state !== 'parked' && sameProblem(intent.problem, problem)) return;
  await commitDraft(pass, async (draft) => {
    draft.putIntent(waiting(intent, problem && dated(problem, draft.now)));
  });
}

async function parkStep(pass: Pass, intent: Intent, step: IntentStep, problem: Problem): Promise<Turn> {
  if (intent.state === 'parked' && sameProblem(intent.problem, problem)) return 'rest';
  await commitDraft(pass, async (draft) => {
    draft.putIntent(parkedAt(intent, step, dated(problem, draft.now)));
    draft.log('warning', `The ${nameOf(intent)} is stopped: ${problem.message} ${problem.fix}`);
    draft.count('parked');
  });
  return 'rest';
}

/** Minutes after which a call counts as lost; the remote gives up each request long before. */
const PATIENCE = { file: 60, other: 10 } as const;

/** Asks the remote; a call that breaks off or never ends may have taken effect (G3, G5). */
export async function askOne(pass: Pass, command: RemoteCommand): Promise<RemoteOutcome> {
  const minutes = 'sha256' in command ? PATIENCE.file : PATIENCE.other;
  try {
    return await pass.patience.within(pass.remote.execute(command), minutes, () => ({
      kind: 'ambiguous',
      why: `nothing came within ${minutes} minutes.`,
    }));
  } catch (cause) {
    const why = causeText(cause);
    pass.log.error(`a call broke off: ${why}`);
    return { kind: 'ambiguous', why: `the call broke off: ${why}` };
  }
}

async function send(
  pass: Pass,
  intent: Intent,
  plan: StepPlan,
  before: IntentStep,
  built: Extract<Built, { kind: 'send' }>,
  rev: number | null,
  context: StepContext,
): Promise<{ readonly next: Next; readonly intent: Intent }> {
  const step = onItsWay(before, built.sent);
  const leaving: Intent = { ...withStep(intent, step), state: 'running', problem: null, nextAttemptAt: null };
  // From here on a restart knows that this request may have been made, also one that lost the database, and a person
  // can no longer steer it.
  const running = await commitDraft(pass, async (draft) => {
    if (!(await isAsBuilt(draft, plan, rev))) return null;
    draft.secure();
    return draft.putIntent(leaving);
  });
  if (running === null) return { next: 'again', intent };
  const command = { ...built.write, repeat: before.state === 'sent' } as RemoteCommand;
  const outcome = await askOne(pass, command);
  noteAnswer(pass, plan, outcome);
  const attempt: Attempt = { plan, intent: running, before, step, write: built.write, sent: built.sent };
  const next = await commitDraft(pass, (draft) => settleOutcome(draft, pass, attempt, outcome, context));
  return { next, intent: (await pass.store.intent(intent.id)) ?? running };
}

async function finishStep(
  pass: Pass,
  intent: Intent,
  step: IntentStep,
  { ref, why }: Extract<Built, { kind: 'nothing' }>,
  plan: StepPlan,
): Promise<Turn> {
  await commitDraft(pass, async (draft) => {
    await plan.whenDone?.(draft);
    if (why !== undefined) draft.log('info', why);
    if (step.attempts > 0) draft.release(unreadableId(intent, step));
    draft.putIntent(afterDone(intent, step, ref, draft.now));
  });
  return 'done';
}

async function dropIntent(pass: Pass, intent: Intent, why: string): Promise<Turn> {
  await commitDraft(pass, async (draft) => {
    draft.putIntent(discarded(intent, draft.now));
    draft.log('info', `The ${nameOf(intent)} was not sent: ${why}.`);
  });
  return 'over';
}

/** Gives one step its turn: builds it from the records as they are, sends it, and stores what came of it. */
export async function runStep(
  pass: Pass,
  start: Intent,
  plan: StepPlan,
  context: StepContext,
): Promise<Turn> {
  let intent = start;
  for (let rebuilds = 0; rebuilds <= REBUILDS; rebuilds += 1) {
    const step = stepOf(intent, plan);
    if (!step || intent.state === 'discarded') return 'over';
    const draft = startDraft(pass.store, pass.clock.now());
    const built = await plan.build(draft, step);
    switch (built.kind) {
      case 'nothing':
        return finishStep(pass, intent, step, built, plan);
      case 'later':
        await noteProblem(pass, intent, waitingProblem(built.waitsFor));
        return 'blocked';
      case 'park':
        return parkStep(pass, intent, step, built.problem);
      case 'moot':
        return dropIntent(pass, intent, built.why);
      case 'send': {
        const sent = await send(pass, intent, plan, step, built, await revOf(draft, plan), context);
        if (sent.next !== 'again') return sent.next;
        intent = sent.intent;
        break;
      }
      default:
        return assertNever(built);
    }
  }
  return 'rest';
}
