import { causeText } from '../lib/cause';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Instant } from '../schema/values';
import { type BackoffPolicy, jittered, millisecondsUntil } from './backoff';
import type { PassManner, SyncEngine } from './engine';
import type { SyncReport } from './status';

/** When passes are made; all in milliseconds. */
export type LoopPolicy = {
  /** Between two readings while somebody works and all is well. */
  readonly pollEvery: number;
  /** Between two readings when nothing has happened here or there for long. */
  readonly pollAtMost: number;
  /** After passes that could not reach a remote. */
  readonly retry: BackoffPolicy;
};

/** Reads every minute, later every five; a remote that is away is tried again after seconds, later every few minutes. */
export const defaultPolicy: LoopPolicy = {
  pollEvery: 60_000,
  pollAtMost: 5 * 60_000,
  retry: { base: 2000, cap: 5 * 60_000 },
};

/** A running loop of passes. */
export type SyncLoop = {
  /**
   * Makes a pass now, or right after the one in hand. A local commit wakes patiently: what it made is sent, and read is
   * only when it is time, because every reading costs requests of the org. The network being back or a person asking
   * wakes impatiently: everything is read, and nothing rests after an earlier failure.
   */
  wake(how?: { readonly impatient: boolean }): void;
  /** Ends the loop; resolves when its last commit is written. */
  stop(): Promise<void>;
};

type LoopInput = {
  readonly engine: SyncEngine;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly log: Log;
  readonly policy?: LoopPolicy;
};

/** Readings in a row that brought nothing before they become rarer, and by how much each. */
const QUIET = 5;

/** Time between two readings, never all desks at the same moment; longer the more readings in a row brought nothing (G9). */
export function readingPause(quiet: number, random: number, policy: LoopPolicy): number {
  const stretched = policy.pollEvery * Math.max(1, quiet - QUIET + 1);
  return Math.min(stretched, policy.pollAtMost) * (0.75 + random / 2);
}

/** How long to rest after a pass: until the next reading or until something is due, longer each time a remote stays away (G9). */
export function restAfter(
  report: SyncReport | null,
  failures: number,
  now: Instant,
  random: number,
  untilReading: number,
  policy: LoopPolicy,
): number {
  const due = report?.nextAttemptAt ?? null;
  const untilDue = due === null ? untilReading : Math.max(0, millisecondsUntil(now, due));
  const retry = failures === 0 ? untilReading : jittered(failures, random, policy.retry);
  return Math.max(50, Math.min(untilDue, retry, untilReading));
}

function isQuiet(report: SyncReport | null): boolean {
  return report !== null && report.sent + report.received === 0;
}

function wentWell(report: SyncReport | null): boolean {
  return report !== null && report.notes.length === 0 && report.storeProblem === null;
}

/** Starts making passes; the first one at once. */
export function startSyncLoop({ engine, clock, ids, log, policy = defaultPolicy }: LoopInput): SyncLoop {
  let stopped = false;
  let woken = true;
  let impatient = false;
  let ring: () => void = () => undefined;

  async function onePass(how: PassManner): Promise<SyncReport | null> {
    try {
      return await engine.run(how);
    } catch (cause) {
      // A bug in one pass must not end syncing for good; everything stored is resumed by the next pass.
      log.error(`a sync pass failed: ${causeText(cause)}`);
      return null;
    }
  }

  async function rest(milliseconds: number): Promise<void> {
    const bell = new Promise<void>((resolve) => {
      ring = resolve;
    });
    if (!woken && !stopped) await Promise.race([clock.sleep(milliseconds), bell]);
  }

  async function loop(): Promise<void> {
    let failures = 0;
    let quiet = 0;
    let read: Instant | null = null;
    let random = ids.random();
    const untilReading = (): number => {
      const since = read === null ? null : millisecondsUntil(read, clock.now());
      // A clock that was set back says nothing of how long ago it was.
      return since === null || since < 0 ? 0 : Math.max(0, readingPause(quiet, random, policy) - since);
    };
    while (!stopped) {
      // Whoever works here wants to see soon what others do.
      if (woken) quiet = 0;
      const how = { impatient, onlySend: !impatient && failures === 0 && untilReading() > 0 };
      woken = false;
      impatient = false;
      const report = await onePass(how);
      failures = wentWell(report) ? 0 : failures + 1;
      random = ids.random();
      if (!how.onlySend) {
        read = clock.now();
        quiet = isQuiet(report) ? quiet + 1 : 0;
      }
      await rest(restAfter(report, failures, clock.now(), random, untilReading(), policy));
    }
  }

  const ended = loop();
  return {
    wake(how) {
      woken = true;
      impatient ||= how?.impatient ?? false;
      ring();
    },
    async stop() {
      stopped = true;
      engine.stop();
      ring();
      await ended;
    },
  };
}
