import { describe, expect, it } from 'vitest';
import type { PresenceAnswer, PresenceRequest } from '../../../shared/schema/remote-command';
import { GitlabRef, SalesforceRef } from '../../../shared/schema/remote-ref';
import type { Cursor, Stream } from '../../../shared/schema/sync-state';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import { sweepStream } from '../../../shared/sync/pull/sweep';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { later, now } from './support';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const git = (id: number) =>
  GitlabRef.parse({
    remote: 'gitlab',
    type: 'issue',
    id,
    iid: id + 100,
    stamp: 's',
    url: `u${id}`,
    markdown: null,
  });
const crm = (n: number) =>
  SalesforceRef.parse({
    remote: 'salesforce',
    object: 'O',
    id: `001${String(n).padStart(15, '0')}`,
    stamp: 's',
    url: null,
  });

const nothing = { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null } as const;
const cursorOf = (stream: Stream, over: Partial<Cursor> = {}): Cursor => ({
  stream,
  value: 'v',
  at: now,
  ...over,
});
const sweptAt = (began: number, over: Partial<NonNullable<Cursor['sweep']>> = {}) => ({
  sweep: { began: later(began), after: null, count: 0, missing: [], before: [], returned: false, ...over },
});

type Answer = (request: PresenceRequest) => Partial<PresenceAnswer>;

/** Searches a feed with some answers to what is asked after, and tells how it ended and what was asked. */
async function swept(
  store: MemoryStore,
  stream: Stream,
  {
    answer = () => ({}),
    regularly = true,
    stopAfter = Infinity,
    clock = new TestClock(),
  }: { answer?: Answer; regularly?: boolean; stopAfter?: number; clock?: TestClock } = {},
) {
  const asked: PresenceRequest[] = [];
  const counts = { sent: 0, received: 0, parked: 0, quarantined: 0 };
  const pass = {
    store,
    clock,
    counts,
    gates: createGates(),
    patience: createPatience(clock),
    playbook: thePlaybook(),
    ids: testIds(),
    log: { error: () => undefined },
    changed: async () => undefined,
    isStopping: () => asked.length >= stopAfter,
    remote: {
      presence: async (request: PresenceRequest) => {
        asked.push(request);
        return { ...nothing, ...answer(request) };
      },
    },
  } as unknown as Pass;
  const turn = await sweepStream(pass, stream, regularly);
  return { turn, asked, counts, cursor: await store.cursor(stream), quarantine: await store.quarantined() };
}

async function withPartners(count: number, over: Partial<Cursor> | null = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  await store.commit({
    puts: Array.from({ length: count }, (_, n) => ({
      kind: 'partner' as const,
      record: aPartner({ id: `p${String(n).padStart(4, '0')}`, name: `P${n}`, salesforce: crm(n) }),
    })),
    cursors: over === null ? [] : [cursorOf('partners', over)],
  });
  return store;
}

async function withItems(count: number, over: Partial<Cursor> = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  await store.commit({
    puts: Array.from({ length: count }, (_, n) => ({
      kind: 'plan-item' as const,
      record: newPlanItem(now, { id: `i${String(n).padStart(4, '0')}`, title: `I${n}`, gitlab: git(n) }),
    })),
    cursors: [cursorOf('gitlab-issues', over)],
  });
  return store;
}

const deleted = async (store: MemoryStore) =>
  (await store.list({ kind: 'plan-item' }))
    .filter(({ deletedRemotely }) => deletedRemotely)
    .map(({ id }) => id);
const gone =
  (...ids: number[]): Answer =>
  () => ({ gone: ids.map(String) });

describe('SY-101 two records that look alike', () => {
  const pair = (own: number, other: number) => ({
    id: `lookalike:partners:${crm(own).id}`,
    source: 'salesforce' as const,
    what: 'partner “P0” in Salesforce',
    reason: 'It bears the mark of another.',
    raw: JSON.stringify({ own: crm(own).id, other: crm(other).id, marker: 'm' }),
    at: now,
  });

  it.each([0, 1])('are released when a search finds that number %i was deleted', async (deletedOne) => {
    const store = await withPartners(4);
    const other = pair(2, 3);
    await store.commit({ quarantine: [pair(0, 1), other] });
    const answer = () => ({ gone: [crm(deletedOne).id] });
    expect((await swept(store, 'partners', { answer })).quarantine).toEqual([other]);
  });

  it('stay in quarantine while both are there', async () => {
    const store = await withPartners(2);
    await store.commit({ quarantine: [pair(0, 1)] });
    expect((await swept(store, 'partners')).quarantine).toEqual([pair(0, 1)]);
  });
});

describe('SY-75 known rows are asked after', () => {
  const isAsked = async (
    stream: 'partners' | 'gitlab-issues',
    over: Partial<Cursor> | null,
    regularly: boolean,
  ) => {
    const store = stream === 'partners' ? await withPartners(1, over) : await withItems(1, over ?? {});
    const { asked, turn } = await swept(store, stream, { regularly });
    expect(turn).toBe('complete');
    return asked.length > 0;
  };

  it('at once where a feed tells no deletions, or when some are owed, and not before it was read', async () => {
    expect(await isAsked('partners', {}, true)).toBe(true);
    expect(await isAsked('partners', { owed: true }, false)).toBe(true);
    expect(await isAsked('partners', {}, false)).toBe(false);
    expect(await isAsked('partners', null, true)).toBe(false);
  });

  it('every hour in GitLab, every day in Salesforce, within the hour what is owed, else every week', async () => {
    expect(await isAsked('gitlab-issues', sweptAt(-HOUR), true)).toBe(true);
    expect(await isAsked('gitlab-issues', sweptAt(1 - HOUR), true)).toBe(false);
    expect(await isAsked('partners', sweptAt(-DAY), true)).toBe(true);
    expect(await isAsked('partners', sweptAt(1 - DAY), true)).toBe(false);
    expect(await isAsked('partners', { ...sweptAt(-HOUR), owed: true }, true)).toBe(true);
    expect(await isAsked('partners', { ...sweptAt(1 - HOUR), owed: true }, true)).toBe(false);
    expect(await isAsked('partners', sweptAt(-7 * DAY), false)).toBe(true);
    expect(await isAsked('partners', sweptAt(1 - 7 * DAY), false)).toBe(false);
  });

  it('every day again while some are missing', async () => {
    expect(await isAsked('partners', sweptAt(-DAY, { count: 1 }), false)).toBe(true);
    expect(await isAsked('partners', sweptAt(1 - DAY, { count: 1 }), false)).toBe(false);
  });

  it('a week after a feed was first read, and when the clock was set back', async () => {
    const whole = { began: later(-7 * DAY), done: 0, total: null, isOver: true };
    expect(await isAsked('partners', { readSince: later(-7 * DAY) }, false)).toBe(true);
    expect(await isAsked('partners', { readSince: later(1 - 7 * DAY) }, false)).toBe(false);
    expect(await isAsked('partners', { whole }, false)).toBe(true);
    expect(await isAsked('partners', { whole, readSince: later(-DAY) }, false)).toBe(false);
    expect(await isAsked('partners', sweptAt(1), false)).toBe(true);
  });

  it('by their numbers, in parts; it goes on where it was interrupted', async () => {
    const store = await withItems(150);
    const first = await swept(store, 'gitlab-issues', { stopAfter: 1 });
    expect(first.turn).toBe('stopped');
    expect(first.asked.map(({ rows }) => rows.length)).toEqual([100]);
    expect(first.asked[0]?.rows[3]).toEqual({ id: '3', iid: 103, url: 'u3' });
    const second = await swept(store, 'gitlab-issues', { regularly: false });
    expect(second.asked.map(({ rows }) => rows.length)).toEqual([50]);
    expect(second.cursor?.sweep?.after).toBeNull();
    const crmAsked = (await swept(await withPartners(2), 'partners')).asked;
    expect(crmAsked[0]?.rows[1]).toEqual({ id: crm(1).id, iid: null, url: null });
  });

  it('does not ask the remote when nothing is known', async () => {
    const { asked, cursor, turn } = await swept(await withPartners(0), 'partners');
    expect([asked, turn]).toEqual([[], 'complete']);
    expect(cursor?.sweep).toMatchObject({ began: now, after: null, count: 0, missing: [], before: [] });
  });
});

describe('SY-76 what is not there any more', () => {
  it('is deleted where that is proven, and told', async () => {
    const store = await withItems(3);
    const { counts, cursor } = await swept(store, 'gitlab-issues', { answer: gone(1) });
    expect(await deleted(store)).toEqual(['i0001']);
    expect(counts.received).toBe(1);
    expect(cursor).toMatchObject({ owed: false, sweep: { count: 0, returned: false } });
    expect(store.logged().map(({ text }) => text)).toEqual(['GitLab: 1 issue no longer there.']);
    await swept(store, 'gitlab-issues', { answer: gone(0, 2), clock: laterClock(HOUR) });
    expect(store.logged().at(-1)?.text).toBe('GitLab: 2 issues no longer there.');
  });

  it('stays and is named in one entry of the quarantine, once in the log, and is looked for again', async () => {
    const store = await withItems(3);
    const answer: Answer = () => ({ unseen: ['0'], elsewhere: ['1'], why: 'No right.' });
    const { quarantine, cursor } = await swept(store, 'gitlab-issues', { answer });
    expect(await deleted(store)).toEqual([]);
    expect(quarantine).toEqual([
      {
        id: 'missing:gitlab-issues',
        source: 'gitlab',
        what: '2 issues not to be found in GitLab',
        reason:
          '“I0”: No right. “I1”: They are in another project or group than the playbook names now, so nothing is known of them any more. All stay here as they are and are looked for again.',
        raw: JSON.stringify(cursor?.sweep?.missing),
        at: now,
      },
    ]);
    expect(store.logged().map(({ text }) => text)).toEqual([
      '2 issues not to be found in GitLab; see the quarantine.',
    ]);
    const again = await swept(store, 'gitlab-issues', { answer, clock: laterClock(HOUR) });
    expect(again.cursor?.sweep).toMatchObject({ before: ['0', '1'], count: 2 });
    expect(store.logged()).toHaveLength(1);
  });

  it('is taken from the quarantine when it shows again, and its feed is read from the beginning', async () => {
    const whole = { began: now, done: 0, total: null, isOver: true };
    const store = await withItems(2, { whole });
    const first = await swept(store, 'gitlab-issues', { answer: () => ({ unseen: ['0'] }) });
    expect(first.quarantine[0]?.what).toBe('1 issue not to be found in GitLab');
    expect(first.cursor?.whole).toEqual(whole);
    const { quarantine, cursor } = await swept(store, 'gitlab-issues', { clock: laterClock(HOUR) });
    expect(quarantine).toEqual([]);
    expect(cursor?.whole).toBeNull();
    expect(cursor?.sweep).toMatchObject({ returned: true, count: 0 });
  });

  it('is named when it is a part of a request, which goes on itself', async () => {
    const store = createMemoryStore();
    const record = aFundRequest({ title: 'Road', gitlab: { epic: null, issues: { pop: git(7) } } });
    await store.commit({ puts: [{ kind: 'fund-request', record }], cursors: [cursorOf('gitlab-issues')] });
    const { quarantine } = await swept(store, 'gitlab-issues', { answer: gone(7) });
    expect(quarantine[0]?.reason).toMatch(/^issue #107 of “Road”: It was deleted there, while the request/);
  });

  it('is named twenty times and counted beyond, and kept by name a thousand times', async () => {
    const store = await withPartners(1002);
    const answer: Answer = ({ rows }) => ({ unseen: rows.map(({ id }) => id), why: 'Hidden.' });
    const { quarantine, cursor } = await swept(store, 'partners', { answer });
    expect(cursor?.sweep?.missing).toHaveLength(1000);
    expect(cursor?.sweep?.count).toBe(1002);
    expect(quarantine[0]?.what).toBe('1002 partners not to be found in Salesforce');
    expect(quarantine[0]?.reason).toMatch(/“P19” and 980 more: Hidden\. 2 more\. All stay/);
    const few = await swept(await withPartners(20), 'partners', { answer });
    expect(few.quarantine[0]?.reason).toMatch(/“P19”: Hidden\. All stay/);
  });
});

describe('SY-77 implausibly many at once', () => {
  const all = (count: number) => gone(...Array.from({ length: count }, (_, n) => n));

  it('count in GitLab only when the next search misses them as well', async () => {
    const store = await withItems(11);
    const { quarantine } = await swept(store, 'gitlab-issues', { answer: all(11) });
    expect(await deleted(store)).toEqual([]);
    expect(quarantine[0]?.reason).toContain('So many are missing at once');
    await swept(store, 'gitlab-issues', { answer: all(11), clock: laterClock(HOUR) });
    expect(await deleted(store)).toHaveLength(11);
  });

  it('are more than ten and more than a fifth', async () => {
    const ten = await withItems(10);
    await swept(ten, 'gitlab-issues', { answer: all(10) });
    expect(await deleted(ten)).toHaveLength(10);
    const fifth = await withItems(55);
    await swept(fifth, 'gitlab-issues', { answer: all(11) });
    expect(await deleted(fifth)).toHaveLength(11);
    const more = await withItems(54);
    await swept(more, 'gitlab-issues', { answer: all(11) });
    expect(await deleted(more)).toHaveLength(0);
  });

  it('are believed of the recycle bin of Salesforce', async () => {
    const store = await withPartners(11);
    await swept(store, 'partners', { answer: ({ rows }) => ({ gone: rows.map(({ id }) => id) }) });
    expect((await store.list({ kind: 'partner' })).every(({ deletedRemotely }) => deletedRemotely)).toBe(
      true,
    );
  });
});

describe('a search that cannot go on', () => {
  it('SY-78 ends where the feed is gone as a whole, and stops where nothing is answered', async () => {
    for (const [kind, end] of [
      ['absent', 'complete'],
      ['unreachable', 'stopped'],
      ['held', 'stopped'],
    ] as const) {
      const store = await withItems(1);
      const { turn, cursor } = await swept(store, 'gitlab-issues', {
        answer: () => ({ kind, why: 'w' }) as never,
      });
      expect(turn).toBe(end);
      expect(cursor?.sweep).toBeUndefined();
    }
  });

  it('SY-112 hears the person who asks for another search meanwhile: it is due at once', async () => {
    const store = await withItems(1);
    const answer: Answer = () => {
      void store.commit({ cursors: [cursorOf('gitlab-issues', { owed: true, rev: 7 })] });
      return {};
    };
    const { cursor } = await swept(store, 'gitlab-issues', { answer });
    expect(cursor?.owed).toBe(true);
    expect(Date.parse(cursor?.sweep?.began ?? '')).toBeLessThan(Date.parse(now) - DAY);
    const again = await swept(store, 'gitlab-issues');
    expect(again.asked).toHaveLength(1);
    expect(again.cursor).toMatchObject({ owed: false, sweep: { began: now } });
  });
});

function laterClock(ms: number): TestClock {
  const clock = new TestClock();
  clock.advance(ms);
  return clock;
}
