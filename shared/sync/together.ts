import type { Intent } from '../schema/intent';
import type { RemoteOutcome } from '../schema/remote-command';
import { isAsBuilt } from './built-from';
import type { Draft } from './draft';
import { withStep } from './intent-steps';
import { type Attempt, type Next, settleOutcome } from './outcomes';
import { commitDraft, endsWork, type Pass } from './pass';
import { readAheadOfRecords } from './pull/read-ahead';
import { type Ready, readyWrites } from './ready';
import type { StepContext } from './steps/step';
import { stumble } from './stumble';
import type { Way } from './ways';

/** So few are not worth it. */
const LEAST = 2;

type Settling = { readonly attempt: Attempt; readonly outcome: RemoteOutcome; readonly context: StepContext };

async function settle(pass: Pass, all: readonly Settling[]): Promise<Next[]> {
  return commitDraft(
    pass,
    async (draft) => {
      const nexts: Next[] = [];
      for (const { attempt, outcome, context } of all)
        nexts.push(await settleOutcome(draft, pass, attempt, outcome, context));
      return nexts;
    },
    readAheadOfRecords(all.map(({ attempt }) => attempt.plan.about)),
  );
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
  const gather = async (draft: Draft): Promise<Ready[]> => {
    draft.secure();
    const leaving: Ready[] = [];
    for (const one of ready) {
      if (!(await isAsBuilt(draft, one.plan, one.rev))) continue;
      const running = withStep(one.intent, one.step);
      const intent = draft.putIntent({ ...running, state: 'running', problem: null, nextAttemptAt: null });
      leaving.push({ ...one, intent });
    }
    return leaving;
  };
  const about = ready.map(({ plan }) => plan.about);
  return commitDraft(pass, gather, readAheadOfRecords(about, 'revisions'));
}

/** What became of writes that were sent: whether anything got done, and those that get no other turn in this round. */
export type Bundle = { readonly size: number; readonly progress: boolean; readonly stuck: readonly string[] };

/**
 * Sends writes of one remote that wait for nothing together, except those to skip. Nothing else about them differs:
 * each is stored as sent before, looked for first, and settled by itself (SY-86, SY-89). `open` is everything that is not
 * done, in the order of turns.
 */
export async function sendTogether(
  pass: Pass,
  open: readonly Intent[],
  skip: ReadonlySet<string>,
  way: Way,
): Promise<Bundle> {
  const { ready, held } = await readyWrites(pass, open, skip, way);
  if (ready.length < LEAST) return { size: 0, progress: false, stuck: [] };
  const leaving = await markLeaving(pass, ready);
  const outcomes = leaving.length === 0 ? [] : await way.send(pass, leaving);
  const all = leaving.map((one, index): Settling => {
    const outcome = outcomes[index] ?? { kind: 'ambiguous', why: 'nothing was said about it.' };
    return { attempt: one, outcome, context: one.context };
  });
  const nexts = all.length === 0 ? [] : await settleAll(pass, all);
  const done = new Set<string>();
  for (const [index, next] of nexts.entries()) {
    const id = all[index]?.attempt.intent.id;
    if (id === undefined) continue;
    if (next === 'rest') pass.rested.add(id);
    if (next === 'done') done.add(id);
  }
  const left = ready.map(({ intent }) => intent.id).filter((id) => !done.has(id));
  return { size: ready.length, progress: done.size > 0, stuck: [...held, ...left] };
}
