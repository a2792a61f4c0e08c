import { describe, expect, it } from 'vitest';
import type { PresenceRequest, PullPage, PullRequest } from '../../../shared/schema/remote-command';
import { type Cursor, type Stream, streams } from '../../../shared/schema/sync-state';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import { pullAll } from '../../../shared/sync/pull/pull';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { crm } from './steps-support';
import { later, now } from './support';

const WEEK = 7 * 24 * 3_600_000;
const empty = { kind: 'page', rows: [], unreadable: [], cursor: 'end', more: false } as const;
const page = (over: Partial<Extract<PullPage, { kind: 'page' }>> = {}): PullPage => ({
  ...empty,
  rows: [],
  unreadable: [],
  ...over,
});
const partner = (n: number) => ({
  stream: 'partners' as const,
  ref: crm(n),
  recordId: null,
  fields: { name: `P${n}` },
  deleted: false,
});

type Answers = Partial<Record<Stream, readonly (PullPage | (() => PullPage | Promise<PullPage>))[]>>;

/** Reads every feed once; a feed of which nothing is said is empty. */
async function read(store: MemoryStore, answers: Answers = {}, over: Partial<Pass> = {}) {
  const clock = new TestClock();
  const asked: PullRequest[] = [];
  const looked: PresenceRequest[] = [];
  const progress: unknown[] = [];
  const said: string[] = [];
  const left = new Map(Object.entries(answers).map(([stream, pages]) => [stream, [...pages]]));
  const pass = {
    store,
    clock,
    ids: testIds(),
    playbook: thePlaybook(),
    gates: createGates(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set(),
    pageSize: 5,
    patience: createPatience(clock),
    absent: new Map(),
    tried: new Set(),
    readToEnd: new Set(),
    unlinked: new Map(),
    log: { info: () => undefined, warn: (line: string) => void said.push(line), error: () => undefined },
    isStopping: () => false,
    reading: (one: unknown) => void (one === null || progress.push(one)),
    changed: async () => undefined,
    remote: {
      pull: async (request: PullRequest) => {
        asked.push(request);
        const next = left.get(request.stream)?.shift() ?? page();
        return typeof next === 'function' ? next() : next;
      },
      presence: async (request: PresenceRequest) => {
        looked.push(request);
        return { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null };
      },
    },
    ...over,
  } as unknown as Pass;
  const complete = await pullAll(pass);
  const of = (stream: Stream) => asked.filter((one) => one.stream === stream);
  return { complete, asked, of, looked, progress, said, pass };
}

const withCursor = async (over: Partial<Cursor>): Promise<MemoryStore> => {
  const store = createMemoryStore();
  await store.commit({ cursors: [{ stream: 'partners', value: 'v', at: later(-1000), rev: 3, ...over }] });
  return store;
};
const over = { done: 0, total: null, isOver: true };

describe('SY-60 a feed', () => {
  it('is read page by page from where it was left, each feed in its order', async () => {
    const store = createMemoryStore();
    const pages = [
      page({ rows: [partner(1)], cursor: 'a', more: true }),
      page({ rows: [partner(2)], cursor: 'b' }),
    ];
    const first = await read(store, { partners: pages });
    expect(first.complete).toBe(true);
    expect([...new Set(first.asked.map(({ stream }) => stream))]).toEqual([...streams]);
    expect(first.of('partners')).toEqual([
      { stream: 'partners', cursor: null, limit: 5 },
      { stream: 'partners', cursor: 'a', limit: 5 },
    ]);
    expect(first.pass.counts).toMatchObject({ received: 2, quarantined: 0 });
    expect(await store.cursor('partners')).toMatchObject({
      value: 'b',
      at: now,
      readSince: now,
      whole: { began: now, isOver: true },
    });
    expect((await read(store)).of('partners')).toEqual([{ stream: 'partners', cursor: 'b', limit: 5 }]);
    expect(store.logged().map(({ text }) => text)).toEqual(
      Array.from({ length: 2 }, () => 'Salesforce: received 1 changed partner.'),
    );
  });

  it('SY-83 tells how far its first reading has come, and nothing of later ones', async () => {
    const store = createMemoryStore();
    const odd = { what: 'account X', reason: 'r', raw: '{}' };
    const { progress, pass } = await read(store, {
      partners: [
        page({ rows: [partner(1), partner(2)], unreadable: [odd], cursor: 'a', more: true, total: 9 }),
        page({ rows: [partner(3)], cursor: 'b', more: true }),
        page({ cursor: 'c' }),
      ],
    });
    expect(progress).toEqual([
      { stream: 'partners', done: 3, total: 9 },
      { stream: 'partners', done: 4, total: 9 },
    ]);
    expect(pass.counts.quarantined).toBe(1);
    expect(await store.quarantined()).toEqual([
      { id: 'unreadable:partners:account X', source: 'salesforce', at: now, ...odd },
    ]);
    expect(
      (await read(store, { partners: [page({ rows: [partner(4)], cursor: 'd', more: true })] })).progress,
    ).toEqual([]);
  });

  it('SY-79 is read from its beginning once a week, and when the clock was set back', async () => {
    const again = async (began: string, isOver = true) => {
      const store = await withCursor({ whole: { ...over, began: began as never, isOver } });
      return (await read(store, { partners: [page({ cursor: 'a', more: true })] }))
        .of('partners')
        .map((one) => one.again);
    };
    expect(await again(later(-WEEK))).toEqual([true, undefined]);
    expect(await again(later(1 - WEEK))).toEqual([undefined, undefined]);
    expect(await again(later(1))).toEqual([true, undefined]);
    // One that was interrupted is ended first.
    expect(await again(later(-WEEK), false)).toEqual([undefined, undefined]);
    const old = await withCursor({ at: later(-WEEK) });
    expect((await read(old)).of('partners')[0]).toMatchObject({ again: true, cursor: 'v' });
  });

  it('SY-112 is read from its beginning when the person asks, also for a wish that comes meanwhile', async () => {
    const store = await withCursor({ whole: null });
    expect((await read(store)).of('partners')[0]?.again).toBe(true);
    expect((await store.cursor('partners'))?.whole).toMatchObject({ began: now, isOver: true });
    const wish = async () => {
      const stored = await store.cursor('partners');
      if (stored) await store.commit({ cursors: [{ ...stored, whole: null, rev: (stored.rev ?? 0) + 1 }] });
      return page({ cursor: 'a', more: true });
    };
    await read(store, { partners: [wish, page({ cursor: 'b' })] });
    expect(await store.cursor('partners')).toMatchObject({ whole: null, value: 'b' });
    expect((await read(store)).of('partners')[0]?.again).toBe(true);
    expect((await store.cursor('partners'))?.whole).not.toBeNull();
  });

  it('SY-66 begins again when its bookmark is refused, once', async () => {
    const restart: PullPage = { kind: 'restart', why: 'w' };
    const store = await withCursor({ whole: null });
    const once = await read(store, { partners: [restart] });
    expect(once.of('partners')).toEqual([
      { stream: 'partners', cursor: 'v', limit: 5, again: true },
      { stream: 'partners', cursor: null, limit: 5 },
    ]);
    expect(once.complete).toBe(true);
    const twice = await read(await withCursor({}), { partners: [restart, restart] });
    expect(twice.of('partners')).toHaveLength(2);
    expect(twice.complete).toBe(false);
  });

  it('SY-75 is searched for what is gone when it cannot tell', async () => {
    const store = createMemoryStore();
    const owed = await read(store, { partners: [page({ rows: [partner(1)], deletions: 'owed' })] });
    expect(owed.looked.map(({ stream }) => stream)).toContain('partners');
    const listed = await read(createMemoryStore(), { partners: [page({ rows: [partner(1)] })] });
    expect(listed.looked.map(({ stream }) => stream)).not.toContain('partners');
    const known = await withCursor({
      readSince: later(-1000),
      sweep: {
        began: later(-2 * 24 * 3_600_000),
        after: null,
        count: 0,
        missing: [],
        before: [],
        returned: false,
      },
    });
    const regularly = await read(known, { partners: [page({ rows: [partner(1)], deletions: 'regularly' })] });
    expect(regularly.looked.map(({ stream }) => stream)).toContain('partners');
    expect((await known.cursor('partners'))?.readSince).toBe(later(-1000));
  });

  it('that says there is more but does not move on is left, with a word', async () => {
    const { complete, said, of } = await read(await withCursor({}), {
      partners: [page({ cursor: 'v', more: true })],
    });
    expect(complete).toBe(false);
    expect(of('partners')).toHaveLength(1);
    expect(said).toEqual(['the partners stream says there is more but does not move on']);
    const rows = await read(await withCursor({}), {
      partners: [page({ rows: [partner(1)], cursor: 'v', more: true })],
    });
    expect(rows.of('partners')).toHaveLength(2);
  });

  it('SY-78 SY-67 that is not there is told once, when it was before', async () => {
    const absent: PullPage = { kind: 'absent', why: 'No object.' };
    const store = await withCursor({});
    const { complete, pass } = await read(store, { partners: [absent], budgets: [absent] });
    expect(complete).toBe(true);
    expect([...pass.absent.keys()]).toEqual(['partners', 'budgets']);
    const text = 'Salesforce: no partners can be read any more. No object. Those here stay as they are.';
    expect(store.logged().map((line) => line.text)).toEqual([text]);
    await read(store, { partners: [absent] }, { absent: pass.absent });
    expect(store.logged()).toHaveLength(1);
    await read(store, {}, { absent: pass.absent });
    expect(pass.absent.size).toBe(0);
  });

  it('SY-22 of a remote that stops answering ends that remote only', async () => {
    const { complete, asked } = await read(createMemoryStore(), {
      budgets: [{ kind: 'unreachable', why: 'w' }],
    });
    expect(complete).toBe(false);
    expect(asked.map(({ stream }) => stream)).toEqual([
      'partners',
      'budgets',
      'gitlab-issues',
      'gitlab-epics',
    ]);
    const stopping = await read(createMemoryStore(), {}, { isStopping: () => true });
    expect([stopping.complete, stopping.asked]).toEqual([false, []]);
  });
});

describe('SY-63 rows that wait for another', () => {
  it('are tried again in every pass; what cannot be read any more stays where it is', async () => {
    const store = createMemoryStore();
    const item = (id: string, raw: string) => ({
      id,
      source: 'salesforce' as const,
      what: 'w',
      reason: 'r',
      raw,
      at: now,
    });
    const budget = {
      stream: 'budgets',
      ref: crm(5),
      recordId: null,
      fields: { title: 'B', partner: crm(1).id, start: '2026-11-01', amount: { minor: 1, currency: 'EUR' } },
      deleted: false,
    };
    const id = `orphan:budgets:${crm(5).id}`;
    await store.commit({
      quarantine: [
        item(id, JSON.stringify(budget)),
        item('orphan:budgets:x', '{'),
        item('orphan:budgets:y', '{}'),
      ],
    });
    await read(store);
    expect(await store.quarantineIds()).toEqual(
      expect.arrayContaining([id, 'orphan:budgets:x', 'orphan:budgets:y']),
    );
    const { pass } = await read(store, { partners: [page({ rows: [partner(1)] })] });
    expect(await store.quarantineIds()).toEqual(['orphan:budgets:x', 'orphan:budgets:y']);
    expect(await store.list({ kind: 'budget' })).toHaveLength(1);
    expect(pass.counts.received).toBe(2);
  });
});
