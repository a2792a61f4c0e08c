import type { CrmPut, RemoteOutcome } from '../schema/remote-command';
import type { Intent, IntentStep } from '../schema/intent';
import { isCandidate, isStepReady, olderOnRecord } from './depends';
import { type Draft, startDraft } from './draft';
import { onItsWay, plannedSteps, withStep } from './intent-steps';
import { touches } from './intents';
import { keyText } from './keys';
import { type Attempt, type Next, noteAnswer, settleOutcome } from './outcomes';
import { isAsBuilt, revOf } from './built-from';
import { commitDraft, endsWork, type Pass } from './pass';
import { planSteps } from './steps/plan';
import type { StepContext, StepPlan, Write } from './steps/step';
import { stumble } from './stumble';

/** So many go out together at most. */
const MOST = 200;

/** So few are not worth it. */
const LEAST = 2;

/** One that got no answer so often goes alone, in case it is what breaks the whole. */
const TRIES_TOGETHER = 3;

/** Minutes after which the whole counts as lost; the remote gives up each call long before. */
const PATIENCE = 60;

/** A step whose turn has come and that is one write of a record in Salesforce. */
type Ready = {
  readonly intent: Intent;
  readonly plan: StepPlan;
  readonly before: IntentStep;
  readonly step: IntentStep;
  readonly write: Write<CrmPut>;
  readonly sent: Attempt['sent'];
  readonly context: StepContext;
  /** Revision of the record that was built from. */
  readonly rev: number | null;
};

async function readyPut(pass: Pass, draft: Draft, intent: Intent): Promise<Ready | null> {
  const context: StepContext = { playbook: pass.playbook, intent, newId: pass.ids.uuid };
  const plans = await planSteps(draft, context);
  const steps = plannedSteps(plans, intent.steps);
  const plan = plans.find((one) => one.remote === 'salesforce' && isStepReady(one, steps));
  const before = plan && steps.find(({ key }) => key === plan.key);
  if (!plan || !before || before.attempts >= TRIES_TOGETHER) return null;
  const built = await plan.build(draft, before);
  if (built.kind !== 'send' || built.write.kind !== 'crm.put') return null;
  const { write, sent } = built;
  const step = onItsWay(before, sent);
  const rev = await revOf(draft, plan);
  return { intent: { ...intent, steps }, plan, before, step, write, sent, context, rev };
}

/**
 * Those whose turn has come without waiting for anything, the first of each record; the others go their own way. `open`
 * is everything that is not done, so that what is still open of a record holds back what came after it.
 */
async function readyPuts(pass: Pass, open: readonly Intent[], skip: ReadonlySet<string>): Promise<Ready[]> {
  const now = pass.clock.now();
  const byRecord = new Map<string, Intent[]>();
  for (const intent of open) {
    const text = keyText(intent.subject);
    byRecord.set(text, [...(byRecord.get(text) ?? []), intent]);
  }
  const ofRecord = (key: Intent['subject']): Intent[] => byRecord.get(keyText(key)) ?? [];
  // What is open was just read, and the commit finds out when it is not so any more.
  const draft = startDraft({ ...pass.store, intentsFor: async (key) => ofRecord(key) }, now);
  const ready: Ready[] = [];
  for (const intent of open) {
    if (ready.length === MOST) break;
    if (skip.has(intent.id) || pass.rested.has(intent.id)) continue;
    if (!touches(intent, 'salesforce') || !isCandidate(intent, now)) continue;
    if (olderOnRecord(ofRecord(intent.subject), intent, 'salesforce').length > 0) continue;
    try {
      const put = await readyPut(pass, draft, intent);
      if (put !== null) ready.push(put);
    } catch (cause) {
      // One on which the program fails says so when its own turn comes.
      if (endsWork(cause)) throw cause;
    }
  }
  return ready;
}

/** Asks the remote; a call that breaks off or never ends may have taken effect for each of them (G3, G5). */
async function ask(pass: Pass, commands: readonly CrmPut[]): Promise<readonly RemoteOutcome[]> {
  const all = (why: string): RemoteOutcome[] => commands.map(() => ({ kind: 'ambiguous', why }));
  try {
    return await pass.patience.within(pass.remote.putAll(commands), PATIENCE, () =>
      all(`nothing came within ${PATIENCE} minutes.`),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    pass.log.error(`a call broke off: ${why}`);
    return all(`the call broke off: ${why}`);
  }
}

function isAnswer({ kind }: RemoteOutcome): boolean {
  return kind === 'done' || kind === 'stale' || kind === 'gone' || kind === 'refused';
}

/** Whether an outcome is about the remote as a whole and not about one write, such as a locked row. */
function isOfRemote(outcome: RemoteOutcome): boolean {
  const { kind } = outcome;
  return kind === 'unreachable' || kind === 'sign-in' || (kind === 'wait' && outcome.afterMs !== null);
}

/** Tells the gates each thing once: many writes in one lost call are one answer that did not come. */
function noteAnswers(pass: Pass, plan: StepPlan, outcomes: readonly RemoteOutcome[]): void {
  const answer = outcomes.find(isAnswer) ?? outcomes.find((outcome) => !isOfRemote(outcome));
  if (answer) noteAnswer(pass, plan, answer);
  const ofRemote = new Map(outcomes.filter(isOfRemote).map((outcome) => [outcome.kind, outcome]));
  for (const outcome of ofRemote.values()) noteAnswer(pass, plan, outcome);
}

type Settling = { readonly attempt: Attempt; readonly outcome: RemoteOutcome; readonly context: StepContext };

async function settle(pass: Pass, all: readonly Settling[]): Promise<Next[]> {
  return commitDraft(pass, async (draft) => {
    const nexts: Next[] = [];
    for (const { attempt, outcome, context } of all)
      nexts.push(await settleOutcome(draft, pass, attempt, outcome, context));
    return nexts;
  });
}

/** Stores what became of all of them in one commit; when the program fails on one of them, each in one of its own. */
async function settleAll(pass: Pass, all: readonly Settling[]): Promise<Next[]> {
  try {
    return await settle(pass, all);
  } catch (cause) {
    if (endsWork(cause)) throw cause;
  }
  const nexts: Next[] = [];
  for (const one of all) {
    try {
      nexts.push(...(await settle(pass, [one])));
    } catch (cause) {
      if (endsWork(cause)) throw cause;
      await stumble(pass, one.attempt.intent.id, cause);
      nexts.push('rest');
    }
  }
  return nexts;
}

/**
 * Stores that they may have been written from here on, which a restart then knows and a person can no longer steer.
 * One whose record was changed since it was built has its turn later.
 */
function markLeaving(pass: Pass, ready: readonly Ready[]): Promise<Ready[]> {
  return commitDraft(pass, async (draft) => {
    draft.secure();
    const leaving: Ready[] = [];
    for (const one of ready) {
      if (!(await isAsBuilt(draft, one.plan, one.rev))) continue;
      const running = withStep(one.intent, one.step);
      const intent = draft.putIntent({ ...running, state: 'running', problem: null, nextAttemptAt: null });
      leaving.push({ ...one, intent });
    }
    return leaving;
  });
}

async function send(pass: Pass, ready: readonly Ready[]): Promise<boolean> {
  const leaving = await markLeaving(pass, ready);
  if (leaving.length === 0) return false;
  const commands = leaving.map(
    ({ write, before }): CrmPut => ({ ...write, repeat: before.state === 'sent' }),
  );
  const outcomes = await ask(pass, commands);
  const all = leaving.map((one, index): Settling => {
    const outcome = outcomes[index] ?? { kind: 'ambiguous', why: 'nothing was said about it.' };
    return { attempt: one, outcome, context: one.context };
  });
  const [first] = leaving;
  if (first)
    noteAnswers(
      pass,
      first.plan,
      all.map(({ outcome }) => outcome),
    );
  const nexts = await settleAll(pass, all);
  for (const [index, next] of nexts.entries()) {
    const id = all[index]?.attempt.intent.id;
    if (next === 'rest' && id !== undefined) pass.rested.add(id);
  }
  return nexts.includes('done');
}

/** The intents that were sent, and whether anything of them got done. */
export type Bundle = { readonly ids: ReadonlySet<string>; readonly progress: boolean };

/**
 * Sends writes to Salesforce that wait for nothing in as few calls as it allows, except those to skip. Nothing else
 * about them differs: each is stored as sent before, looked for first, and settled by itself (SY-86). `open` is
 * everything that is not done, in the order of turns.
 */
export async function sendTogether(
  pass: Pass,
  open: readonly Intent[],
  skip: ReadonlySet<string>,
): Promise<Bundle> {
  const ready = await readyPuts(pass, open, skip);
  if (ready.length < LEAST) return { ids: new Set(), progress: false };
  const progress = await send(pass, ready);
  return { ids: new Set(ready.map(({ intent }) => intent.id)), progress };
}
