import { describe, expect, it } from 'vitest';
import { quarantineKind } from '../../../../shared/domain/recovery/quarantine-kind';
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

  it('G4 missing records are marked as deleted when the person knows it', async () => {
    const store = await desk(item());
    const context = useCaseContext(store);
    expect(await countMissingRecords(context, item())).toBe(1);
    expect(await markMissingDeleted(context, 'missing:partners')).toEqual({
      ok: true,
      value: { marked: 1, kept: 0 },
    });
    expect(await store.list({ kind: 'partner' })).toMatchObject([{ deletedRemotely: true }]);
    expect(await store.quarantined()).toEqual([]);
    expect(await countMissingRecords(context, item())).toBe(0);
  });

  it('says so when it is no longer there', async () => {
    const store = createMemoryStore();
    const context = useCaseContext(store);
    expect(await retryQuarantined(context, 'x')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await markMissingDeleted(context, 'x')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
