import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { DeskDb } from '../../../renderer/data/desk-db';
import { readEarly } from '../../../renderer/data/early-rows';
import { writerForReading } from '../../../renderer/data/journal-writer';
import { migrations } from '../../../renderer/data/migrations';
import { openDesk } from '../../../renderer/data/open-desk';
import { createRecordCache } from '../../../renderer/data/record-cache';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { aPartner } from '../../support/records';

async function deskWith(name: string): Promise<DeskDb> {
  const db = new DeskDb(name);
  await db.records('partner').put(aPartner({ id: 'partner-1', name: 'Kept' }));
  return db;
}

function storeOn(db: DeskDb) {
  return createDexieLocalStore(db, { journal: writerForReading, onCommitted: () => undefined });
}

describe('rows that are read before the code that shows them', () => {
  it('are those of the database, each table once', async () => {
    (await deskWith('early-usual')).close();
    const early = readEarly('early-usual', ['partners', 'claims']);
    await early.asked;
    expect(await early.take('partners')).toMatchObject([{ name: 'Kept' }]);
    expect(await early.take('claims')).toEqual([]);
    expect(early.take('partners')).toBeUndefined();
    expect(early.take('budgets')).toBeUndefined();
  });

  it('do not make a database that is not there', async () => {
    const early = readEarly('early-none', ['partners']);
    await early.asked;
    expect(await early.take('partners')).toBeUndefined();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('early-none');
    const opened = await openDesk('early-none');
    expect(opened.ok && (await opened.value.records('partner').count())).toBe(0);
  });

  it('leave a database of a newer app alone, which is then refused', async () => {
    const newer = new Dexie('early-newer');
    newer.version(migrations.length + 1).stores({ partners: 'id' });
    await newer.open();
    newer.close();
    const early = readEarly('early-newer', ['partners']);
    expect(await early.take('partners')).toBeUndefined();
    expect(await openDesk('early-newer')).toMatchObject({ ok: false, error: { kind: 'newer' } });
  });

  it('do not stand in the way of a database that is given up', async () => {
    (await deskWith('early-gone')).close();
    const early = readEarly('early-gone', ['partners']);
    await early.take('partners');
    await Dexie.delete('early-gone');
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('early-gone');
  });
});

describe('a cache with early rows', () => {
  it('takes them for the first reading', async () => {
    const db = await deskWith('early-cache');
    const early = readEarly('early-cache', ['partners']);
    await early.asked;
    await db.records('partner').clear();
    const cache = createRecordCache(storeOn(db), early);
    cache.subscribe('partner', () => undefined);
    await cache.settled();
    expect(cache.view('partner')).toMatchObject({ state: 'ready', list: [{ name: 'Kept' }] });
    db.close();
  });

  it('has them before anybody shows them, and reads nothing else early', async () => {
    const db = await deskWith('early-warm');
    const early = readEarly('early-warm', ['partners']);
    const cache = createRecordCache(storeOn(db), early);
    cache.warm();
    await cache.settled();
    expect(cache.view('partner')).toMatchObject({ state: 'ready', list: [{ name: 'Kept' }] });
    expect(cache.view('claim').state).toBe('loading');
    db.close();
  });

  it('reads again what was written since', async () => {
    const db = await deskWith('early-written');
    const early = readEarly('early-written', ['partners']);
    await early.asked;
    const cache = createRecordCache(storeOn(db), early);
    await db.records('partner').put(aPartner({ id: 'partner-2', name: 'Written since' }));
    await cache.refresh([{ kind: 'partner', id: 'partner-2' }]);
    cache.subscribe('partner', () => undefined);
    await cache.settled();
    expect(cache.view('partner').list.map(({ name }) => name)).toEqual(['Kept', 'Written since']);
    db.close();
  });
});
