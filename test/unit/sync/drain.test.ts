import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { Intent } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import { Cursor, isReadOnce, streams } from '../../../shared/schema/sync-state';
import { drain } from '../../../shared/sync/drain';
import { createGates } from '../../../shared/sync/gates';
import { inTurn } from '../../../shared/sync/depends';
import { type Pass, StoreRefused } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import { type Kind, readyWrites } from '../../../shared/sync/ready';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { FakeRemote } from '../../sync/support/fake-remote';
import { FaultPlan, faults } from '../../sync/support/fault-plan';
import { newClaim, newDocument, newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, crm, git } from './steps-support';
import { aProblem, anIntent, aStep, later, now } from './support';

const pop = thePlaybook().gitlab.popIssue;
const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;

function aPass(store: LocalStore, over: Partial<Pass> = {}) {
  const clock = new TestClock();
  const remote = new FakeRemote(new FaultPlan());
  const said: string[] = [];
  const pass: Pass = {
    store,
    remote,
    clock,
    ids: testIds(),
    playbook: thePlaybook(),
    log: { info: () => undefined, warn: () => undefined, error: (line) => void said.push(line) },
    gates: createGates(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set(),
    pageSize: 50,
    patience: createPatience(clock),
    absent: new Map(),
    tried: new Set(),
    readToEnd: new Set(),
    unlinked: new Map(),
    isStopping: () => false,
    reading: () => undefined,
    changed: async () => undefined,
    ...over,
  };
  return { pass, remote, said };
}

const itemPut = (n: number, over: Parameters<typeof anIntent>[0] = {}): Intent =>
  anIntent({
    id: id(n),
    seq: n,
    kind: 'plan-item.put',
    subject: { kind: 'plan-item', id: `item-${n}` },
    ...over,
  });

async function withItems(
  count: number,
  more: Parameters<MemoryStore['commit']>[0] = {},
): Promise<MemoryStore> {
  const store = createMemoryStore();
  const puts = Array.from(
    { length: count },
    (_, n): AnyRecord => ({
      kind: 'plan-item',
      record: newPlanItem(now, { id: `item-${n + 1}`, title: `Item ${n + 1}`, partnerId: null }),
    }),
  );
  const intents = puts.map((_, n) => itemPut(n + 1));
  await store.commit({
    puts,
    intents,
    cursors: [
      { stream: 'gitlab-issues', value: 'v', at: now },
      { stream: 'gitlab-epics', value: 'v', at: now },
    ],
    ...more,
  });
  return store;
}

/** A store whose record cannot be looked at. */
function brokenAt(store: MemoryStore, recordId: string, cause: unknown): MemoryStore {
  const spoilt = <R extends { readonly id: string }>(record: R): R =>
    record.id === recordId
      ? Object.defineProperty({ ...record }, 'deletedRemotely', {
          get() {
            throw cause;
          },
        })
      : record;
  return {
    ...store,
    async get(kind, one) {
      const found = await store.get(kind, one);
      return found && spoilt(found);
    },
    getMany: async (kind, ids) => (await store.getMany(kind, ids)).map(spoilt),
  };
}

const titles = (remote: FakeRemote): unknown[] => remote.items('issue').map(({ fields }) => fields.title);

describe('SY-89 SY-86 writes whose turn has come', () => {
  const kind = (over: Partial<Kind> = {}): Kind => ({
    remote: 'gitlab',
    most: 10,
    accepts: () => true,
    ...over,
  });

  async function found(
    store: MemoryStore,
    over: Partial<Kind> = {},
    skip: string[] = [],
    rested: string[] = [],
    busy: string[] = [],
  ) {
    const { pass } = aPass(store, { rested: new Set(rested) });
    const open = inTurn(await store.openIntents());
    const { ready, held } = await readyWrites(pass, open, new Set(skip), kind(over), new Set(busy));
    return {
      ready,
      ids: ready.map(({ intent }) => Number(intent.id.slice(-2))),
      held: held.map((one) => Number(one.slice(-2))),
    };
  }

  it('are the first of each record, so many at most, however many have none', async () => {
    const store = await withItems(4);
    expect(await found(store)).toMatchObject({ ids: [1, 2, 3, 4], held: [] });
    expect((await found(store, { most: 2 })).ids).toEqual([1, 2]);
    await store.commit({ intents: [itemPut(5, { subject: { kind: 'plan-item', id: 'item-1' } })] });
    expect(await found(store)).toMatchObject({ ids: [1, 2, 3, 4], held: [] });
    const gone = [1, 2].map(
      (n): AnyRecord => ({
        kind: 'plan-item',
        record: newPlanItem(now, { id: `item-${n}`, partnerId: null, deletedRemotely: true }),
      }),
    );
    await store.commit({ puts: gone });
    expect(await found(store, { most: 2 })).toMatchObject({ ids: [3, 4], held: [1, 2] });
  });

  it('are none of those to skip, that rest, are not due, are stopped, or have nothing for the remote', async () => {
    const store = await withItems(6);
    await store.commit({
      intents: [
        itemPut(3, { nextAttemptAt: later(1) }),
        itemPut(4, { state: 'parked', problem: aProblem() }),
        itemPut(5, { steps: [aStep({ key: 'issue', remote: 'gitlab', state: 'done' })] }),
      ],
    });
    expect(await found(store, {}, [id(1)], [id(2)])).toMatchObject({ ids: [6], held: [] });
    expect((await found(store, { remote: 'salesforce' })).ids).toEqual([]);
  });

  it('are held back when they go another way, or were tried together often enough', async () => {
    const store = await withItems(2);
    expect(await found(store, { accepts: () => false })).toMatchObject({ ids: [], held: [1, 2] });
    const tried = (attempts: number) => [aStep({ key: 'issue', remote: 'gitlab', attempts, state: 'sent' })];
    await store.commit({ intents: [itemPut(1, { steps: tried(3) }), itemPut(2, { steps: tried(2) })] });
    expect(await found(store)).toMatchObject({ ids: [2], held: [1] });
  });

  it('are built with the work that is done already, and say so', async () => {
    const store = await withItems(1);
    const record = newPlanItem(now, { id: 'item-1', title: 'New', partnerId: null, gitlab: git(5) });
    const key = { kind: 'plan-item', id: 'item-1' } as const;
    await store.commit({
      puts: [{ kind: 'plan-item', record }],
      bases: [agreed(key, 'gitlab', { title: 'Old' })],
    });
    const { ready } = await found(store);
    expect(ready[0]).toMatchObject({
      write: { kind: 'git.edit', title: 'New' },
      before: { key: 'edit', state: 'todo' },
      step: { key: 'edit', state: 'sent', attempts: 1 },
      intent: { steps: [{ key: 'issue', state: 'done', ref: git(5) }, { key: 'edit' }] },
      rev: 0,
    });
    // What may have arrived is looked at by itself.
    await store.commit({
      intents: [
        itemPut(1, { steps: [aStep({ key: 'issue', remote: 'gitlab', state: 'sent', attempts: 1 })] }),
      ],
    });
    expect(await found(store)).toMatchObject({ ids: [], held: [1] });
  });

  it('are one of each request in GitLab, with its claims and documents, and any of it in Salesforce', async () => {
    const store = createMemoryStore();
    const gitlab = { epic: null, issues: { [pop]: git(13) } };
    const claims = [1, 2].map((n) => ({ kind: 'claim', id: `claim-${n}` }) as const);
    await store.commit({
      puts: [
        { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
        { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), gitlab }) },
        ...claims.map(
          (key): AnyRecord => ({
            kind: 'claim',
            record: newClaim(now, { id: key.id, requestId: 'request-1' }),
          }),
        ),
        { kind: 'document', record: newDocument(now, { id: 'doc-1', requestId: 'request-1' }) },
      ],
      intents: [
        ...claims.map((subject, n) =>
          anIntent({
            id: id(n + 1),
            seq: n + 1,
            kind: 'claim.put',
            subject,
            steps: [aStep({ key: 'crm', state: 'done' })].concat(aStep({ key: 'label', remote: 'gitlab' })),
          }),
        ),
        anIntent({ id: id(3), seq: 3, kind: 'document.put', subject: { kind: 'document', id: 'doc-1' } }),
      ],
    });
    expect(await found(store)).toMatchObject({ ids: [1], held: [] });
    expect((await found(store)).ready[0]?.whole).toBe('request-1');
    expect(await found(store, {}, [], [], ['request-1'])).toMatchObject({ ids: [], held: [] });
    await store.commit({
      intents: claims.map((subject, n) =>
        anIntent({ id: id(n + 1), seq: n + 1, kind: 'claim.put', subject }),
      ),
    });
    expect(await found(store, { remote: 'salesforce' })).toMatchObject({ ids: [1, 2], held: [3] });
  });

  it('SY-107 are those of the others when the program fails on one; a store that refuses ends it', async () => {
    const store = await withItems(3);
    expect(await found(brokenAt(store, 'item-2', new Error('odd')))).toMatchObject({
      ids: [1, 3],
      held: [2],
    });
    const refusal = new StoreRefused({ kind: 'storage', message: 'full' });
    await expect(found(brokenAt(store, 'item-2', refusal))).rejects.toBe(refusal);
  });
});

describe('SY-10 a feed that an earlier app has read', () => {
  const began = '2026-11-02T09:00:00.000Z';
  const reading = { began, done: 1, total: null, isOver: false };
  it.each<[string, object, boolean]>([
    ['whose reading is over', { whole: { ...reading, isOver: true } }, true],
    ['of which nothing was noted', {}, true],
    ['that shall be read anew', { whole: null }, true],
    ['that is read anew after it was known', { whole: reading, readSince: '2026-10-02T09:00:00.000Z' }, true],
    ['whose first reading is under way', { whole: reading, readSince: began }, false],
    [
      'that says so itself',
      { whole: reading, readSince: '2026-10-02T09:00:00.000Z', readOnce: false },
      false,
    ],
  ])('is known or not: one %s', (_, said, known) => {
    const cursor = Cursor.parse({ stream: 'fund-requests', value: 'v', at: began, ...said });
    expect(isReadOnce(cursor)).toBe(known);
  });
});

describe('G5 the sending of what waits', () => {
  it('SY-10 sends nothing to a remote before it was read, unless it has nothing to read', async () => {
    const store = await withItems(1, {
      puts: [
        { kind: 'plan-item', record: newPlanItem(now, { id: 'item-1', partnerId: null }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'item-2', partnerId: null }) },
      ],
      intents: [itemPut(1), itemPut(2)],
      cursors: [],
    });
    const { pass, remote } = aPass(store);
    await drain(pass);
    expect(remote.commands).toEqual([]);
    expect(
      (await store.openIntents()).map(({ steps }) => steps.map(({ key, state }) => [key, state])),
    ).toEqual([
      [
        ['issue', 'todo'],
        ['edit', 'todo'],
      ],
      [
        ['issue', 'todo'],
        ['edit', 'todo'],
      ],
    ]);
    pass.absent.set('gitlab-issues', 'no project');
    await drain(pass);
    expect(remote.commands).toEqual([]);
    pass.absent.set('gitlab-epics', 'no group');
    await drain(pass);
    expect(remote.commands).toHaveLength(2);
    expect(pass.counts.sent).toBeGreaterThan(0);
  });

  it('sends nothing while it is to stop, and to no remote that is left alone', async () => {
    const store = await withItems(2);
    const stopping = aPass(store, { isStopping: () => true });
    await drain(stopping.pass);
    expect(stopping.remote.commands).toEqual([]);
    const closed = aPass(store);
    closed.pass.gates.unreachable('gitlab', 'w');
    await drain(closed.pass);
    expect(closed.remote.commands).toEqual([]);
    expect((await store.openIntents()).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  });

  it('lets those have a turn again that rested before', async () => {
    const { pass, remote } = aPass(await withItems(1), { rested: new Set([id(1)]) });
    await drain(pass);
    expect(titles(remote)).toEqual(['Item 1']);
  });

  it('ends what has nothing left to do', async () => {
    const store = createMemoryStore();
    await store.commit({
      intents: [anIntent({ kind: 'document.put', subject: { kind: 'document', id: 'none' } })],
    });
    await drain(aPass(store).pass);
    expect(await store.intent(id(1))).toMatchObject({ state: 'done', finishedAt: now, problem: null });
  });

  it('SY-14 says on what waits for an earlier change of its record that it waits, once', async () => {
    const steps = [aStep({ key: 'issue', remote: 'gitlab', state: 'sent', attempts: 1 })];
    const stopped = itemPut(1, { state: 'parked', problem: aProblem(), steps });
    const second = itemPut(2, {
      subject: stopped.subject,
      steps: [aStep({ key: 'issue', remote: 'gitlab' })],
    });
    const store = await withItems(1, {});
    await store.commit({ intents: [stopped, second] });
    const { pass, remote } = aPass(store);
    await drain(pass);
    const noted = await store.intent(id(2));
    expect(noted).toMatchObject({ state: 'waiting', problem: { at: now } });
    expect(noted?.problem?.message).toBeTruthy();
    await drain(pass);
    expect(await store.intent(id(2))).toEqual(noted);
    expect(remote.commands).toEqual([]);
  });

  it('SY-107 puts off a change on which the program fails, and sends the others', async () => {
    const store = await withItems(2);
    const { pass, remote, said } = aPass(brokenAt(store, 'item-1', new Error('odd')));
    await drain(pass);
    expect(titles(remote)).toEqual(['Item 2']);
    expect(said).toEqual(['a change could not be worked on: odd']);
    expect(await store.intent(id(1))).toMatchObject({
      state: 'waiting',
      attempts: 1,
      problem: {
        code: 'stumbled',
        message: expect.stringMatching(/^Channel Desk itself failed on .*: odd$/),
      },
    });
    const refusal = new StoreRefused({ kind: 'storage', message: 'full' });
    await expect(drain(aPass(brokenAt(await withItems(1), 'item-1', refusal)).pass)).rejects.toBe(refusal);
  });

  it('SY-28 sends nothing of a change that was discarded or done before its turn', async () => {
    for (const state of ['discarded', 'done'] as const) {
      const store = await withItems(1);
      const steps = ['issue', 'edit'].map((key) => aStep({ key, remote: 'gitlab' }));
      const open = [itemPut(1, { steps })];
      await store.commit({ intents: [itemPut(1, { steps, state, rev: 5 })] });
      const { pass, remote } = aPass({ ...store, openIntents: async () => open });
      await drain(pass);
      expect(remote.commands).toEqual([]);
      expect(await store.intent(id(1))).toMatchObject({ state, rev: 5 });
    }
  });

  it('SY-28 begins anew when the person discards a change in the midst of it', async () => {
    const store = await withItems(1);
    let discarded = false;
    const steered: MemoryStore = {
      ...store,
      async commit(commit) {
        if (!discarded && commit.intents?.some(({ state }) => state === 'running')) {
          discarded = true;
          const stored = await store.intent(id(1));
          if (stored)
            await store.commit({ intents: [{ ...stored, state: 'discarded', rev: (stored.rev ?? 0) + 1 }] });
        }
        return store.commit(commit);
      },
    };
    const { pass, remote } = aPass(steered);
    await drain(pass);
    expect(remote.commands).toEqual([]);
    expect((await store.intent(id(1)))?.state).toBe('discarded');
  });

  it('SY-13 SY-17 goes on inside a change when one remote is away, but not when a step of it is refused', async () => {
    for (const [how, kinds] of [
      ['unreachable', ['crm.file', 'git.file']],
      ['refused', ['crm.file']],
    ] as const) {
      const store = createMemoryStore();
      const gitlab = { epic: null, issues: { [pop]: git(13) } };
      await store.commit({
        puts: [
          { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), gitlab }) },
          { kind: 'document', record: newDocument(now, { id: 'doc-1', requestId: 'request-1' }) },
        ],
        intents: [anIntent({ kind: 'document.put', subject: { kind: 'document', id: 'doc-1' } })],
        cursors: streams.map((stream) => ({ stream, value: 'v', at: now })),
      });
      const { pass, remote } = aPass(store);
      remote.faults.on(({ kind }) => kind === 'crm.file', faults[how]);
      await drain(pass);
      expect(remote.commands.map(({ kind }) => kind)).toEqual(kinds);
    }
  });

  it('SY-13 goes on with all others when one is refused, and counts what it did', async () => {
    const store = await withItems(3);
    const { pass, remote } = aPass(store);
    remote.faults.on(
      (command) => command.kind === 'git.issue' && command.marker === 'item-2',
      faults.refused,
    );
    await drain(pass);
    expect(titles(remote)).toEqual(['Item 1', 'Item 3']);
    expect((await store.openIntents()).map(({ id: one, state }) => [one, state])).toEqual([
      [id(2), 'parked'],
    ]);
    expect(pass.counts).toMatchObject({ parked: 1 });
  });
});
