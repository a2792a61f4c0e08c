import { describe, expect, it } from 'vitest';
import type { CrmPut, RemoteCommand } from '../../shared/schema/remote-command';
import { mortal } from '../prove/support/mortal';
import { Crash } from './support/crash';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';

/** A desk with so many new requests, and the bundles that its engine sends. */
async function manyRequests(count: number) {
  const desk = await aDesk();
  const bundles: (readonly CrmPut[])[] = [];
  const putAll = desk.remote.putAll.bind(desk.remote);
  desk.remote.putAll = (commands) => {
    bundles.push(commands);
    return putAll(commands);
  };
  for (let n = 0; n < count; n += 1)
    await desk.request({ id: `request-${n}`, title: `Request ${n}`, portalNumber: null });
  return { desk, bundles };
}

function titles(desk: Desk): unknown[] {
  return desk.remote
    .records('fund-request')
    .map(({ fields }) => fields.title)
    .sort();
}

const named = (title: string) => (command: { readonly kind: string }) =>
  command.kind === 'crm.put' && (command as CrmPut).fields.title === title;

/** A desk with so many new plan items, and the most calls that were under way at once. */
async function manyItems(count: number) {
  const desk = await aDesk();
  const seen = { running: 0, most: 0 };
  const execute = desk.remote.execute.bind(desk.remote);
  desk.remote.execute = async (command) => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await Promise.resolve();
    const outcome = await execute(command);
    seen.running -= 1;
    return outcome;
  };
  for (let n = 0; n < count; n += 1) await desk.planItem({ id: `item-${n}`, title: `Item ${n}` });
  return { desk, seen };
}

describe('writes to GitLab that wait for nothing', () => {
  it('SY-89 leave four at once, each once', async () => {
    const { desk, seen } = await manyItems(9);
    const report = await desk.sync();
    expect(seen.most).toBe(4);
    expect(report).toMatchObject({ sent: 9, waiting: 0 });
    expect(desk.remote.items('issue')).toHaveLength(9);
  });

  it('SY-89 leave one of each request at a time', async () => {
    const desk = await aDesk();
    const requests = [1, 2, 3].map((n) => `11111111-0000-4000-8000-00000000000${n}`);
    const ofRequest = (command: RemoteCommand): string | undefined => {
      const items = [...desk.remote.items('issue'), ...desk.remote.items('epic')];
      const marker =
        command.kind === 'git.edit'
          ? items.find(({ iid, type }) => iid === command.iid && type === command.type)?.marker
          : command.marker;
      return requests.find((id) => marker?.startsWith(id));
    };
    const underWay: (string | undefined)[] = [];
    const seen = { most: 0, twice: 0 };
    const execute = desk.remote.execute.bind(desk.remote);
    desk.remote.execute = async (command) => {
      const request = ofRequest(command);
      if (request !== undefined && underWay.includes(request)) seen.twice += 1;
      underWay.push(request);
      seen.most = Math.max(seen.most, underWay.length);
      await new Promise((resolve) => setImmediate(resolve));
      const outcome = await execute(command);
      underWay.splice(underWay.indexOf(request), 1);
      return outcome;
    };
    const claimEach = async (stage: 'approval-needed' | 'approved'): Promise<void> => {
      for (const [n, id] of requests.entries())
        for (const m of [1, 2])
          await desk.claim(id, { id: `22222222-0000-4000-8000-0000000000${n}${m}` as never, stage });
    };
    for (const id of requests) {
      await desk.request({ id });
      await desk.approve(id);
    }
    await desk.settle();
    await claimEach('approval-needed');
    await desk.settle();
    await claimEach('approved');
    await desk.settle();
    expect(seen.most).toBeGreaterThan(1);
    expect(seen.twice).toBe(0);
  });

  it('SY-89 stay when GitLab names a time, and no later answer forgets it', async () => {
    const { desk } = await manyItems(9);
    desk.faults.on(
      (command) => command.kind === 'git.issue' && command.marker === 'item-2',
      faults.slowDownFor(600_000),
    );
    await desk.sync();
    // The first alone, then four of which one was told to wait.
    const made = desk.remote.items('issue').length;
    expect(made).toBeGreaterThan(1);
    expect(made).toBeLessThan(6);
    expect(desk.engine.status().remotes.gitlab.state).toBe('waiting');
    const report = await desk.sync();
    expect(report.sent).toBe(0);
    expect(desk.remote.items('issue')).toHaveLength(made);
    desk.clock.advance(3_600_000);
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(9);
  });
});

/** Lets the process die after its first writes that leave together took effect and before it hears of it. */
async function dieOnTheWay(desk: Desk): Promise<void> {
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Crash();
  };
  const dying = desk.newEngine({
    store: mortal(desk.store, () => dead),
    remote: {
      execute: (command) => desk.remote.execute(command).then(die),
      putAll: (commands) => desk.remote.putAll(commands).then(die),
      pull: (request) => desk.remote.pull(request),
      presence: (request) => desk.remote.presence(request),
    },
  });
  await expect(dying.run()).rejects.toThrow(Crash);
  desk.restart();
}

describe('writes that leave together when the process dies', () => {
  it('SY-1 SY-86 are known to have left, and made once', async () => {
    const { desk, bundles } = await manyRequests(3);
    await dieOnTheWay(desk);
    bundles.length = 0;
    const steps = (await desk.store.openIntents()).flatMap((intent) => intent.steps);
    expect(steps.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    await desk.settle();
    expect(bundles.flat().every(({ repeat }) => repeat)).toBe(true);
    expect(titles(desk)).toEqual(['Request 0', 'Request 1', 'Request 2']);
  });

  it('SY-1 SY-89 are known to have left, and made once', async () => {
    const { desk } = await manyItems(6);
    await dieOnTheWay(desk);
    const first = (await desk.store.openIntents()).map(({ steps }) => steps[0]?.state);
    expect(first).toEqual(Array.from({ length: 6 }, () => 'sent'));
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(6);
  });
});

describe('writes to Salesforce that wait for nothing', () => {
  it('SY-86 go out together, each once', async () => {
    const { desk, bundles } = await manyRequests(5);
    const report = await desk.sync();
    expect(bundles.map(({ length }) => length)).toEqual([5]);
    expect(report).toMatchObject({ sent: 5, waiting: 0 });
    expect(titles(desk)).toEqual([0, 1, 2, 3, 4].map((n) => `Request ${n}`));
  });

  it('SY-86 are no more than 200 at a time', async () => {
    const { desk, bundles } = await manyRequests(203);
    await desk.sync();
    expect(bundles.map(({ length }) => length)).toEqual([200, 3]);
    expect(desk.remote.records('fund-request')).toHaveLength(203);
  });

  it('SY-86 are held up by none that is refused', async () => {
    const { desk } = await manyRequests(4);
    desk.faults.on(named('Request 1'), faults.refused);
    const report = await desk.sync();
    expect(report).toMatchObject({ sent: 3, parked: 1 });
    expect(titles(desk)).toEqual(['Request 0', 'Request 2', 'Request 3']);
  });

  it.each(['lostReply', 'lostRequest'] as const)('SY-86 are made once after a %s', async (lost) => {
    const { desk, bundles } = await manyRequests(3);
    desk.faults.on(({ kind }) => kind === 'crm.put', faults[lost], 3);
    await desk.sync();
    const steps = (await desk.store.openIntents()).flatMap((intent) => intent.steps);
    expect(steps.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    desk.clock.advance(3_600_000);
    await desk.settle();
    const later = bundles.slice(1).flat();
    // What arrived is found by the reading that follows, and needs no second write.
    expect(later.length).toBe(lost === 'lostRequest' ? 3 : 0);
    for (const { repeat } of later) expect(repeat).toBe(true);
    expect(titles(desk)).toEqual(['Request 0', 'Request 1', 'Request 2']);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it.each(['lostRequest', 'refused'] as const)(
    'SY-11 keep the order of a record whose first write was %s',
    async (how) => {
      const { desk } = await manyRequests(3);
      for (const n of [0, 1, 2]) await desk.approve(`request-${n}`);
      desk.faults.on(named('Request 0'), faults[how]);
      await desk.sync();
      const [put, approval] = await desk.intents('fund-request', 'request-0');
      expect(put?.state).toBe(how === 'refused' ? 'parked' : 'waiting');
      expect(approval?.steps.map(({ attempts }) => attempts)).toEqual(approval?.steps.map(() => 0));
      expect(titles(desk)).toEqual(['Request 1', 'Request 2']);
    },
  );

  it('SY-86 of a bundle that breaks off as a whole go alone in the end', async () => {
    const { desk } = await manyRequests(3);
    desk.remote.putAll = () => Promise.reject(new Error('the answer was not understood'));
    await desk.settle();
    expect(titles(desk)).toEqual(['Request 0', 'Request 1', 'Request 2']);
  });

  it('SY-9 leave out a record that was changed after its write was built', async () => {
    const { desk, bundles } = await manyRequests(3);
    const commit = desk.store.commit.bind(desk.store);
    let edited = false;
    desk.store.commit = async (changes) => {
      const leaves = changes.intents?.some(({ state }) => state === 'running') ?? false;
      if (leaves && !edited) {
        edited = true;
        await desk.edit('request-1', { title: 'Request 1 as it is now' });
      }
      return commit(changes);
    };
    await desk.sync();
    expect(bundles[0]?.map(({ fields }) => fields.title)).toEqual(['Request 0', 'Request 2']);
    expect(titles(desk)).toEqual(['Request 0', 'Request 1 as it is now', 'Request 2']);
  });

  it('SY-86 are counted once, also when the program fails on one of them', async () => {
    const { desk } = await manyRequests(4);
    const commit = desk.store.commit.bind(desk.store);
    desk.store.commit = (changes) => {
      const settled = (changes.intents ?? []).filter(({ state }) => state === 'done');
      if (settled.length > 1) throw new Error('a fault of the program');
      return commit(changes);
    };
    const report = await desk.sync();
    expect(report).toMatchObject({ sent: 4, waiting: 0 });
  });

  it('SY-9 begin without a refused commit', async () => {
    const { desk } = await manyRequests(4);
    const commit = desk.store.commit.bind(desk.store);
    const refused: unknown[] = [];
    desk.store.commit = async (changes) => {
      const result = await commit(changes);
      if (!result.ok) refused.push(result.error);
      return result;
    };
    await desk.sync();
    expect(refused).toEqual([]);
  });
});
