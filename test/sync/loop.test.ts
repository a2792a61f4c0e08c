import { describe, expect, it } from 'vitest';
import type { Clock } from '../../shared/ports/clock';
import type { Instant } from '../../shared/schema/values';
import { jittered } from '../../shared/sync/backoff';
import type { PassManner, SyncEngine } from '../../shared/sync/engine';
import { defaultPolicy, readingPause, restAfter, startSyncLoop, type SyncLoop } from '../../shared/sync/loop';
import type { SyncReport } from '../../shared/sync/status';
import { aDesk, Desk, testIds } from './support/desk';
import { faults, toGitlab } from './support/fault-plan';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock whose sleeps end when the test says so. */
function heldClock(): Clock & { sleeping: number[]; next(): Promise<void>; end(): void } {
  let end: () => void = () => undefined;
  let began: () => void = () => undefined;
  let beginning = new Promise<void>((resolve) => {
    began = resolve;
  });
  const sleeping: number[] = [];
  return {
    sleeping,
    now: () => '2026-11-02T09:00:00.000Z' as Instant,
    sleep(milliseconds) {
      sleeping.push(milliseconds);
      began();
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
    async next() {
      await beginning;
      beginning = new Promise<void>((resolve) => {
        began = resolve;
      });
    },
    end: () => end(),
  };
}

describe('when passes are made', () => {
  it('SY-25 makes a pass at once, then whenever it is woken or its time has come', async () => {
    const desk = await aDesk();
    const clock = heldClock();
    const loop = startSyncLoop({ engine: desk.engine, clock, ids: testIds(), log });
    await clock.next();
    await desk.planItem();
    loop.wake();
    await clock.next();
    expect(desk.remote.items('issue')).toHaveLength(1);
    await desk.planItem({ title: 'Changed' });
    clock.end();
    await clock.next();
    expect(desk.remote.items('issue')[0]?.fields.title).toBe('Changed - Partner partner-1');
    await loop.stop();
  });

  it('SY-25 makes one more pass for a wake that came during a pass', async () => {
    const desk = await aDesk();
    const clock = heldClock();
    const original = desk.remote.pull.bind(desk.remote);
    let woke = false;
    const loop = startSyncLoop({ engine: desk.engine, clock, ids: testIds(), log });
    desk.remote.pull = async (request) => {
      if (!woke && request.stream === 'gitlab-epics') {
        woke = true;
        await desk.planItem();
        loop.wake();
      }
      return original(request);
    };
    await clock.next();
    expect(desk.remote.items('issue')).toHaveLength(1);
    expect(clock.sleeping).toHaveLength(1);
    await loop.stop();
  });

  it('SY-25 a clock that is set back by a day puts no reading off for that long', async () => {
    const desk = await aDesk();
    const held = heldClock();
    let time = '2026-11-03T09:00:00.000Z' as Instant;
    const clock = { ...held, now: () => time };
    const loop = startSyncLoop({ engine: desk.engine, clock, ids: testIds(), log });
    await held.next();
    time = '2026-11-02T09:00:00.000Z' as Instant;
    const before = desk.remote.pulls.length;
    held.end();
    await held.next();
    await loop.stop();
    expect(desk.remote.pulls.length).toBeGreaterThan(before);
    expect(held.sleeping.at(-1)).toBeLessThanOrEqual(defaultPolicy.pollAtMost * 1.25);
  });

  it('SY-25 goes on after a pass that failed on a bug', async () => {
    const desk = await aDesk();
    const clock = heldClock();
    const errors: string[] = [];
    let broken = true;
    await desk.planItem();
    const openConflicts = () => (broken ? Promise.reject(new Error('boom')) : desk.store.openConflicts());
    const loop = startSyncLoop({
      engine: desk.newEngine({ store: { ...desk.store, openConflicts } }),
      clock,
      ids: testIds(),
      log: { ...log, error: (text) => errors.push(text) },
    });
    await clock.next();
    expect(errors).toEqual(['a sync pass failed: boom']);
    broken = false;
    loop.wake();
    await clock.next();
    expect(desk.remote.items('issue')).toHaveLength(1);
    await loop.stop();
  });

  it('SY-25 stops between two commits and leaves the rest for the next start', async () => {
    const desk = await aDesk();
    for (let n = 1; n < 6; n += 1) await desk.planItem({ id: `55555555-0000-4000-8000-00000000000${n}` });
    const execute = desk.remote.execute.bind(desk.remote);
    desk.remote.execute = (command) => {
      desk.engine.stop();
      return execute(command);
    };
    await desk.sync();
    expect(desk.remote.items('issue')).toHaveLength(1);
    desk.remote.execute = execute;
    desk.restart();
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(5);
  });

  const report: SyncReport = {
    sent: 0,
    received: 0,
    parked: 0,
    quarantined: 0,
    waiting: 0,
    complete: true,
    notes: [],
    nextAttemptAt: null,
    storeProblem: null,
  };
  const now = '2026-11-02T09:00:00.000Z' as Instant;

  it('SY-25 rests for about a minute when all is well, and only until something is due', () => {
    const poll = readingPause(0, 0.5, defaultPolicy);
    expect(poll).toBe(60_000);
    expect(restAfter(report, 0, now, 0.5, poll, defaultPolicy)).toBe(60_000);
    const due = { ...report, nextAttemptAt: '2026-11-02T09:00:03.000Z' as Instant };
    expect(restAfter(due, 0, now, 0.5, poll, defaultPolicy)).toBe(3000);
    const passed = { ...report, nextAttemptAt: '2026-11-02T08:00:00.000Z' as Instant };
    expect(restAfter(passed, 0, now, 0.5, poll, defaultPolicy)).toBe(50);
  });

  it('SY-25 reads more rarely when nothing happens, down to every five minutes', () => {
    const pauses = [0, 5, 6, 8, 50].map((quiet) => readingPause(quiet, 0.5, defaultPolicy));
    expect(pauses).toEqual([60_000, 60_000, 120_000, 240_000, 300_000]);
  });

  it('SY-25 sends what a save made without reading every feed again, unless a person asks', async () => {
    const desk = await aDesk();
    const clock = heldClock();
    const loop = startSyncLoop({ engine: desk.engine, clock, ids: testIds(), log });
    await clock.next();
    const pull = desk.remote.pull.bind(desk.remote);
    let readings = 0;
    desk.remote.pull = (request) => {
      readings += 1;
      return pull(request);
    };
    await desk.planItem();
    loop.wake();
    await clock.next();
    expect(desk.remote.items('issue')).toHaveLength(1);
    expect(readings).toBe(0);
    loop.wake({ impatient: true });
    await clock.next();
    expect(readings).toBeGreaterThan(0);
    await loop.stop();
  });

  /** So many passes whose reports are given, with the manner of each and the rest after it; `during` may wake in a rest. */
  async function passes(
    reports: readonly Partial<SyncReport>[],
    during: (rest: number, loop: SyncLoop) => void = () => undefined,
  ) {
    const manners: PassManner[] = [];
    const rests: number[] = [];
    let at = Date.parse(now);
    let isStopped = false;
    let all: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      all = resolve;
    });
    const engine = {
      async run(how: PassManner) {
        manners.push(how);
        return { ...report, ...reports[manners.length - 1] };
      },
      stop() {
        isStopped = true;
      },
    };
    const clock: Clock = {
      now: () => new Date(at).toISOString() as Instant,
      async sleep(milliseconds) {
        rests.push(milliseconds);
        at += milliseconds;
        if (rests.length < reports.length) return during(rests.length, loop);
        all();
        await new Promise(() => undefined);
      },
    };
    const loop = startSyncLoop({
      engine: engine as unknown as SyncEngine,
      clock,
      ids: { random: () => 0.5 },
      log,
    });
    await done;
    await loop.stop();
    expect(isStopped).toBe(true);
    expect(manners).toHaveLength(reports.length);
    return { manners, minutes: rests.map((rest) => rest / 60_000), rests };
  }

  it('SY-25 reads more rarely only after readings that brought nothing and sent nothing', async () => {
    const nothing = Array.from({ length: 8 }, () => ({}));
    expect((await passes(nothing)).minutes).toEqual([1, 1, 1, 1, 1, 2, 3, 4]);
    for (const something of [{ sent: 1 }, { received: 1 }, { sent: 2, received: 2 }]) {
      expect((await passes(nothing.map(() => something))).minutes).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
      const between = nothing.map((_, index) => (index === 6 ? something : {}));
      expect((await passes(between)).minutes).toEqual([1, 1, 1, 1, 1, 2, 1, 1]);
    }
  });

  it('SY-25 reads as often as before once somebody works here', async () => {
    const nothing = Array.from({ length: 8 }, () => ({}));
    const woken = await passes(nothing, (rest, loop) => {
      if (rest === 6) loop.wake();
    });
    expect(woken.minutes).toEqual([1, 1, 1, 1, 1, 2, 1, 1]);
  });

  it('SY-25 reads at first, only sends when something is due before its time, and reads again after a failure', async () => {
    const due = { nextAttemptAt: '2026-11-02T09:00:03.000Z' as Instant };
    const patient = { impatient: false, onlySend: false };
    const well = await passes([due, {}, {}]);
    expect(well.rests).toEqual([3000, 57_000, 60_000]);
    expect(well.manners).toEqual([patient, { impatient: false, onlySend: true }, patient]);
    const away = await passes([{ notes: ['away'] }, { storeProblem: 'full' }, {}]);
    expect(away.rests).toEqual([1000, 2000, 60_000]);
    expect(away.manners).toEqual([patient, patient, patient]);
  });

  it('SY-21 doubles the ceiling with every failure up to a cap, with full jitter', () => {
    const policy = { base: 1000, cap: 10_000 };
    expect([1, 2, 3, 4, 5, 50].map((attempt) => jittered(attempt, 1, policy))).toEqual([
      1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
    expect(jittered(3, 0.25, policy)).toBe(1000);
    expect(jittered(3, 0, policy)).toBe(0);
  });
});

describe('what the person sees', () => {
  const offline = { kind: 'unreachable', why: 'offline' } as const;

  it('SY-80 tells phase, counts and reachability after every commit', async () => {
    const desk = await aDesk();
    const phases = new Set<string>();
    const waiting: number[] = [];
    const stop = desk.engine.subscribe((status) => {
      phases.add(status.phase);
      waiting.push(status.waiting);
    });
    await desk.planItem();
    await desk.sync();
    stop();
    expect([...phases].sort()).toEqual(['idle', 'receiving', 'sending']);
    expect(Math.max(...waiting)).toBe(1);
    expect(desk.engine.status()).toMatchObject({
      phase: 'idle',
      waiting: 0,
      parked: 0,
      online: true,
      lastSyncAt: desk.clock.now(),
    });
  });

  it('SY-80 knows after a restart when everything was last read', async () => {
    const desk = await aDesk();
    const before = desk.clock.now();
    desk.clock.advance(60_000);
    desk.restart();
    desk.faults.onPull(() => true, offline, 99);
    await desk.sync();
    expect(desk.engine.status()).toMatchObject({ lastSyncAt: before, online: false });
  });

  it('SY-80 does not take what one remote told for everything after a restart', async () => {
    const desk = await aDesk();
    const before = desk.clock.now();
    desk.clock.advance(3 * 86_400_000);
    desk.faults.onPull(({ stream }) => stream.startsWith('gitlab'), offline, 99);
    await desk.sync();
    expect(desk.engine.status()).toMatchObject({ lastSyncAt: before });
    desk.restart();
    await desk.sync();
    expect(desk.engine.status()).toMatchObject({ lastSyncAt: before });
  });

  it('SY-80 says after a restart in the middle of the first reading that not everything was read', async () => {
    const desk = new Desk();
    desk.faults.onPull(({ stream }) => stream.startsWith('gitlab'), offline, 99);
    await desk.sync();
    desk.restart();
    await desk.sync();
    expect(desk.engine.status()).toMatchObject({ lastSyncAt: null });
  });

  it('SY-26 makes one pass at a time', async () => {
    const desk = await aDesk();
    await desk.planItem();
    const [first, second] = await Promise.all([desk.engine.run(), desk.engine.run()]);
    expect(first).toBe(second);
    expect(desk.remote.commands.filter(toGitlab)).toHaveLength(1);
  });

  it('SY-82 says in the log what was done, what stopped and what came, in plain words', async () => {
    const desk = new Desk();
    await desk.partner();
    await desk.sync();
    desk.faults.on(toGitlab, faults.refused);
    await desk.planItem();
    await desk.request();
    await desk.sync();
    const texts = desk.store.logged().map(({ text }) => text);
    expect(texts).toContain('Salesforce: received 1 changed partner.');
    expect(texts).toContain(
      'Done: Save the request in Salesforce (fund request “DevSecOps roadshow Hamburg”).',
    );
    expect(texts).toContain('The plan item “Webcast series” is stopped: The title is too long. Shorten it.');
  });
});
