import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { DeskDb, tableOf } from '../../renderer/data/desk-db';
import { migrations } from '../../renderer/data/migrations';
import { openDesk } from '../../renderer/data/open-desk';
import { foldText } from '../../shared/lib/text';
import { aPartner } from '../support/records';

describe('opening the local database', () => {
  it('numbers its migrations from 1 without gaps', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('has a table for every record kind', async () => {
    const opened = await openDesk('tables');
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const tables = opened.value.tables.map((table) => table.name);
    expect(tables).toEqual(expect.arrayContaining(Object.values(tableOf)));
    opened.value.close();
  });

  it('refuses a database written by a newer app and leaves it as it is', async () => {
    const newer = new Dexie('from-the-future');
    newer.version(migrations.length + 3).stores({ partners: 'id', somethingNew: 'id' });
    await newer.open();
    await newer.table('somethingNew').put({ id: 'kept' });
    newer.close();

    const opened = await openDesk('from-the-future');

    expect(opened).toEqual({
      ok: false,
      error: { kind: 'newer', found: migrations.length + 3, known: migrations.length },
    });
    const again = await new Dexie('from-the-future').open();
    expect(again.verno).toBe(migrations.length + 3);
    expect(await again.table('somethingNew').get('kept')).toEqual({ id: 'kept' });
    again.close();
  });

  it('finds by their key the documents that were sealed before there was an index of keys', async () => {
    const older = new DeskDb('sealed-before', 3);
    await older.open();
    const bytes = new Uint8Array([1]);
    await older.blobs.bulkAdd([
      { sha256: 'open', bytes },
      { sha256: 'sealed', bytes, sealedWith: 'key-1' },
    ]);
    older.close();
    const opened = await openDesk('sealed-before');
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const { blobs } = opened.value;
    expect(await blobs.orderBy('sealedWith').uniqueKeys()).toEqual(['key-1']);
    expect(await blobs.where('sealedWith').equals('key-1').primaryKeys()).toEqual(['sealed']);
    expect(await blobs.count()).toBe(2);
    opened.value.close();
  });

  it('folds the names of partners anew that an earlier app folded in another way', async () => {
    const older = new DeskDb('folded-before', 4);
    await older.open();
    const [bird, heart] = [{ name: 'バード株式会社' }, { id: 'partner-2', name: 'ハート株式会社' }].map(
      (over) => aPartner({ ...over, foldedName: 'ハ-ト株式会社' }),
    );
    await older
      .records('partner')
      .bulkAdd([bird, heart, aPartner({ id: 'partner-3' })].flatMap((one) => one ?? []));
    older.close();
    const opened = await openDesk('folded-before');
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const names = await opened.value.records('partner').orderBy('id').toArray();
    expect(names.map(({ foldedName }) => foldedName)).toEqual(
      [bird?.name ?? '', heart?.name ?? '', aPartner().name].map(foldText),
    );
    expect(new Set(names.map(({ foldedName }) => foldedName)).size).toBe(3);
    opened.value.close();
  });

  it('opens every older version and steps it to the newest', async () => {
    for (const step of migrations) {
      const name = `from-${step.version}`;
      const older = new DeskDb(name, step.version);
      await older.open();
      older.close();
      const opened = await openDesk(name);
      if (!opened.ok) throw new Error(JSON.stringify(opened.error));
      expect(opened.value.verno).toBe(migrations.length);
      opened.value.close();
    }
  });
});
