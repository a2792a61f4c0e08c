import type { RemoteName } from '../domain/merging/projections';
import type { Intent } from '../schema/intent';
import { isReadOnce, type Stream, type SyncLogEntry, streams } from '../schema/sync-state';
import type { Instant } from '../schema/values';
import { millisecondsUntil } from './backoff';
import { drain } from './drain';
import { createGates, type Gates } from './gates';
import { restoreGates } from './kept-gates';
import { remoteLabel, remoteNames } from './keys';
import { createPatience, type Patience } from './patience';
import { commitDraft, type Pass, StoreRefused, type SyncDependencies, untilStill } from './pass';
import { remoteOf } from './pull/place';
import { pullAll } from './pull/pull';
import { waitsForNews } from './read-first';
import { createStatusBoard, type StatusBoard, type SyncReport, type SyncStatus } from './status';

/** How a pass is made. */
export type PassManner = {
  /** The person or the network asks, so changes that rest after a failure are tried at once. */
  readonly impatient: boolean;
  /** Sends what waits and reads nothing, unless something waits for news. */
  readonly onlySend?: boolean;
};

/** The sync engine: one pass at a time, each resumable at any commit. */
export type SyncEngine = {
  /**
   * One pass, unless told otherwise a full one: send, receive, send what merging made. A call during a pass gets that
   * pass's report.
   */
  run(how?: PassManner): Promise<SyncReport>;
  /** Ends the pass in hand after its current commit; `run` does nothing afterwards. */
  stop(): void;
  status(): SyncStatus;
  /** Calls the listener now and after every change; gives back how to stop that. */
  subscribe(listener: (status: SyncStatus) => void): () => void;
};

/** Calls that were sent to both remotes since some beginning; null when nobody can tell. */
export type CallCount = () => Promise<number | null>;

/** Sizes of what is handled at once. */
export type BatchSizes = { readonly pageSize: number };

type Engine = {
  readonly dependencies: SyncDependencies;
  readonly calls: CallCount;
  readonly gates: Gates;
  readonly board: StatusBoard;
  readonly absent: Map<Stream, string>;
  /** What the log was told of each remote since it last answered. */
  readonly told: Readonly<Record<RemoteName, Set<string>>>;
  readonly batch: BatchSizes;
  readonly patience: Patience;
  stopping: boolean;
  /** When news were last asked for between two readings; null before. */
  newsAt: Instant | null;
};

function gateStates({ gates }: Engine): SyncStatus['remotes'] {
  return { salesforce: gates.state('salesforce'), gitlab: gates.state('gitlab') };
}

/** Since when nothing that is known here is older: the feed that was read longest ago tells; null before all were read once. */
async function everythingReadAt({ dependencies }: Engine): Promise<Instant | null> {
  const found = await Promise.all(streams.map((stream) => dependencies.store.cursor(stream)));
  const cursors = found.filter((cursor) => cursor !== undefined);
  const isRead = remoteNames.every((name) => cursors.some(({ stream }) => remoteOf(stream) === name));
  if (!isRead || !cursors.every(isReadOnce)) return null;
  return cursors.map(({ at }) => at).sort()[0] ?? null;
}

function onlineOf(remotes: SyncStatus['remotes']): boolean | null {
  const states = remoteNames.map((name) => remotes[name].state);
  if (states.includes('online')) return true;
  return states.every((state) => state === 'unknown') ? null : false;
}

async function refreshStatus(engine: Engine): Promise<void> {
  const { store } = engine.dependencies;
  const { open, parked } = await store.openCounts();
  const conflicts = await store.openConflicts();
  const remotes = gateStates(engine);
  engine.board.set({
    waiting: open - parked,
    parked,
    conflicts: conflicts.length,
    remotes,
    online: onlineOf(remotes) ?? engine.board.current().online,
    absent: [...engine.absent].map(([stream, why]) => ({ stream, why })),
  });
}

function startPass(engine: Engine): Pass {
  return {
    ...engine.dependencies,
    gates: engine.gates,
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set(),
    pageSize: engine.batch.pageSize,
    patience: engine.patience,
    absent: engine.absent,
    tried: new Set(),
    readToEnd: new Set(),
    unlinked: new Map(),
    isStopping: () => engine.stopping,
    reading: (reading) => engine.board.set({ reading }),
    changed: () => refreshStatus(engine),
  };
}

async function send(engine: Engine, pass: Pass): Promise<void> {
  engine.board.set({ phase: 'sending' });
  await drain(pass);
}

async function receive(engine: Engine, pass: Pass, which: readonly Stream[]): Promise<boolean> {
  engine.board.set({ phase: 'receiving' });
  return pullAll(pass, which);
}

/** What is read between two readings of everything, where a change waits for it; so often at most, in milliseconds. */
const newsStreams = ['claims'] as const satisfies readonly Stream[];
const NEWS_EVERY = 60_000;

/** Whether something waits for news that were not asked for just now. */
async function isNewsDue(engine: Engine, { store, clock }: Pass): Promise<boolean> {
  if (!(await store.openIntents()).some(waitsForNews)) return false;
  const now = clock.now();
  if (engine.newsAt !== null && Math.abs(millisecondsUntil(engine.newsAt, now)) < NEWS_EVERY) return false;
  engine.newsAt = now;
  return true;
}

/** Lets changes that rest after a failure go at once; how long a remote asked to be left alone still counts. */
async function endRests(pass: Pass): Promise<boolean> {
  const open = await pass.store.openIntents();
  const resting = open.filter(({ state, nextAttemptAt }) => state !== 'parked' && nextAttemptAt !== null);
  if (resting.length === 0) return false;
  await commitDraft(pass, async (draft) => {
    for (const intent of resting) draft.putIntent({ ...intent, nextAttemptAt: null });
  });
  return false;
}

/** True when every feed was read to its end. */
async function exchange(engine: Engine, pass: Pass, onlySend: boolean): Promise<boolean> {
  await send(engine, pass);
  if (onlySend && !(await isNewsDue(engine, pass))) return false;
  const complete = await receive(engine, pass, onlySend ? newsStreams : streams);
  await send(engine, pass);
  return complete && !onlySend;
}

type Line = Pick<SyncLogEntry, 'level' | 'text'>;

/** Tells the log once when a remote goes away and for which reasons, and when it is back, not at every try. */
async function logGates(engine: Engine, pass: Pass, before: SyncStatus['remotes']): Promise<void> {
  const lines = remoteNames.flatMap((name): Line[] => {
    const [was, is, told] = [before[name], pass.gates.state(name), engine.told[name]];
    if (is.note !== null) {
      // A dead line gives now this reason, now that.
      if (told.has(is.note)) return [];
      told.add(is.note);
      return [{ level: 'warning', text: is.note }];
    }
    told.clear();
    const isBack = was.note !== null && is.state === 'online';
    return isBack ? [{ level: 'info', text: `${remoteLabel[name]} answers again.` }] : [];
  });
  if (lines.length === 0) return;
  await commitDraft(pass, async (draft) => {
    for (const { level, text } of lines) draft.log(level, text);
  });
}

/** The next time at which something falls due; what was due when the pass began had its chance, so the pace of retries decides. */
function nextDue(open: readonly Intent[], gates: Gates, began: Instant): Instant | null {
  const waiting = open.filter(({ state }) => state !== 'parked');
  const times = [
    ...waiting.flatMap(({ nextAttemptAt }) => (nextAttemptAt === null ? [] : [nextAttemptAt])),
    ...remoteNames.flatMap((name) => gates.state(name).until ?? []),
  ];
  return times.filter((at) => at > began).sort()[0] ?? null;
}

async function reportOf(
  engine: Engine,
  pass: Pass,
  began: Instant,
  complete: boolean,
  storeProblem: string | null,
): Promise<SyncReport> {
  const open = await pass.store.openIntents();
  return {
    ...pass.counts,
    waiting: open.filter(({ state }) => state !== 'parked').length,
    complete,
    notes: remoteNames.flatMap((name) => engine.gates.state(name).note ?? []),
    nextAttemptAt: nextDue(open, engine.gates, began),
    storeProblem,
  };
}

/** Tells what the pass moved and what that took; a pass that moved nothing leaves the last one that did. */
async function tellRound(engine: Engine, { counts }: Pass, before: number | null): Promise<void> {
  const { sent, received } = counts;
  const now = sent + received === 0 ? null : await engine.calls();
  if (now === null || before === null) return;
  engine.board.set({ lastRound: { sent, received, calls: now - before } });
}

async function runPass(engine: Engine, { impatient, onlySend = false }: PassManner): Promise<SyncReport> {
  const pass = startPass(engine);
  const before = gateStates(engine);
  const began = pass.clock.now();
  const callsBefore = await engine.calls();
  engine.gates.startPass(began);
  let complete = false;
  let storeProblem: string | null = null;
  try {
    await refreshStatus(engine);
    if (impatient) await untilStill(() => endRests(pass));
    complete = await exchange(engine, pass, onlySend);
    await logGates(engine, pass, before);
  } catch (cause) {
    if (!(cause instanceof StoreRefused)) throw cause;
    storeProblem = cause.message;
    pass.log.error(`sync stopped: ${cause.message}`);
  } finally {
    engine.board.set({ phase: 'idle' });
  }
  if (complete) engine.board.set({ lastSyncAt: pass.clock.now() });
  await tellRound(engine, pass, callsBefore);
  await refreshStatus(engine);
  return reportOf(engine, pass, began, complete, storeProblem);
}

/** Makes an engine over a local store and the remotes; it does nothing until `run` is called. */
export function createSyncEngine(
  dependencies: SyncDependencies & { readonly batch?: BatchSizes; readonly calls?: CallCount },
): SyncEngine {
  const engine: Engine = {
    dependencies,
    calls: dependencies.calls ?? (() => Promise.resolve(null)),
    gates: createGates(),
    board: createStatusBoard(),
    absent: new Map(),
    told: { salesforce: new Set(), gitlab: new Set() },
    batch: dependencies.batch ?? { pageSize: 2000 },
    patience: createPatience(dependencies.clock),
    stopping: false,
    newsAt: null,
  };
  let running: Promise<SyncReport> | undefined;
  let restored = false;

  async function start(how: PassManner): Promise<SyncReport> {
    if (!restored) {
      await restoreGates(dependencies.store, engine.gates, dependencies.clock.now());
      restored = true;
    }
    if (engine.board.current().lastSyncAt === null) {
      engine.board.set({ lastSyncAt: await everythingReadAt(engine) });
    }
    return runPass(engine, how);
  }

  return {
    run(how = { impatient: false }) {
      running ??= start(how).finally(() => {
        running = undefined;
      });
      return running;
    },
    stop() {
      engine.stopping = true;
    },
    status: () => engine.board.current(),
    subscribe: (listener) => engine.board.subscribe(listener),
  };
}
