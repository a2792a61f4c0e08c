import { describe, expect, it } from 'vitest';
import { quarantineKind } from '../../../../shared/domain/recovery/quarantine-kind';
import { Intent } from '../../../../shared/schema/intent';
import { Cursor, Quarantined } from '../../../../shared/schema/sync-state';
import {
  countMissingRecords,
  markMissingDeleted,
} from '../../../../shared/usecases/sync/mark-missing-deleted';
import { retryQuarantined } from '../../../../shared/usecases/sync/retry-quarantined';
import { missingId, orphanPrefix, unreadablePrefix } from '../../../../shared/sync/pull/place';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

const at = '2026-11-02T08:00:00.000Z';
const account = '001000000000001AAA';

function item(over: Partial<Quarantined> = {}): Quarantined {
  return Quarantined.parse({
    id: 'missing:partners',
    source: 'salesforce',
    what: '1 partner not to be found in Salesforce',
    reason: 'It may have been deleted.',
    raw: JSON.stringify([{ id: account, name: 'Cobalt', why: 'not seen' }]),
    at,
    ...over,
  });
}

function anIntent(over: Partial<Record<keyof Intent, unknown>> = {}): Intent {
  return Intent.parse({
    id: 'intent-1',
    seq: 1,
    kind: 'registration.put',
    subject: { kind: 'partner', id: 'partner-1' },
    label: 'Cobalt',
    createdAt: at,
    fields: null,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
    steps: [],
    ...over,
  });
}

async function desk(set: Quarantined): Promise<MemoryStore> {
  const store = createMemoryStore();
  const salesforce = { remote: 'salesforce', object: 'Account', id: account, stamp: null, url: null };
  const stored = await store.commit({
    puts: [{ kind: 'partner', record: aPartner({ salesforce }) }],
    quarantine: [set],
    cursors: [
      Cursor.parse({
        stream: 'partners',
        value: 'x',
        at,
        whole: { began: at, done: 3, total: 3, isOver: true },
        sweep: { began: at, after: null, count: 1, missing: [], before: [], returned: false },
      }),
    ],
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

describe('what was set aside', () => {
  it('G10 is told apart by its id', () => {
    expect(quarantineKind(missingId('claims'))).toEqual({ kind: 'missing', stream: 'claims' });
    expect(quarantineKind(`${orphanPrefix('claims')}1`)).toEqual({ kind: 'orphan', stream: 'claims' });
    expect(quarantineKind(`${unreadablePrefix('claims')}a: b`)).toEqual({ kind: 'row', stream: 'claims' });
    expect(quarantineKind('lookalike:claims:1')).toEqual({ kind: 'lookalike', stream: 'claims' });
    expect(quarantineKind('outbox:i1:crm')).toEqual({ kind: 'answer', intentId: 'i1' });
    expect(quarantineKind('row:nonsense:1')).toEqual({ kind: 'other' });
  });

  it('G10 a row that could not be read has its list read anew', async () => {
    const store = await desk(item({ id: 'row:partners:1' }));
    expect((await retryQuarantined(useCaseContext(store), 'row:partners:1')).ok).toBe(true);
    expect((await store.cursor('partners'))?.whole).toBeNull();
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G6 missing records are searched for again at once', async () => {
    const store = await desk(item());
    expect((await retryQuarantined(useCaseContext(store), 'missing:partners')).ok).toBe(true);
    const cursor = await store.cursor('partners');
    expect(cursor?.owed).toBe(true);
    expect(cursor?.sweep?.began.slice(0, 4)).toBe('2000');
  });

  it('G10 what may be a repeat has its list read anew and is searched for at once', async () => {
    const store = await desk(item({ id: 'lookalike:partners:1' }));
    expect((await retryQuarantined(useCaseContext(store), 'lookalike:partners:1')).ok).toBe(true);
    const cursor = await store.cursor('partners');
    expect(cursor).toMatchObject({ owed: true, whole: null });
    expect(cursor?.sweep?.began.slice(0, 4)).toBe('2000');
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G4 missing records are marked as deleted when the person knows it', async () => {
    const store = await desk(item());
    const context = useCaseContext(store);
    expect(await countMissingRecords(context, item())).toBe(1);
    expect(await markMissingDeleted(context, 'missing:partners')).toEqual({
      ok: true,
      value: { marked: 1, kept: 0, parts: 0 },
    });
    expect(await store.list({ kind: 'partner' })).toMatchObject([{ deletedRemotely: true }]);
    expect(await store.quarantined()).toEqual([]);
    expect(await countMissingRecords(context, item())).toBe(0);
  });

  it('G4 records whose changes wait stay as they are, and so does the item', async () => {
    const other = account.replace('1AAA', '2AAA');
    const two = [account, other].map((id) => ({ id, name: id, why: 'not seen' }));
    const store = await desk(item({ raw: JSON.stringify(two) }));
    const second = aPartner({
      id: 'partner-9',
      salesforce: { remote: 'salesforce', object: 'Account', id: other, stamp: null, url: null },
    });
    const subject = { kind: 'partner' as const, id: second.id };
    await store.commit({
      puts: [{ kind: 'partner', record: second }],
      intents: [anIntent({ subject })],
    });
    const context = useCaseContext(store);
    expect(await markMissingDeleted(context, 'missing:partners')).toEqual({
      ok: true,
      value: { marked: 1, kept: 1, parts: 0 },
    });
    expect(await store.get('partner', second.id)).toEqual(second);
    expect(await store.quarantined()).toHaveLength(1);
    expect(await countMissingRecords(context, item({ raw: JSON.stringify(two) }))).toBe(1);
    const waits = await markMissingDeleted(context, 'missing:partners');
    expect(waits).toMatchObject({ ok: false, error: { code: 'changes-wait' } });
    expect(await store.get('partner', second.id)).toEqual(second);
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G10 what stands for no record here stays in the quarantine when the rest is marked', async () => {
    const rows = [account, 'part'].map((id) => ({ id, name: id, why: 'not seen' }));
    const store = await desk(item({ raw: JSON.stringify(rows) }));
    const context = useCaseContext(store);
    expect(await markMissingDeleted(context, 'missing:partners')).toEqual({
      ok: true,
      value: { marked: 1, kept: 0, parts: 1 },
    });
    expect(await store.quarantined()).toHaveLength(1);
    const nothing = await markMissingDeleted(context, 'missing:partners');
    expect(nothing).toMatchObject({ ok: false, error: { code: 'nothing-to-mark' } });
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G10 missing epics are parts of records, so none is marked', async () => {
    const store = await desk(item({ id: 'missing:gitlab-epics', source: 'gitlab' }));
    const context = useCaseContext(store);
    const nothing = await markMissingDeleted(context, 'missing:gitlab-epics');
    expect(nothing).toMatchObject({ ok: false, error: { code: 'nothing-to-mark' } });
    expect(await store.list({ kind: 'partner' })).toMatchObject([{ deletedRemotely: false }]);
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G10 an answer that could not be read has its parked change sent again', async () => {
    const store = await desk(item({ id: 'outbox:intent-1:crm', source: 'outbox' }));
    const problem = { code: 'unreadable', message: 'Unreadable answer.', fix: 'Try again.', at };
    await store.commit({ intents: [anIntent({ state: 'parked', problem })] });
    const context = useCaseContext(store);
    expect((await retryQuarantined(context, 'outbox:intent-1:crm')).ok).toBe(true);
    expect(await store.intent('intent-1')).toMatchObject({ state: 'waiting' });
    // It waits by now, so a second try has nothing to do.
    const waiting = await store.intent('intent-1');
    expect((await retryQuarantined(context, 'outbox:intent-1:crm')).ok).toBe(true);
    expect(await store.intent('intent-1')).toEqual(waiting);
    expect(await store.quarantined()).toHaveLength(1);
  });

  it.each<[Intent['state'] | null, RegExp]>([
    ['discarded', /send it after all.*or let this item go/],
    ['done', /^Let this item go/],
    [null, /^Let this item go/],
  ])('G10 an answer to a change that is over (%s) is not said to be tried again', async (state, fix) => {
    const store = await desk(item({ id: 'outbox:intent-1:crm', source: 'outbox' }));
    if (state !== null) await store.commit({ intents: [anIntent({ state, finishedAt: at })] });
    const tried = await retryQuarantined(useCaseContext(store), 'outbox:intent-1:crm');
    expect(tried).toMatchObject({ ok: false, error: { code: 'change-over' } });
    expect(tried.ok ? '' : tried.error.fix).toMatch(fix);
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('G10 a row that waits for another record is left to the next pass', async () => {
    const store = await desk(item({ id: 'orphan:partners:1' }));
    const before = await store.cursor('partners');
    expect((await retryQuarantined(useCaseContext(store), 'orphan:partners:1')).ok).toBe(true);
    expect(await store.cursor('partners')).toEqual(before);
    expect(await store.quarantined()).toHaveLength(1);
  });

  it('says so when it is no longer there', async () => {
    const store = createMemoryStore();
    const context = useCaseContext(store);
    expect(await retryQuarantined(context, 'x')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await markMissingDeleted(context, 'x')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
