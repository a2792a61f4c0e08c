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

/** Writes that are stored as on their way, and the intents that have none and need not be looked at again in this round. */
export type Leaving = {
  readonly ready: readonly Ready[];
  readonly leaving: readonly Ready[];
  readonly held: readonly string[];
};

/** What is left out when writes are looked for: intents, and wholes that are busy with a write under way. */
export type Except = { readonly intents: ReadonlySet<string>; readonly wholes: ReadonlySet<string> };

/**
 * Makes writes of one remote ready that wait for nothing, and stores that they leave; only the held ones when there are
 * too few. `open` is everything that is not done, in the order of turns (SY-86, SY-89).
 */
export async function readyToLeave(
  pass: Pass,
  open: readonly Intent[],
  except: Except,
  way: Way,
): Promise<Leaving> {
  const { ready, held } = await readyWrites(pass, open, except.intents, way, except.wholes);
  if (ready.length < LEAST) return { ready: [], leaving: [], held };
  return { ready, leaving: await markLeaving(pass, ready), held };
}

/** What became of writes that were sent: whether anything got done, and those that get no other turn in this round. */
export type Bundle = { readonly progress: boolean; readonly stuck: readonly string[] };

/** Stores what became of writes that left together, of each by itself. */
export async function settleLeft(
  pass: Pass,
  { ready, leaving }: Leaving,
  outcomes: readonly RemoteOutcome[],
): Promise<Bundle> {
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
  return {
    progress: done.size > 0,
    stuck: ready.map(({ intent }) => intent.id).filter((id) => !done.has(id)),
  };
}
