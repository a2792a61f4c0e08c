import type { RemoteName } from '../domain/merging/projections';
import type { LocalStore } from '../ports/local-store';
import type { Intent, IntentStep } from '../schema/intent';
import { revOf } from './built-from';
import { isCandidate, isStepReady, olderOnRecord } from './depends';
import { type Draft, startDraft } from './draft';
import { afterDone, onItsWay, plannedSteps } from './intent-steps';
import { touches } from '../domain/merging/verdicts';
import { keyText } from './keys';
import type { Attempt } from './outcomes';
import { endsWork, type Pass } from './pass';
import { readAheadOfRecords } from './pull/read-ahead';
import { isReadFirst } from './read-first';
import { planSteps } from './steps/plan';
import type { StepContext, StepPlan, Write } from './steps/step';

/** One that got no answer so often goes alone, in case it is what breaks the whole. */
const TRIES_TOGETHER = 3;

/** A step whose turn has come and that writes without waiting for anything. */
export type Ready = {
  readonly intent: Intent;
  readonly plan: StepPlan;
  readonly before: IntentStep;
  readonly step: IntentStep;
  readonly write: Write;
  readonly sent: Attempt['sent'];
  readonly context: StepContext;
  /** Revision of the record that was built from. */
  readonly rev: number | null;
  /** What one write at a time is made to: in GitLab a request with all that belongs to it. */
  readonly whole: string;
};

/** Which writes go together: those of one remote, so many at most, and of these only what does not hold up the others. */
export type Kind = {
  readonly remote: RemoteName;
  readonly most: number;
  accepts(write: Write): boolean;
};

/** The first step of an intent that has something to send; earlier ones that find their work done are done. */
async function readyWrite(
  pass: Pass,
  draft: Draft,
  stored: Intent,
  whole: string,
  kind: Kind,
): Promise<Ready | null> {
  let intent = stored;
  for (;;) {
    const context: StepContext = { playbook: pass.playbook, intent, newId: pass.ids.uuid };
    const plans = await planSteps(draft, context);
    const steps = plannedSteps(plans, intent.steps);
    const plan = plans.find((one) => one.remote === kind.remote && isStepReady(one, steps));
    const before = plan && steps.find(({ key }) => key === plan.key);
    if (!plan || !before || before.attempts >= TRIES_TOGETHER) return null;
    if (!(await isReadFirst(pass, plan))) return null;
    const built = await plan.build(draft, before);
    if (built.kind === 'nothing' && before.attempts === 0) {
      intent = afterDone({ ...intent, steps }, before, built.ref, draft.now);
      continue;
    }
    if (built.kind !== 'send' || !kind.accepts(built.write)) return null;
    const { write, sent } = built;
    const step = onItsWay(before, sent);
    const rev = await revOf(draft, plan);
    return { intent: { ...intent, steps }, plan, before, step, write, sent, context, rev, whole };
  }
}

/** A request with its claims and documents, whose items in GitLab several of them write; any other record for itself. */
async function wholeOf(draft: Draft, { kind, id }: Intent['subject']): Promise<string> {
  const isPart = kind === 'claim' || kind === 'document';
  return (isPart ? (await draft.get(kind, id))?.requestId : undefined) ?? id;
}

/** Writes that can go together now, and the intents that have none and need not be looked at again in this round. */
export type Found = { readonly ready: readonly Ready[]; readonly held: readonly string[] };

/**
 * Those whose turn has come without waiting for anything, the first of each record, in GitLab of each request; the others
 * go their own way. `open` is everything that is not done, so that what is still open of a record holds back what came
 * after it; nothing is found of the wholes that are busy with a write under way.
 */
export async function readyWrites(
  pass: Pass,
  open: readonly Intent[],
  skip: ReadonlySet<string>,
  kind: Kind,
  busy: ReadonlySet<string> = new Set(),
): Promise<Found> {
  const { remote } = kind;
  const now = pass.clock.now();
  const byRecord = new Map<string, Intent[]>();
  for (const intent of open) {
    const text = keyText(intent.subject);
    byRecord.set(text, [...(byRecord.get(text) ?? []), intent]);
  }
  const ofRecord = (key: Intent['subject']): Intent[] => byRecord.get(keyText(key)) ?? [];
  // What is open was just read, and the commit finds out when it is not so any more.
  const known: LocalStore = {
    ...pass.store,
    intentsFor: async (key) => ofRecord(key),
    openIntentsOf: async (keys) => keys.flatMap(ofRecord),
  };
  const candidates = open.filter(
    (intent) =>
      !skip.has(intent.id) &&
      !pass.rested.has(intent.id) &&
      touches(intent, remote) &&
      isCandidate(intent, now) &&
      olderOnRecord(ofRecord(intent.subject), intent, remote).length === 0,
  );
  const ready: Ready[] = [];
  const held: string[] = [];
  const wholes = new Set(busy);

  async function look(draft: Draft, intent: Intent): Promise<void> {
    const whole = remote === 'gitlab' ? await wholeOf(draft, intent.subject) : intent.id;
    if (wholes.has(whole)) return;
    const write = await readyWrite(pass, draft, intent, whole, kind);
    if (write === null) {
      held.push(intent.id);
      return;
    }
    ready.push(write);
    wholes.add(whole);
  }

  for (let at = 0; at < candidates.length && ready.length < kind.most; at += kind.most) {
    const some = candidates.slice(at, at + kind.most);
    const ahead = await readAheadOfRecords(some.map(({ subject }) => subject))(known, 1);
    const draft = startDraft({ ...ahead, intentsFor: known.intentsFor }, now);
    for (const intent of some) {
      if (ready.length === kind.most) break;
      try {
        await look(draft, intent);
      } catch (cause) {
        // One on which the program fails says so when its own turn comes.
        if (endsWork(cause)) throw cause;
        held.push(intent.id);
      }
    }
  }
  return { ready, held };
}
