import type { RemoteName } from '../domain/merging/projections';
import type { Intent } from '../schema/intent';
import { askAgain } from './ask-again';
import { sendBundles } from './bundles';
import { coalesce } from './coalesce';
import { inTurn, isCandidate, isStepReady, olderOnRecord, waitingProblem } from './depends';
import { startDraft } from './draft';
import { finished, plannedSteps, waiting } from './intent-steps';
import { dated, type Problem, sameProblem } from './intents';
import { isReadOnce } from '../schema/sync-state';
import { tellingStreams } from './keys';
import { commitDraft, endsWork, type Pass, untilStill } from './pass';
import { isReadFirst, newsProblem } from './read-first';
import { runStep } from './run-step';
import { planSteps } from './steps/plan';
import { stumble } from './stumble';
import { dropTakenBack } from './taken-back';
import type { StepContext, StepPlan } from './steps/step';
import { gitlabLanes, salesforceBundle } from './ways';

type Planned = {
  readonly intent: Intent;
  readonly plans: readonly StepPlan[];
  readonly context: StepContext;
};

async function planned(pass: Pass, intentId: string): Promise<Planned | undefined> {
  const stored = await pass.store.intent(intentId);
  if (!stored || !isCandidate(stored, pass.clock.now())) return undefined;
  if (stored.state === 'done' || stored.state === 'discarded') return undefined;
  const context: StepContext = { playbook: pass.playbook, intent: stored, newId: pass.ids.uuid };
  const plans = await planSteps(startDraft(pass.store, pass.clock.now()), context);
  return { intent: { ...stored, steps: plannedSteps(plans, stored.steps) }, plans, context };
}

async function finish(pass: Pass, intent: Intent): Promise<void> {
  await commitDraft(pass, async (draft) => draft.putIntent(finished(intent, draft.now)));
}

/**
 * Before a remote was first read to the end nothing is sent to it: what was imported or restored here may already be
 * there, and only what comes in can tell (G2, G3). A remote without that feed has nothing to tell.
 */
async function isKnown(pass: Pass, remote: RemoteName): Promise<boolean> {
  for (const stream of tellingStreams[remote]) {
    if (pass.absent.has(stream)) continue;
    const cursor = await pass.store.cursor(stream);
    if (cursor === undefined || !isReadOnce(cursor)) return false;
  }
  return true;
}

type Ready = { readonly steps: readonly StepPlan[]; readonly intent: Intent };

/**
 * Steps that may be tried now, and the intent as it is stored then; the others wait for an earlier step, an earlier
 * intent of the record, or their remote.
 */
async function readySteps(pass: Pass, { intent, plans }: Planned): Promise<Ready> {
  const open = await pass.store.intentsFor(intent.subject);
  const current = open.filter(({ state }) => state !== 'done' && state !== 'discarded');
  const inOrder = plans.filter((plan) => isStepReady(plan, intent.steps));
  const steps: StepPlan[] = [];
  let noted = intent;
  for (const plan of inOrder) {
    const older = olderOnRecord(current, intent, plan.remote);
    if (older.length > 0) noted = await note(pass, noted, waitingProblem(older));
    else if (!(await isReadFirst(pass, plan))) noted = await note(pass, noted, newsProblem(pass, plan));
    else if (pass.gates.isOpen(plan.remote) && (await isKnown(pass, plan.remote))) steps.push(plan);
  }
  return { steps, intent: noted };
}

async function note(pass: Pass, intent: Intent, problem: Problem | null): Promise<Intent> {
  if (problem === null || sameProblem(intent.problem, problem)) return intent;
  return commitDraft(pass, async (draft) => draft.putIntent(waiting(intent, dated(problem, draft.now))));
}

/** Works on one intent as far as it goes now; true when anything of it got done. */
async function advance(pass: Pass, intentId: string): Promise<boolean> {
  let progress = false;
  const blocked = new Set<string>();
  while (!pass.isStopping() && !pass.rested.has(intentId)) {
    const plan = await planned(pass, intentId);
    if (!plan) return progress;
    if (plan.intent.steps.every(({ state }) => state === 'done')) {
      await finish(pass, plan.intent);
      return true;
    }
    const ready = await readySteps(pass, plan);
    const next = ready.steps.find(({ key }) => !blocked.has(key));
    if (!next) return progress;
    const turn = await runStep(pass, ready.intent, next, plan.context);
    if (turn === 'done') progress = true;
    else if (turn === 'blocked') blocked.add(next.key);
    else {
      if (turn === 'rest') pass.rested.add(intentId);
      return progress || turn === 'over';
    }
  }
  return progress;
}

async function advanceOrStumble(pass: Pass, intentId: string): Promise<boolean> {
  try {
    return await advance(pass, intentId);
  } catch (cause) {
    if (endsWork(cause)) throw cause;
    await stumble(pass, intentId, cause);
    return false;
  }
}

async function joinChanges(pass: Pass): Promise<Intent[]> {
  const open = await pass.store.openIntents();
  const changed = coalesce(open, pass.clock.now());
  if (changed.length === 0) return open;
  await commitDraft(pass, async (draft) => {
    for (const intent of changed) draft.putIntent(intent);
  });
  return pass.store.openIntents();
}

/** New intents whose steps are written down at once, in one commit; of more than these each gets its steps in its turn. */
const PLANNED_AT_ONCE = 200;

/** Writes down what new intents will do, so that the person sees it while a remote is away. */
async function planNew(pass: Pass, open: readonly Intent[]): Promise<void> {
  const fresh = open.filter(({ steps }) => steps.length === 0).slice(0, PLANNED_AT_ONCE);
  if (fresh.length === 0) return;
  const draft = startDraft(pass.store, pass.clock.now());
  const plans = await Promise.all(
    fresh.map((intent) =>
      // One that cannot be planned says so when its turn comes.
      planSteps(draft, { playbook: pass.playbook, intent, newId: pass.ids.uuid }).catch(() => []),
    ),
  );
  await commitDraft(pass, async (writing) => {
    fresh.forEach((intent, index) => {
      const steps = plannedSteps(plans[index] ?? [], []);
      if (intent.state === 'waiting' && steps.length > 0) writing.putIntent({ ...intent, steps });
    });
  });
}

async function oneRound(pass: Pass): Promise<boolean> {
  await dropTakenBack(pass);
  await askAgain(pass);
  const fresh = inTurn(await joinChanges(pass));
  await planNew(pass, fresh);
  let progress = false;
  const openNow = async (): Promise<Intent[]> => inTurn(await pass.store.openIntents());
  for (const way of [salesforceBundle, gitlabLanes]) {
    const isOpen = async (): Promise<boolean> =>
      !pass.isStopping() && pass.gates.isOpen(way.remote) && (await isKnown(pass, way.remote));
    if (await sendBundles(pass, way, isOpen, openNow)) progress = true;
  }
  const open = await openNow();
  for (const intent of open) {
    if (pass.isStopping()) return false;
    if (await advanceOrStumble(pass, intent.id)) progress = true;
  }
  return progress;
}

/**
 * Sends what waits, in rounds: every intent gets its turn, and a round in which something got done is
 * followed by another, because it may have freed others. Ends when nothing moves any more (G5).
 */
export async function drain(pass: Pass): Promise<void> {
  pass.rested.clear();
  await untilStill(() => oneRound(pass));
}
