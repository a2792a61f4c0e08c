import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Instant } from '../schema/values';
import { type BackoffPolicy, jittered, millisecondsUntil } from './backoff';
import type { SyncEngine } from './engine';
import type { SyncReport } from './status';

/** When passes are made; all in milliseconds. */
export type LoopPolicy = {
  /** Between two passes while all is well. */
  readonly pollEvery: number;
  /** After passes that could not reach a remote. */
  readonly retry: BackoffPolicy;
};

/** Polls every minute; a remote that is away is tried again after seconds, later every few minutes. */
export const defaultPolicy: LoopPolicy = {
  pollEvery: 60_000,
  retry: { base: 2000, cap: 5 * 60_000 },
};

/** A running loop of passes. */
export type SyncLoop = {
  /**
   * Makes a pass now, or right after the one in hand. A local commit wakes patiently; the network being back or a
   * person asking wakes impatiently, so that nothing rests after an earlier failure.
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

/** How long to rest after a pass: until something is due, longer each time a remote stays away, never all at the same moment (G9). */
export function restAfter(
  report: SyncReport | null,
  failures: number,
  now: Instant,
  random: number,
  policy: LoopPolicy,
): number {
  const poll = policy.pollEvery * (0.75 + random / 2);
  const due = report?.nextAttemptAt ?? null;
  const untilDue = due === null ? poll : Math.max(0, millisecondsUntil(now, due));
  const retry = failures === 0 ? poll : jittered(failures, random, policy.retry);
  return Math.max(50, Math.min(untilDue, retry, poll));
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

  async function onePass(): Promise<SyncReport | null> {
    try {
      const how = { impatient };
      impatient = false;
      return await engine.run(how);
    } catch (cause) {
      // A bug in one pass must not end syncing for good; everything stored is resumed by the next pass.
      log.error(`a sync pass failed: ${cause instanceof Error ? cause.message : String(cause)}`);
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
    while (!stopped) {
      woken = false;
      const report = await onePass();
      failures = wentWell(report) ? 0 : failures + 1;
      await rest(restAfter(report, failures, clock.now(), ids.random(), policy));
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
