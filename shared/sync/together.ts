import type { CrmPut, RemoteOutcome } from '../schema/remote-command';
import type { Intent, IntentStep } from '../schema/intent';
import { isCandidate, isStepReady, olderOnRecord } from './depends';
import { type Draft, startDraft } from './draft';
import { onItsWay, plannedSteps, withStep } from './intent-steps';
import { touches } from './intents';
import { keyText } from './keys';
import { type Attempt, type Next, noteAnswer, settleOutcome } from './outcomes';
import { commitDraft, endsWork, type Pass } from './pass';
import { planSteps } from './steps/plan';
import type { StepContext, StepPlan, Write } from './steps/step';
import { stumble } from './stumble';

/** So many go out together at most, and so few are not worth it. */
const [MOST, LEAST] = [200, 2];

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
};

async function readyPut(pass: Pass, draft: Draft, intent: Intent): Promise<Ready | null> {
  const context: StepContext = { playbook: pass.playbook, intent, newId: pass.ids.uuid };
  const plans = await planSteps(draft, context);
  const steps = plannedSteps(plans, intent.steps);
  const plan = plans.find((one) => one.remote === 'salesforce' && isStepReady(one, steps));
  const before = plan && steps.find(({ key }) => key === plan.key);
  if (!plan || !before) return null;
  const built = await plan.build(draft, before);
  if (built.kind !== 'send' || built.write.kind !== 'crm.put') return null;
  const { write, sent } = built;
  return { intent: { ...intent, steps }, plan, before, step: onItsWay(before, sent), write, sent, context };
}

/** Those whose turn has come without waiting for anything, the first of each record; the others go their own way. */
async function readyPuts(pass: Pass, open: readonly Intent[]): Promise<Ready[]> {
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
    if (!touches(intent, 'salesforce') || !isCandidate(intent, now) || pass.rested.has(intent.id)) continue;
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

/** Tells the gates each thing once: many writes in one lost call are one answer that did not come. */
function noteAnswers(pass: Pass, plan: StepPlan, outcomes: readonly RemoteOutcome[]): void {
  const isAnswer = ({ kind }: RemoteOutcome): boolean =>
    kind === 'done' || kind === 'stale' || kind === 'gone' || kind === 'refused';
  const answer = outcomes.find(isAnswer);
  if (answer) noteAnswer(pass, plan, answer);
  const failed = outcomes.filter((outcome) => !isAnswer(outcome));
  const distinct = new Map(
    failed.map((outcome) => [`${outcome.kind} ${'why' in outcome ? outcome.why : ''}`, outcome]),
  );
  for (const outcome of distinct.values()) noteAnswer(pass, plan, outcome);
}

type Settling = { readonly attempt: Attempt; readonly outcome: RemoteOutcome; readonly context: StepContext };

async function settle(pass: Pass, all: readonly Settling[]): Promise<Next[]> {
  const before = { ...pass.counts };
  return commitDraft(pass, async (draft) => {
    // What is gathered again counts once.
    Object.assign(pass.counts, before);
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

async function send(pass: Pass, ready: readonly Ready[]): Promise<boolean> {
  // From here on a restart knows that each of them may have been written, and a person can no longer steer them.
  const running = await commitDraft(pass, async (draft) => {
    draft.secure();
    return ready.map(({ intent, step }) =>
      draft.putIntent({ ...withStep(intent, step), state: 'running', problem: null, nextAttemptAt: null }),
    );
  });
  const commands = ready.map(({ write, before }): CrmPut => ({ ...write, repeat: before.state === 'sent' }));
  const outcomes = await ask(pass, commands);
  const all = ready.flatMap((one, index): Settling[] => {
    const intent = running[index];
    const outcome = outcomes[index] ?? { kind: 'ambiguous', why: 'nothing was said about it.' };
    return intent === undefined ? [] : [{ attempt: { ...one, intent }, outcome, context: one.context }];
  });
  const [first] = ready;
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
 * Sends writes to Salesforce that wait for nothing in as few calls as it allows. Nothing else about them differs: each
 * is stored as sent before, looked for first, and settled by itself (SY-86).
 */
export async function sendTogether(pass: Pass, open: readonly Intent[]): Promise<Bundle> {
  const ready = await readyPuts(pass, open);
  if (ready.length < LEAST) return { ids: new Set(), progress: false };
  const progress = await send(pass, ready);
  return { ids: new Set(ready.map(({ intent }) => intent.id)), progress };
}
