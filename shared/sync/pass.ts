import type { Playbook } from '../playbook/playbook';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { CommitProblem, LocalStore } from '../ports/local-store';
import type { Log } from '../ports/log';
import type { Remote } from '../ports/remote';
import type { Result } from '../lib/result';
import type { Stream } from '../schema/sync-state';
import { type Draft, startDraft } from './draft';
import type { Gates } from './gates';
import type { Patience } from './patience';
import type { UnlinkedRequests } from './pull/unlinked-requests';
import type { ReadingProgress } from './status';

/** What the engine works with. */
export type SyncDependencies = {
  readonly store: LocalStore;
  readonly remote: Remote;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly playbook: Playbook;
};

/** Counts of one pass, for its report. */
export type PassCounts = {
  sent: number;
  received: number;
  parked: number;
  quarantined: number;
};

/** One pass: its surroundings, what it has done so far, and what it leaves alone until the next. */
export type Pass = SyncDependencies & {
  readonly gates: Gates;
  readonly counts: PassCounts;
  /** Intents that failed and get no second try before more has come in. */
  readonly rested: Set<string>;
  readonly pageSize: number;
  readonly patience: Patience;
  /** Streams that the org or group does not have, with the reason. */
  readonly absent: Map<Stream, string>;
  /** Streams that this pass has tried to read. */
  readonly tried: Set<Stream>;
  /** Streams that were read to their end in this pass. */
  readonly readToEnd: Set<Stream>;
  readonly unlinked: UnlinkedRequests;
  /** True once the host asked to stop; looked at between two commits. */
  isStopping(): boolean;
  /** Tells how far the reading of a feed from its beginning has come; null when none is under way. */
  reading(progress: ReadingProgress | null): void;
  /** Called after every commit and every change of what is known about a remote. */
  changed(): Promise<void>;
};

/** The local database refused to write; the pass ends and the next one starts from what is stored. */
export class StoreRefused extends Error {
  constructor(readonly problem: CommitProblem) {
    super(
      problem.kind === 'storage' || problem.kind === 'unsecured'
        ? problem.message
        : `the local database refused a commit: ${problem.kind}`,
    );
  }
}

/** The person retried or discarded an intent while the engine worked on it; nothing of that commit was stored. */
class Steered extends Error {}

/** Whether an error is about the store or the person and not about the change in hand, so that the work as a whole has to end. */
export function endsWork(cause: unknown): boolean {
  return cause instanceof StoreRefused || cause instanceof Steered;
}

const TRIES = 10;

/** Gives a store that has read ahead what a draft is going to ask for; from the second try on nothing is taken for granted. */
export type ReadAhead = (store: LocalStore, tries: number) => Promise<LocalStore>;

/** What one commit is gathered from. */
export type Work<T> = {
  gather(draft: Draft): Promise<T>;
  readonly ahead?: ReadAhead;
};

type Gathered<T> = { readonly draft: Draft; readonly value: T };

async function gathered<T>(pass: Pass, store: LocalStore, { gather }: Work<T>): Promise<Gathered<T>> {
  const draft = startDraft(store, pass.clock.now());
  return { draft, value: await gather(draft) };
}

/** Whether a commit was made; what cannot be made by gathering again is thrown. */
async function isCommitted(
  pass: Pass,
  draft: Draft,
  result: Result<void, CommitProblem>,
  isLast: boolean,
): Promise<boolean> {
  if (result.ok) {
    const counted = draft.counted();
    pass.counts.sent += counted.sent;
    pass.counts.parked += counted.parked;
    pass.counts.quarantined += counted.quarantined;
    await pass.changed();
    return true;
  }
  if (result.error.kind === 'intent-moved-on') throw new Steered();
  const isOvertaken = result.error.kind === 'moved-on' || result.error.kind === 'cursor-moved-on';
  if (!isOvertaken || isLast) throw new StoreRefused(result.error);
  return false;
}

async function commitWork<T>(pass: Pass, work: Work<T>, from: number): Promise<T> {
  for (let tries = from; ; tries += 1) {
    const store = work.ahead ? await work.ahead(pass.store, tries) : pass.store;
    const { draft, value } = await gathered(pass, store, work);
    if (await isCommitted(pass, draft, await draft.commit(), tries >= TRIES)) return value;
  }
}

/**
 * Gathers changes into a draft and commits them; when a record moved on meanwhile, they are gathered again
 * from what it is now. Throws `StoreRefused` when the store cannot write, and ends the work that `untilStill`
 * repeats when the person steered an intent of it.
 */
export function commitDraft<T>(
  pass: Pass,
  gather: (draft: Draft) => Promise<T>,
  ahead?: ReadAhead,
): Promise<T> {
  return commitWork(pass, { gather, ...(ahead ? { ahead } : {}) }, 1);
}

/**
 * Commits several works one after the other. Each is gathered while the one before is being written, from what was read
 * before that; where they touch the same record the commit is refused and the work gathered again (G9).
 */
export async function commitInTurn<T>(pass: Pass, works: readonly Work<T>[]): Promise<void> {
  let coming: Promise<Gathered<T>> | null = null;
  for (const [index, work] of works.entries()) {
    const { draft } = await (coming ??
      gathered(pass, (await work.ahead?.(pass.store, 1)) ?? pass.store, work));
    coming = null;
    const next = works[index + 1];
    const store = next && ((await next.ahead?.(pass.store, 1)) ?? pass.store);
    const writing = draft.commit();
    if (next && store) {
      coming = gathered(pass, store, next);
      // What goes wrong meanwhile is met when its turn comes, or not at all when this one fails.
      coming.catch(() => undefined);
    }
    if (await isCommitted(pass, draft, await writing, false)) continue;
    await commitWork(pass, work, 2);
    coming = null;
  }
}

/**
 * Repeats work until it says that nothing moved any more. Work in the midst of which the person retried or discarded
 * an intent begins anew from what she left.
 */
export async function untilStill(work: () => Promise<boolean>): Promise<void> {
  for (;;) {
    try {
      if (!(await work())) return;
    } catch (cause) {
      if (!(cause instanceof Steered)) throw cause;
    }
  }
}
