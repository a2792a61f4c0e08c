import { describe, expect, it } from 'vitest';
import { mergeCase } from '../prove/merge-oracle';
import type { SyncEngine } from '../../shared/sync/engine';
import type { SyncReport } from '../../shared/sync/status';
import { aDesk, Desk } from './support/desk';
import { faults, toGitlab, toSalesforce } from './support/fault-plan';

const id = '11111111-0000-4000-8000-000000000001';
const MINUTE = 60_000;

/** One pass, with minutes going by while it waits. */
async function patiently(desk: Desk, engine: SyncEngine): Promise<{ report: SyncReport; minutes: number }> {
  let report: SyncReport | undefined;
  void engine.run().then((done) => {
    report = done;
  });
  for (let minutes = 0; minutes < 200; minutes += 1) {
    for (let turn = 0; turn < 20 && !report; turn += 1)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    if (report) return { report, minutes };
    desk.clock.advance(MINUTE);
  }
  throw new Error('the pass never ended');
}

describe('what would stop for ever', () => {
  it.each([true, false])(
    'SY-106 goes on after a write that never ends (done there: %s), once',
    async (done) => {
      const desk = await aDesk();
      await desk.planItem();
      await desk.request();
      let lost = 0;
      const engine = desk.newEngine({
        remote: {
          putAll: (commands) => desk.remote.putAll(commands),
          pull: (request) => desk.remote.pull(request),
          presence: (request) => desk.remote.presence(request),
          async execute(command) {
            if (!toGitlab(command) || lost > 0) return desk.remote.execute(command);
            lost += 1;
            if (done) await desk.remote.execute(command);
            return new Promise(() => undefined);
          },
        },
      });
      const first = await patiently(desk, engine);
      expect(first.minutes).toBeGreaterThanOrEqual(10);
      expect(first.report.waiting).toBe(1);
      expect(desk.remote.records('fund-request')).toHaveLength(1);
      desk.clock.advance(3_600_000);
      const second = await patiently(desk, engine);
      expect(second.report.waiting).toBe(0);
      expect(desk.remote.items('issue')).toHaveLength(1);
    },
  );

  it('SY-106 goes on after a page that never ends, and after calls that break off', async () => {
    const desk = await aDesk();
    await desk.planItem();
    let pulls = 0;
    let writes = 0;
    const engine = desk.newEngine({
      remote: {
        putAll: (commands) => desk.remote.putAll(commands),
        pull(request) {
          pulls += 1;
          return pulls === 1 ? new Promise(() => undefined) : desk.remote.pull(request);
        },
        presence: (request) => desk.remote.presence(request),
        execute(command) {
          writes += 1;
          return writes === 1 ? Promise.reject(new Error('the bridge broke')) : desk.remote.execute(command);
        },
      },
    });
    const first = await patiently(desk, engine);
    expect(first.report.complete).toBe(false);
    expect(writes).toBeGreaterThan(0);
    desk.clock.advance(3_600_000);
    expect((await patiently(desk, engine)).report).toMatchObject({ complete: true, waiting: 0 });
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-107 a change on which the program fails is put off and holds up no other', async () => {
    const desk = await aDesk();
    await desk.request({ id });
    await desk.planItem();
    const { get } = desk.store;
    const store = {
      ...desk.store,
      get: ((kind, recordId) => {
        if (kind === 'fund-request' && recordId === id) throw new TypeError('a mistake of ours');
        return get(kind, recordId);
      }) as typeof get,
    };
    const report = await desk.newEngine({ store }).run();
    expect(report.waiting).toBe(1);
    expect(desk.remote.items('issue')).toHaveLength(1);
    const [intent] = await desk.store.openIntents();
    expect(intent).toMatchObject({ state: 'waiting', attempts: 1, problem: { code: 'stumbled' } });
    desk.clock.advance(3_600_000);
    await desk.settle();
    expect(desk.remote.records('fund-request')).toHaveLength(1);
  });

  it('SY-108 a time that a wrong clock wrote years ahead has come', async () => {
    const desk = await aDesk();
    await desk.request({ id });
    const [intent] = await desk.store.openIntents();
    if (!intent) throw new Error('no intent');
    const nextAttemptAt = '2031-01-01T00:00:00.000Z' as never;
    await desk.commit({ intents: [{ ...intent, attempts: 3, nextAttemptAt }] });
    expect((await desk.sync()).waiting).toBe(0);
  });

  it('SY-20 a time that a remote named is kept across a restart', async () => {
    const desk = await aDesk();
    await desk.request({ id });
    await desk.planItem();
    desk.faults.on(toSalesforce, faults.slowDownFor(30 * MINUTE));
    await desk.sync();
    await desk.request({ id: '11111111-0000-4000-8000-000000000002' });
    desk.restart();
    let asked = 0;
    const { pull, execute } = desk.remote;
    desk.remote.pull = (request) => {
      if (!request.stream.startsWith('gitlab')) asked += 1;
      return pull.call(desk.remote, request);
    };
    desk.remote.execute = (command) => {
      if (toSalesforce(command)) asked += 1;
      return execute.call(desk.remote, command);
    };
    desk.clock.advance(29 * MINUTE);
    await desk.sync();
    expect(asked).toBe(0);
    desk.clock.advance(2 * MINUTE);
    await desk.sync();
    expect(desk.remote.records('fund-request')).toHaveLength(2);
  });

  it('SY-20 a time that a remote named before anything was read of it is kept across a restart', async () => {
    const desk = new Desk();
    const asked = () => desk.remote.pulls.filter(({ stream }) => !stream.startsWith('gitlab')).length;
    desk.faults.onPull(({ stream }) => stream === 'partners', {
      kind: 'wait',
      why: 'slow down',
      afterMs: 30 * MINUTE,
    });
    await desk.sync();
    const before = asked();
    desk.restart();
    desk.clock.advance(29 * MINUTE);
    await desk.sync();
    expect(asked()).toBe(before);
    desk.clock.advance(2 * MINUTE);
    expect((await desk.sync()).complete).toBe(true);
  });

  it('SY-52 a conflict that closes because theirs went back sends the value here (schedule 34)', async () => {
    const desk = await aDesk();
    const item = await desk.planItem({ end: '2026-12-11' });
    await desk.settle();
    const issue = desk.remote.items('issue')[0]?.id ?? 0;
    desk.remote.changeItem(issue, { due: '2026-12-13' });
    await desk.planItem({ end: '2026-12-12' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toHaveLength(1);
    desk.remote.changeItem(issue, { due: '2026-12-11' });
    await desk.settle();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect((await desk.get('plan-item', item.id)).end).toBe('2026-12-12');
    expect(desk.remote.items('issue')[0]?.fields.due).toBe('2026-12-12');
  });

  it('SY-48 an account that is not here is neither taken nor written over', async () => {
    expect(await mergeCase(45)).toEqual([]);
    const desk = await aDesk();
    await desk.request({ id });
    await desk.settle();
    const remoteId = (await desk.get('fund-request', id)).salesforce?.id ?? '';
    const strange = desk.remote.addCrm('budget', {}).id;
    desk.remote.changeCrm(remoteId, { partner: strange });
    await desk.settle();
    await desk.edit(id, { description: 'Mine' });
    await desk.settle();
    expect(desk.remote.mustCrm(remoteId).fields).toMatchObject({ partner: strange, description: 'Mine' });
  });
});
