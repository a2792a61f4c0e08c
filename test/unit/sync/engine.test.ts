import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../../shared/ports/local-store';
import { createSyncEngine, type SyncEngine } from '../../../shared/sync/engine';
import type { Stream } from '../../../shared/schema/sync-state';
import type { SyncStatus } from '../../../shared/sync/status';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { FakeRemote } from '../../sync/support/fake-remote';
import { FaultPlan, faults, toSalesforce } from '../../sync/support/fault-plan';
import { newPlanItem } from '../../sync/support/work';
import { createMemoryStore } from '../../support/memory-store';
import { aPartner } from '../../support/records';
import { crm, question } from './steps-support';
import { aProblem, anIntent, later, now } from './support';

const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const itemPut = (n: number, over: Parameters<typeof anIntent>[0] = {}) =>
  anIntent({
    id: id(n),
    seq: n,
    kind: 'plan-item.put',
    subject: { kind: 'plan-item', id: `item-${n}` },
    ...over,
  });

function world(
  calls?: () => Promise<number | null>,
  over: (store: LocalStore) => Partial<LocalStore> = () => ({}),
) {
  const store = createMemoryStore();
  const clock = new TestClock();
  const remote = new FakeRemote(new FaultPlan());
  const said: string[] = [];
  const engine: SyncEngine = createSyncEngine({
    store: { ...store, ...over(store) },
    remote,
    clock,
    ids: testIds(),
    playbook: thePlaybook(),
    log: { info: () => undefined, warn: () => undefined, error: (line) => void said.push(line) },
    ...(calls ? { calls } : {}),
  });
  const item = async (n: number, intent: Parameters<typeof anIntent>[0] = {}) => {
    const stored = await store.commit({
      puts: [
        {
          kind: 'plan-item',
          record: newPlanItem(now, { id: `item-${n}`, title: `Item ${n}`, partnerId: null }),
        },
      ],
      intents: [itemPut(n, intent)],
    });
    if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  };
  const texts = () => store.logged().map(({ text }) => text);
  return { store, clock, remote, engine, said, item, texts };
}

const nobody = faults.unreachable;
const of = (stream: Stream) => (request: { readonly stream: Stream }) => request.stream === stream;

describe('SY-80 what a pass tells', () => {
  it('nothing is known before the first one', () => {
    expect(world().engine.status()).toMatchObject({
      phase: 'idle',
      reading: null,
      lastSyncAt: null,
      lastRound: null,
      online: null,
      remotes: { salesforce: { state: 'unknown' }, gitlab: { state: 'unknown' } },
    });
  });

  it('its phases, in order, and when everything was read', async () => {
    const { engine, item, clock } = world();
    await item(1);
    const phases: string[] = [];
    const stop = engine.subscribe(({ phase }) => {
      if (phases.at(-1) !== phase) phases.push(phase);
    });
    const report = await engine.run();
    expect(phases).toEqual(['idle', 'sending', 'receiving', 'sending', 'idle']);
    expect(report).toMatchObject({
      complete: true,
      waiting: 0,
      notes: [],
      nextAttemptAt: null,
      storeProblem: null,
    });
    expect(engine.status()).toMatchObject({ lastSyncAt: now, online: true, waiting: 0, parked: 0 });
    stop();
    clock.advance(1000);
    await engine.run();
    expect(phases).toHaveLength(5);
    expect(engine.status().lastSyncAt).toBe(later(1000));
  });

  it('only what was sent when it only sends', async () => {
    const { engine, item, remote } = world();
    await engine.run();
    await item(1);
    const pulls = remote.pulls.length;
    const report = await engine.run({ impatient: false, onlySend: true });
    expect(report).toMatchObject({ complete: false });
    expect(report.sent).toBeGreaterThan(0);
    expect(remote.pulls).toHaveLength(pulls);
  });

  it('what waits, what is stopped, and what is asked', async () => {
    const { engine, item, store } = world();
    await item(1, { nextAttemptAt: later(9000) });
    await item(2, { state: 'parked', problem: aProblem() });
    await store.commit({ conflicts: [question({ kind: 'partner', id: 'p' }, 'salesforce', 'fields')] });
    const report = await engine.run();
    expect(report).toMatchObject({ waiting: 1, nextAttemptAt: later(9000) });
    expect(engine.status()).toMatchObject({ waiting: 1, parked: 1, conflicts: 1 });
  });

  it('whether a remote answers', async () => {
    const { engine, remote } = world();
    remote.faults.onPull(of('partners'), { kind: 'unreachable', why: 'no route' });
    await engine.run();
    expect(engine.status().online).toBe(true);
    const away = world();
    for (const stream of ['partners', 'gitlab-issues'] as const)
      away.remote.faults.onPull(of(stream), { kind: 'unreachable', why: 'no route' });
    const report = await away.engine.run();
    expect(away.engine.status()).toMatchObject({ online: false, lastSyncAt: null });
    expect(report).toMatchObject({
      complete: false,
      notes: ['Salesforce cannot be reached: no route', 'GitLab cannot be reached: no route'],
    });
  });

  it('when the next change or remote is due, the earliest that is still to come', async () => {
    const { engine, item, remote } = world();
    await item(1, { nextAttemptAt: later(9000) });
    await item(2, { nextAttemptAt: later(5000) });
    await item(3, { nextAttemptAt: later(1000), state: 'parked', problem: aProblem() });
    expect((await engine.run()).nextAttemptAt).toBe(later(5000));
    remote.faults.onPull(of('partners'), { kind: 'wait', why: '429', afterMs: 3000 });
    expect((await engine.run()).nextAttemptAt).toBe(later(3000));
  });
});

describe('SY-81 the log', () => {
  it('says once that a remote is away and once that it is back', async () => {
    const { engine, remote, texts } = world();
    await engine.run();
    const away = { kind: 'unreachable', why: 'no route' } as const;
    for (let turn = 0; turn < 2; turn += 1) {
      remote.faults.onPull(of('partners'), away);
      await engine.run();
    }
    await engine.run();
    await engine.run();
    expect(texts()).toEqual(['Salesforce cannot be reached: no route', 'Salesforce answers again.']);
  });

  it('says each reason once while a remote is away, also when they take turns, and again the next time', async () => {
    const { engine, remote, texts } = world();
    const fail = async (why: string): Promise<void> => {
      remote.faults.onPull(of('partners'), { kind: 'unreachable', why });
      await engine.run();
    };
    for (const why of ['reset', 'no route', 'reset', 'no route']) await fail(why);
    await engine.run();
    await fail('reset');
    expect(texts()).toEqual([
      'Salesforce cannot be reached: reset',
      'Salesforce cannot be reached: no route',
      'Salesforce answers again.',
      'Salesforce cannot be reached: reset',
    ]);
  });
});

describe('SY-117 the calls that a pass took', () => {
  it('are told with what it moved; a pass that moved nothing leaves them', async () => {
    let count = 10;
    const { engine, item, remote } = world(async () => count);
    const execute = remote.execute.bind(remote);
    remote.execute = (command) => {
      count += 3;
      return execute(command);
    };
    await engine.run();
    expect(engine.status().lastRound).toBeNull();
    await item(1);
    const { sent, received } = await engine.run();
    expect(engine.status().lastRound).toEqual({ sent, received, calls: 3 });
    count += 5;
    await engine.run();
    expect(engine.status().lastRound).toEqual({ sent, received, calls: 3 });
  });

  it('are not told where nobody counts', async () => {
    for (const calls of [undefined, async () => null]) {
      const { engine, item } = world(calls);
      await engine.run();
      await item(1);
      await engine.run();
      expect(engine.status().lastRound).toBeNull();
    }
  });
});

describe('SY-27 an impatient pass', () => {
  it('ends the rests of what waits, but not of what is stopped, and not what a remote named', async () => {
    const { engine, item, remote, store } = world();
    await engine.run();
    await item(1, { nextAttemptAt: later(9000) });
    await item(2, { nextAttemptAt: later(9000), state: 'parked', problem: aProblem() });
    await engine.run();
    expect(remote.items('issue')).toHaveLength(0);
    await engine.run({ impatient: true });
    expect(remote.items('issue').map(({ fields }) => fields.title)).toEqual(['Item 1']);
    expect((await store.intent(id(2)))?.nextAttemptAt).toBe(later(9000));
    await item(3);
    remote.faults.onPull(of('partners'), { kind: 'wait', why: '429', afterMs: 3000 });
    await engine.run();
    const pulls = remote.pulls.filter(({ stream }) => stream === 'partners').length;
    await engine.run({ impatient: true });
    expect(remote.pulls.filter(({ stream }) => stream === 'partners')).toHaveLength(pulls);
  });
});

describe('a pass that cannot go on', () => {
  it('because the database refuses to write says so, and the next one is whole again', async () => {
    let full = true;
    const { engine, said } = world(undefined, (store) => ({
      commit: (commit) =>
        full
          ? Promise.resolve({ ok: false, error: { kind: 'storage', message: 'The disk is full.' } })
          : store.commit(commit),
    }));
    expect(await engine.run()).toMatchObject({ complete: false, storeProblem: 'The disk is full.' });
    expect(said).toEqual(['sync stopped: The disk is full.']);
    expect(engine.status()).toMatchObject({ phase: 'idle', lastSyncAt: null });
    full = false;
    expect(await engine.run()).toMatchObject({ complete: true, storeProblem: null });
  });

  it('because of a mistake of the program fails, and leaves the engine idle', async () => {
    const { engine } = world(undefined, () => ({ quarantineIds: () => Promise.reject(new Error('odd')) }));
    await expect(engine.run()).rejects.toThrow('odd');
    expect(engine.status().phase).toBe('idle');
    await expect(engine.run()).rejects.toThrow('odd');
  });

  it('because it is to stop reads and sends nothing', async () => {
    const { engine, item, remote } = world();
    await item(1);
    engine.stop();
    expect(await engine.run()).toMatchObject({ complete: false, waiting: 1 });
    expect([remote.commands, remote.pulls]).toEqual([[], []]);
  });
});

describe('SY-26 SY-80 an engine', () => {
  it('makes one pass at a time and another when that is over', async () => {
    const { engine, remote } = world();
    const [first, same] = [engine.run(), engine.run()];
    expect(await first).toBe(await same);
    const pulls = remote.pulls.length;
    await engine.run();
    expect(remote.pulls).toHaveLength(2 * pulls);
  });

  it('knows after a restart when everything was last read, and which remote asked for patience', async () => {
    const { engine, store, remote } = world();
    await store.commit({
      cursors: [
        { stream: 'partners', value: 'v', at: later(-2000) },
        { stream: 'gitlab-issues', value: 'v', at: later(-1000) },
      ],
      namedWaits: [{ remote: 'salesforce', until: later(9000) }],
    });
    const seen: SyncStatus[] = [];
    engine.subscribe((status) => seen.push(status));
    await engine.run();
    expect(seen.map(({ lastSyncAt }) => lastSyncAt)).toContain(later(-2000));
    expect(engine.status()).toMatchObject({
      lastSyncAt: later(-2000),
      remotes: { salesforce: { state: 'waiting' } },
    });
    expect(remote.pulls.some(({ stream }) => stream === 'partners')).toBe(false);
  });

  it('tells feeds that are not there', async () => {
    const { engine, remote } = world();
    remote.faults.onPull(of('budgets'), { kind: 'absent', why: 'no such object' });
    await engine.run();
    expect(engine.status().absent).toEqual([{ stream: 'budgets', why: 'no such object' }]);
    await engine.run();
    expect(engine.status().absent).toEqual([]);
  });

  it('SY-17 goes on with one remote while the other is away', async () => {
    const { engine, item, remote, store } = world();
    await engine.run();
    await item(1);
    await store.commit({ puts: [{ kind: 'partner', record: aPartner({ salesforce: crm(1) }) }] });
    remote.faults.on(toSalesforce, nobody);
    remote.faults.onPull(of('partners'), { kind: 'unreachable', why: 'no route' });
    await engine.run();
    expect(remote.items('issue')).toHaveLength(1);
  });
});
