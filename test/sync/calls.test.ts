import { describe, expect, it } from 'vitest';
import { inProcessRemotes } from '../support/in-process-remotes';
import { createMemoryStore } from '../support/memory-store';
import { createSyncEngine } from '../../shared/sync/engine';
import { Desk, TestClock, testIds, thePlaybook } from './support/desk';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A desk over both emulators whose engine is told what the remotes count. */
async function countingDesk(calls?: () => Promise<number | null>) {
  const clock = new TestClock();
  const world = await inProcessRemotes({ playbook: thePlaybook(), start: Date.parse(clock.now()) });
  const desk = new Desk(createMemoryStore(), 50, clock, testIds());
  desk.engine = createSyncEngine({
    store: desk.store,
    remote: world.remotes,
    clock,
    ids: testIds(2),
    log: silent,
    playbook: thePlaybook(),
    calls: calls ?? (() => Promise.resolve(world.remotes.calls())),
  });
  await desk.sync();
  return { desk, world };
}

describe('calls that a round takes', () => {
  it('SY-117 are those that reached the remotes, for what they moved', async () => {
    const { desk, world } = await countingDesk();
    expect(desk.engine.status().lastRound).toBeNull();
    for (let n = 0; n < 12; n += 1) await desk.planItem({ id: `item-of-round-${n}`, partnerId: null });
    world.asked.length = 0;
    const report = await desk.sync();
    expect(report.sent).toBe(12);
    const { lastRound } = desk.engine.status();
    expect(lastRound).toEqual({ sent: 12, received: report.received, calls: world.asked.length });
  });

  it('SY-117 stay when a later round moves nothing', async () => {
    const { desk, world } = await countingDesk();
    await desk.planItem({ id: 'item-of-round-1', partnerId: null });
    for (const _ of ['sent', 'read back']) await desk.sync();
    const { lastRound } = desk.engine.status();
    world.asked.length = 0;
    expect(await desk.sync()).toMatchObject({ sent: 0, received: 0 });
    expect(world.asked.length).toBeGreaterThan(0);
    expect(desk.engine.status().lastRound).toEqual(lastRound);
    expect(lastRound?.calls).toBeGreaterThan(0);
  });

  it('SY-117 are not told where nobody counts them', async () => {
    const { desk } = await countingDesk(() => Promise.resolve(null));
    await desk.planItem({ id: 'item-of-round-1', partnerId: null });
    const report = await desk.sync();
    expect(report.sent).toBe(1);
    expect(desk.engine.status().lastRound).toBeNull();
  });
});
