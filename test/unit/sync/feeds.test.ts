import { describe, expect, it } from 'vitest';
import type { PullPage, RemoteRow } from '../../../shared/schema/remote-command';
import { RemoteRef } from '../../../shared/schema/remote-ref';
import { type Stream, streams } from '../../../shared/schema/sync-state';
import { startDraft } from '../../../shared/sync/draft';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import { ask } from '../../../shared/sync/pull/ask';
import { deletedRow, knownRows, START } from '../../../shared/sync/pull/known-rows';
import { LETTERS_PER_COMMIT, partsOf, ROWS_PER_COMMIT } from '../../../shared/sync/pull/page-parts';
import { quarantineIds, remoteOf, setAside } from '../../../shared/sync/pull/place';
import { noteUnknownStatuses } from '../../../shared/sync/pull/unknown-status';
import { TestClock } from '../../sync/support/desk';
import { newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { later, now } from './support';

const crmId = (n: number): string => `a0B${String(n).padStart(15, '0')}`;
const crm = (n: number) =>
  RemoteRef.parse({ remote: 'salesforce', object: 'O', id: crmId(n), stamp: null, url: null });
const git = (id: number, type: 'issue' | 'epic' = 'issue') =>
  RemoteRef.parse({ remote: 'gitlab', type, id, iid: id + 100, stamp: null, url: null, markdown: null });

function aRow(over: Partial<RemoteRow> = {}): RemoteRow {
  return { stream: 'fund-requests', ref: crm(1), recordId: null, fields: {}, deleted: false, ...over };
}

describe('G9 the rows of a page', () => {
  it('come in parts of so many rows, at least one part', () => {
    const sizes = (count: number): number[] =>
      partsOf(Array.from({ length: count }, () => aRow())).map(({ length }) => length);
    expect(sizes(0)).toEqual([0]);
    expect(sizes(1)).toEqual([1]);
    expect(sizes(ROWS_PER_COMMIT)).toEqual([ROWS_PER_COMMIT]);
    expect(sizes(ROWS_PER_COMMIT + 1)).toEqual([ROWS_PER_COMMIT, 1]);
    expect(sizes(2 * ROWS_PER_COMMIT + 5)).toEqual([ROWS_PER_COMMIT, ROWS_PER_COMMIT, 5]);
  });

  it('come in parts of so many letters; one row may be larger', () => {
    const half = aRow({
      fields: { a: 'x'.repeat(LETTERS_PER_COMMIT / 4), b: 'x'.repeat(LETTERS_PER_COMMIT / 4), c: 5 as never },
    });
    const huge = aRow({ fields: { a: 'x'.repeat(LETTERS_PER_COMMIT + 1) } });
    const sizes = (...rows: RemoteRow[]): number[] => partsOf(rows).map(({ length }) => length);
    expect(sizes(half, half)).toEqual([2]);
    expect(sizes(half, half, half, half, half)).toEqual([2, 2, 1]);
    expect(sizes(huge, aRow(), huge)).toEqual([1, 1, 1]);
  });
});

describe('G10 a row that is set aside', () => {
  async function aside(row: RemoteRow, orphan: boolean, held: string[] = []) {
    const store = createMemoryStore();
    await store.commit({
      quarantine: held.map((id) => ({ id, source: 'salesforce', what: '', reason: '', raw: '', at: now })),
    });
    const draft = startDraft(store, now);
    setAside(draft, row, { orphan, reason: 'why' });
    await draft.commit();
    return store.quarantined();
  }

  it('is kept whole under its own id, named as a person would', async () => {
    const row = aRow({ fields: { title: 'T' } });
    expect(await aside(row, false)).toEqual([
      {
        id: `row:fund-requests:${crmId(1)}`,
        source: 'salesforce',
        what: 'fund request “T” in Salesforce',
        reason: 'why',
        raw: JSON.stringify(row),
        at: now,
      },
    ]);
    expect((await aside(aRow({ stream: 'partners', fields: { name: 'N' } }), false))[0]?.what).toContain(
      'partner “N”',
    );
    expect(
      (await aside(aRow({ stream: 'registrations', fields: { subject: 'S' } }), false))[0]?.what,
    ).toContain('“S”');
    expect((await aside(aRow({ stream: 'gitlab-issues', ref: git(5) }), false))[0]).toMatchObject({
      source: 'gitlab',
      what: 'issue “5” in GitLab',
    });
  });

  it('that waits for another takes the place of one that does not, and the other way round', async () => {
    const ids = quarantineIds(aRow());
    expect(ids).toEqual([`row:fund-requests:${crmId(1)}`, `orphan:fund-requests:${crmId(1)}`]);
    expect((await aside(aRow(), true, [...ids])).map(({ id }) => id)).toEqual([ids[1]]);
    expect((await aside(aRow(), false, [...ids])).map(({ id }) => id)).toEqual([ids[0]]);
  });
});

describe('G10 a status that an org added', () => {
  const withStatus = (n: number, status: string | undefined, over: Partial<RemoteRow> = {}): RemoteRow =>
    aRow({ ref: crm(n), fields: { title: `R${n}`, ...(status === undefined ? {} : { status }) }, ...over });

  async function noted(store: MemoryStore, ...rows: RemoteRow[]) {
    const draft = startDraft(store, now);
    await noteUnknownStatuses(draft, store, rows);
    await draft.commit();
    return (await store.quarantined()).map(({ id, what }) => [id, what]);
  }

  it('is one thing in quarantine, with the records that have it, and is said once', async () => {
    const store = createMemoryStore();
    expect(
      await noted(store, withStatus(1, 'On hold'), withStatus(2, 'Approved'), withStatus(3, 'On hold')),
    ).toEqual([['status:fund-request:On hold', '2 fund requests with the status “On hold” in Salesforce']]);
    expect((await store.quarantined())[0]).toMatchObject({
      source: 'salesforce',
      reason: expect.stringMatching(/^“R1”, “R3”: this desk does not know/),
    });
    await noted(store, withStatus(4, 'On hold'));
    expect((await store.quarantined())[0]?.what).toContain('3 fund requests');
    expect(store.logged()).toHaveLength(1);
  });

  it('is told apart by kind, and a record goes where its status goes', async () => {
    const store = createMemoryStore();
    await noted(
      store,
      withStatus(1, 'On hold'),
      withStatus(2, 'On hold', { stream: 'claims' }),
      withStatus(3, 'Odd: really'),
    );
    expect((await store.quarantineIds()).sort()).toEqual([
      'status:claim:On hold',
      'status:fund-request:Odd: really',
      'status:fund-request:On hold',
    ]);
    const after = await noted(
      store,
      withStatus(1, 'Odd: really'),
      withStatus(1, 'draft', { stream: 'claims' }),
    );
    expect(after.sort()).toEqual([
      ['status:claim:On hold', '1 claim with the status “On hold” in Salesforce'],
      ['status:fund-request:Odd: really', '2 fund requests with the status “Odd: really” in Salesforce'],
    ]);
  });

  it('is forgotten with the last record that has it: decided, deleted, or a twin', async () => {
    for (const end of [
      withStatus(1, 'approved'),
      withStatus(1, 'On hold', { deleted: true }),
      withStatus(1, 'On hold', { twin: crm(2) } as unknown as Partial<RemoteRow>),
    ]) {
      const store = createMemoryStore();
      await noted(store, withStatus(1, 'On hold'));
      expect(await noted(store, end)).toEqual([]);
    }
  });

  it('stays as it is when nothing was said of it, or by rows of other feeds', async () => {
    const store = createMemoryStore();
    await noted(store, withStatus(1, 'On hold'));
    const before = await store.quarantined();
    await noted(store, withStatus(1, undefined));
    await noted(store, withStatus(1, 'draft', { stream: 'registrations' }));
    await noted(store, withStatus(2, 'draft'));
    expect(await store.quarantined()).toEqual(before);
    expect(await noted(createMemoryStore(), withStatus(1, 'draft'))).toEqual([]);
  });

  it('names twenty records and counts the rest', async () => {
    const store = createMemoryStore();
    const rows = (count: number) => Array.from({ length: count }, (_, n) => withStatus(n, 'On hold'));
    await noted(store, ...rows(20));
    expect((await store.quarantined())[0]?.reason).not.toContain('more');
    await noted(store, ...rows(22));
    expect((await store.quarantined())[0]?.reason).toContain('“R19” and 2 more: this desk');
  });
});

describe('the rows that records here stand for', () => {
  async function aStore(): Promise<MemoryStore> {
    const store = createMemoryStore();
    const gitlab = { epic: git(7, 'epic'), issues: { pop: git(8), legal: git(9) } };
    await store.commit({
      puts: [
        ...['a', 'b', 'c'].map((id, n) => ({
          kind: 'partner' as const,
          record: aPartner({ id, name: id, salesforce: n === 1 ? null : crm(n), deletedRemotely: false }),
        })),
        { kind: 'partner', record: aPartner({ id: 'd', salesforce: crm(4), deletedRemotely: true }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'i', title: 'Item', gitlab: git(5) }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'j', gitlab: null }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'k', gitlab: git(6), deletedRemotely: true }) },
        {
          kind: 'fund-request',
          record: aFundRequest({ id: 'r', title: 'Road', gitlab, salesforce: crm(9) }),
        },
      ],
    });
    return store;
  }

  async function walk(stream: Stream, limit: number) {
    const store = await aStore();
    const pages = [];
    let after: string | null = START;
    while (after !== null) {
      const page: Awaited<ReturnType<typeof knownRows>> = await knownRows(store, stream, after, limit);
      pages.push(
        page.rows.map(({ name, recordId, isPart, ref }) => [String(ref.id), name, recordId, isPart]),
      );
      after = page.next;
    }
    return pages;
  }

  it('are those of a kind, in parts, without such as are not there or were deleted there', async () => {
    const rows = [
      [crmId(0), '“a”', null, false],
      [crmId(2), '“c”', null, false],
    ];
    expect((await walk('partners', 10)).flat()).toEqual(rows);
    const small = await walk('partners', 2);
    expect(small.flat()).toEqual(rows);
    expect(small.map(({ length }) => length)).toEqual([1, 1, 0]);
    expect((await walk('fund-requests', 10)).flat()).toEqual([[crmId(9), '“Road”', null, false]]);
  });

  it('are in GitLab those of plan items and the parts of requests, each in its own feed', async () => {
    for (const limit of [1, 2, 10]) {
      expect((await walk('gitlab-issues', limit)).flat()).toEqual([
        ['5', '“Item”', 'i', false],
        ['8', 'issue #108 of “Road”', 'r-issue-pop', true],
        ['9', 'issue #109 of “Road”', 'r-issue-legal', true],
      ]);
      expect((await walk('gitlab-epics', limit)).flat()).toEqual([
        ['7', 'epic &107 of “Road”', 'r-epic', true],
      ]);
    }
  });

  it('come as a feed that lists deletions would bring them', async () => {
    const [row] = (await knownRows(await aStore(), 'gitlab-issues', START, 1)).rows;
    if (row === undefined) throw new Error('no row');
    expect(deletedRow('gitlab-issues', row)).toEqual({
      stream: 'gitlab-issues',
      ref: git(5),
      recordId: 'i',
      fields: {},
      deleted: true,
    });
  });

  it('belong to one remote by their feed', () => {
    expect(streams.filter((stream) => remoteOf(stream) === 'gitlab')).toEqual([
      'gitlab-issues',
      'gitlab-epics',
    ]);
  });
});

describe('G5 G9 asking for a part of a feed', () => {
  async function asked(call: () => Promise<PullPage>) {
    const store = createMemoryStore();
    const gates = createGates();
    const clock = new TestClock();
    const said: string[] = [];
    const pass = {
      store,
      gates,
      clock,
      patience: createPatience(clock),
      log: { error: (line: string) => void said.push(line) },
      counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
      changed: async () => undefined,
    } as unknown as Pass;
    const answer = await ask(pass, 'claims', call);
    return { answer, state: gates.state('salesforce'), other: gates.state('gitlab'), store, said };
  }

  it('tells that the remote is there, whatever it answers', async () => {
    const answers: PullPage[] = [
      { kind: 'page', rows: [], unreadable: [], cursor: 'c', more: false },
      { kind: 'absent', why: 'w' },
      { kind: 'restart', why: 'w' },
    ];
    for (const answer of answers) {
      const heard = await asked(async () => answer);
      expect(heard.answer).toBe(answer);
      expect(heard.state.state).toBe('online');
      expect(heard.other.state).toBe('unknown');
    }
  });

  it('tells that it is away, wants a person, or was not asked', async () => {
    expect((await asked(async () => ({ kind: 'unreachable', why: 'w' }))).state.state).toBe('unreachable');
    expect((await asked(async () => ({ kind: 'sign-in', why: 'w' }))).state.state).toBe('sign-in');
    expect((await asked(async () => ({ kind: 'held', why: 'w' }))).state.state).toBe('unknown');
  });

  it('leaves it alone until the time it named, also after a restart', async () => {
    const named = await asked(async () => ({ kind: 'wait', why: 'w', afterMs: 7000 }));
    expect(named.state).toMatchObject({ state: 'waiting', until: later(7000) });
    expect(await named.store.namedWaits()).toEqual([{ remote: 'salesforce', until: later(7000) }]);
    const unnamed = await asked(async () => ({ kind: 'wait', why: 'w', afterMs: null }));
    expect(unnamed.state).toMatchObject({ state: 'unreachable', until: null });
    expect(await unnamed.store.namedWaits()).toEqual([]);
  });

  it('takes a call that breaks off for a remote that is away', async () => {
    for (const cause of [new Error('boom'), 'boom']) {
      const { answer, state, said } = await asked(() => Promise.reject(cause));
      expect(answer).toEqual({ kind: 'unreachable', why: 'the call broke off: boom' });
      expect(state.state).toBe('unreachable');
      expect(said).toEqual(['reading claims broke off: boom']);
    }
  });
});
