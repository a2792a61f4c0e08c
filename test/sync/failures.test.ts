import { describe, expect, it } from 'vitest';
import type { RemoteCommand } from '../../shared/schema/remote-command';
import { aDesk } from './support/desk';
import { faults, toGitlab, toSalesforce } from './support/fault-plan';

const creates = (kind: RemoteCommand['kind']) => (command: RemoteCommand) => command.kind === kind;

describe('a request whose answer does not come', () => {
  it.each([
    ['lostReply', 'seen in a pull before the retry'],
    ['lostReply', 'found by the retry'],
    ['lostRequest', 'found by the retry'],
  ] as const)(
    'SY-4 SY-5 makes one object of each kind when every first answer is lost: %s, %s',
    async (fault, finder) => {
      const desk = await aDesk();
      const blind = finder === 'found by the retry' ? 60 : 0;
      desk.faults.onPull(() => true, { kind: 'unreachable', why: 'reading is slower than writing' }, blind);
      const seen = new Set<string>();
      const firstTime = (command: RemoteCommand): boolean => {
        const fresh = !seen.has(command.marker);
        seen.add(command.marker);
        return fresh;
      };
      desk.faults.on(firstTime, faults[fault], 1000);
      const { id } = await desk.request();
      await desk.approve(id);
      await desk.claim(id);
      await desk.document(id);
      await desk.registration();
      await desk.planItem();
      await desk.settle(80);
      const { remote } = desk;
      expect(remote.records('fund-request')).toHaveLength(1);
      expect(remote.records('claim')).toHaveLength(1);
      expect(remote.records('registration')).toHaveLength(1);
      expect(remote.items('epic')).toHaveLength(1);
      expect(remote.items('issue')).toHaveLength(4);
      expect(remote.files).toHaveLength(1);
      expect(remote.uploads).toHaveLength(1);
      expect(remote.links).toHaveLength(3);
      expect(await desk.store.openConflicts()).toEqual([]);
    },
  );

  it('SY-1 repeats with `repeat` only what may have arrived', async () => {
    const desk = await aDesk();
    desk.faults.on(creates('git.issue'), faults.unreachable).on(creates('git.issue'), faults.lostRequest);
    await desk.planItem();
    await desk.settle();
    const tries = desk.remote.commands.filter(({ kind }) => kind === 'git.issue');
    expect(tries.map(({ repeat }) => repeat)).toEqual([false, false, true]);
  });

  it('SY-29 sends what waits also while reading is held back, and does not call that complete', async () => {
    const desk = await aDesk();
    await desk.request();
    desk.faults.onPull(
      ({ stream }) => stream === 'partners',
      { kind: 'held', why: 'few requests are left' },
      99,
    );
    const report = await desk.sync();
    expect(desk.remote.records('fund-request')).toHaveLength(1);
    expect(report).toMatchObject({ complete: false, notes: [], waiting: 0 });
  });

  it('SY-22 leaves a remote alone after two requests in a row without an answer; the other goes on', async () => {
    const desk = await aDesk();
    for (const n of [1, 2, 3, 4]) await desk.planItem({ id: `55555555-0000-4000-8000-00000000000${n}` });
    await desk.request();
    desk.faults.on(toGitlab, faults.lostRequest, 99);
    const report = await desk.sync();
    expect(desk.remote.commands.filter(toGitlab)).toHaveLength(2);
    expect(desk.remote.records('fund-request')).toHaveLength(1);
    expect(report.notes).toEqual(['GitLab does not answer properly: the connection broke']);
  });

  it('SY-24 keeps an unreadable answer, looks before it tries again, and stops after three', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    desk.faults.on(creates('git.issue'), { before: faults.garbled.instead }, 3);
    for (let pass = 0; pass < 3; pass += 1) {
      await desk.sync();
      desk.clock.advance(3_600_000);
    }
    const [intent] = await desk.intents('plan-item', item.id);
    expect(intent).toMatchObject({ state: 'parked', problem: { code: 'unreadable' } });
    expect(await desk.store.quarantined()).toMatchObject([{ source: 'outbox', raw: '<html>' }]);
    if (!intent) throw new Error('no intent');
    await desk.commit({ intents: [{ ...intent, state: 'waiting', problem: null }] });
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(1);
    expect(desk.remote.commands.at(-1)?.repeat).toBe(true);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-24 takes what an unreadable answer made as soon as it is seen', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    desk.faults.on(creates('git.issue'), faults.garbled);
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(1);
    expect((await desk.get('plan-item', item.id)).gitlab?.id).toBe(desk.remote.items('issue')[0]?.id);
    expect(await desk.store.quarantined()).toEqual([]);
  });
});

describe('a remote that asks for patience or cannot be used', () => {
  it('SY-20 asks nothing more of a remote until its Retry-After is over', async () => {
    const desk = await aDesk();
    await desk.planItem({ id: '55555555-0000-4000-8000-000000000001' });
    await desk.planItem({ id: '55555555-0000-4000-8000-000000000002' });
    desk.faults.on(toGitlab, faults.slowDownFor(120_000));
    const report = await desk.sync();
    expect(report.nextAttemptAt).toBe('2026-11-02T09:02:00.000Z');
    expect(desk.remote.commands).toHaveLength(1);
    const pulls = desk.remote.pulls.length;
    desk.clock.advance(119_000);
    await desk.sync();
    expect(desk.remote.commands).toHaveLength(1);
    expect(desk.remote.pulls.slice(pulls).some(({ stream }) => stream === 'gitlab-issues')).toBe(false);
    desk.clock.advance(1000);
    await desk.sync();
    expect(desk.remote.items('issue')).toHaveLength(2);
  });

  it('SY-20 keeps the time that a look at what became of a write was answered with, over a restart', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    desk.faults.on(toGitlab, { instead: { kind: 'ambiguous', why: '429', afterMs: 120_000 } });
    await desk.sync();
    expect((await desk.intents('plan-item', item.id))[0]).toMatchObject({
      nextAttemptAt: '2026-11-02T09:02:00.000Z',
      steps: [{ state: 'sent' }, {}],
    });
    const { length } = desk.remote.commands;
    desk.clock.advance(119_000);
    desk.restart();
    await desk.sync();
    expect(desk.remote.commands).toHaveLength(length);
    desk.clock.advance(1000);
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-21 backs off by itself without Retry-After, longer each time, and keeps the time over a restart', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    desk.faults.on(toGitlab, faults.slowDown, 6);
    const ceilings = [2000, 4000, 8000, 16_000, 32_000, 64_000];
    for (const ceiling of ceilings) {
      const before = desk.clock.now();
      await desk.sync();
      const [intent] = await desk.intents('plan-item', item.id);
      const at = intent?.nextAttemptAt ?? before;
      const waited = Date.parse(at) - Date.parse(before);
      expect(waited).toBeGreaterThanOrEqual(0);
      expect(waited).toBeLessThanOrEqual(ceiling);
      desk.restart();
      desk.clock.advance(Math.max(0, waited - 1));
      const tried = desk.remote.commands.length;
      if (waited > 0) await desk.sync();
      expect(desk.remote.commands.length).toBe(tried);
      desk.clock.advance(1);
    }
    await desk.sync();
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-27 tries what rests after a failure at once when the person or the network asks', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    desk.faults.on(toGitlab, faults.slowDown, 4);
    for (let time = 0; time < 4; time += 1) {
      await desk.sync();
      const [intent] = await desk.intents('plan-item', item.id);
      expect(intent?.state).not.toBe('done');
      if (time < 3) await desk.engine.run({ impatient: true });
    }
    await desk.engine.run({ impatient: true });
    expect(desk.remote.items('issue')).toHaveLength(1);
    const [intent] = await desk.intents('plan-item', item.id);
    expect(intent?.state).toBe('done');
  });

  it('SY-17 goes on with one remote while the other cannot be reached, inside one intent too', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.sync();
    await desk.document(id);
    desk.faults.on(toSalesforce, faults.unreachable, 99);
    await desk.sync();
    expect(desk.remote.uploads).toHaveLength(1);
    expect(desk.remote.files).toHaveLength(0);
    desk.faults.clear();
    await desk.sync();
    expect(desk.remote.files).toHaveLength(1);
  });

  it('SY-23 pauses a remote that asks to sign in again, in the middle of a drain, and loses nothing', async () => {
    const desk = await aDesk();
    for (const n of [1, 2, 3]) await desk.planItem({ id: `55555555-0000-4000-8000-00000000000${n}` });
    desk.faults.on((command) => command.kind === 'git.issue' && command.marker.endsWith('2'), faults.signIn);
    const report = await desk.sync();
    // The third was on its way when the second was told so.
    expect(desk.remote.items('issue')).toHaveLength(2);
    expect(report.notes).toEqual(['GitLab asks you to sign in again: the refresh token was refused']);
    expect(desk.engine.status().remotes.gitlab.state).toBe('sign-in');
    await desk.sync();
    expect(desk.remote.items('issue')).toHaveLength(3);
    expect(desk.engine.status().remotes.gitlab.state).toBe('online');
  });

  it('SY-18 lets others go first when one fails again and again', async () => {
    const desk = await aDesk();
    const slow = await desk.planItem({ id: '55555555-0000-4000-8000-000000000001' });
    desk.faults.on((command) => command.marker === slow.id, faults.slowDownFor(1000), 99);
    for (let n = 2; n < 6; n += 1) {
      await desk.planItem({ id: `55555555-0000-4000-8000-00000000000${n}` });
      await desk.sync();
      desk.clock.advance(1000);
    }
    await desk.sync();
    expect(desk.remote.items('issue')).toHaveLength(4);
  });

  it('SY-81 tells the log once that a remote is away, and once that it is back', async () => {
    const desk = await aDesk();
    await desk.planItem();
    desk.faults.on(toGitlab, faults.unreachable, 3);
    for (let pass = 0; pass < 5; pass += 1) await desk.sync();
    const about = desk.store
      .logged()
      .map(({ text }) => text)
      .filter((text) => /reached|again/.test(text));
    expect(about).toEqual(['GitLab cannot be reached: connection refused', 'GitLab answers again.']);
  });
});
