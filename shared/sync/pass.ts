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
  /** Adds what depends on what the work before stored; made last. */
  finish?(draft: Draft, value: T): Promise<void>;
  /** Called once the commit is made. */
  stored?(value: T): void;
  readonly ahead?: ReadAhead;
  /** What it is about. A work that shares something of it with the one before has to see what that one stored. */
  readonly about?: ReadonlySet<string>;
};

/** Works that are committed one after the other, as they come. */
export type Works<T> = {
  /** The next one; null when there is none. */
  next(): Promise<Work<T> | null>;
  /** Whether the next one is here already, so that asking for it is not waiting for it. */
  isHere(): boolean;
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

async function aheadOf<T>(pass: Pass, work: Work<T>, tries: number): Promise<LocalStore> {
  return (await work.ahead?.(pass.store, tries)) ?? pass.store;
}

async function commitWork<T>(pass: Pass, work: Work<T>, from: number): Promise<T> {
  for (let tries = from; ; tries += 1) {
    const { draft, value } = await gathered(pass, await aheadOf(pass, work, tries), work);
    await work.finish?.(draft, value);
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

function isApart<T>(before: Work<T>, after: Work<T>): boolean {
  const { about } = before;
  return about === undefined || ![...(after.about ?? [])].some((name) => about.has(name));
}

/** A work, and what was gathered for it while the one before was being written; null when that is still to be done. */
type Begun<T> = { readonly work: Work<T>; readonly gathering: Promise<Gathered<T>> | null };

async function beginNext<T>(works: Works<T>): Promise<Begun<T> | null> {
  const work = await works.next();
  return work && { work, gathering: null };
}

/** Commits a work, and begins the next one meanwhile when it is here; null when none is begun. */
async function commitBegun<T>(
  pass: Pass,
  works: Works<T>,
  { work, gathering }: Begun<T>,
): Promise<Begun<T> | null> {
  const { draft, value } = await (gathering ?? gathered(pass, await aheadOf(pass, work, 1), work));
  await work.finish?.(draft, value);
  const next = works.isHere() ? await works.next() : null;
  const store = next && isApart(work, next) ? await aheadOf(pass, next, 1) : null;
  const writing = draft.commit();
  const early = next && store && gathered(pass, store, next);
  // What goes wrong meanwhile is met when its turn comes, or not at all when this one fails.
  early?.catch(() => undefined);
  const isWritten = await isCommitted(pass, draft, await writing, false);
  const stored = isWritten ? value : await commitWork(pass, work, 2);
  work.stored?.(stored);
  return next && { work: next, gathering: isWritten ? early : null };
}

/**
 * Commits works one after the other, until there is none or the pass is to stop. One that is here already is gathered
 * while the one before is being written, from what was read before that; where they touch the same record the commit is
 * refused and the work gathered again (G9).
 */
export async function commitInTurn<T>(pass: Pass, works: Works<T>): Promise<void> {
  let begun = await beginNext(works);
  while (begun !== null && !pass.isStopping())
    begun = (await commitBegun(pass, works, begun)) ?? (await beginNext(works));
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
