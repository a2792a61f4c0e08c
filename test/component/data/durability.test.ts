import { Dexie } from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskDb } from '../../../renderer/data/desk-db';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';

describe('the local database in a real browser', () => {
  let db: DeskDb | undefined;

  afterEach(async () => {
    db?.close();
    await Dexie.delete('durability');
  });

  it('G1 commits with strict durability', async () => {
    const used: string[] = [];
    const original = IDBDatabase.prototype.transaction;
    // Dexie binds the method when it opens the database, so the watch is set before.
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      const transaction = original.apply(this, args);
      if (transaction.mode === 'readwrite') used.push(transaction.durability);
      return transaction;
    };
    try {
      const opened = await openDesk('durability');
      if (!opened.ok) throw new Error(JSON.stringify(opened.error));
      db = opened.value;
      const store = createDexieLocalStore(db, { journal: createJournalWriter(db, createMemoryJournal()) });
      const result = await store.commit({ puts: [{ kind: 'partner', record: aPartner() }] });
      expect(result).toEqual({ ok: true, value: undefined });
      expect(used).toEqual(['strict']);
      expect(await store.get('partner', 'partner-1')).toEqual(aPartner());
    } finally {
      IDBDatabase.prototype.transaction = original;
    }
  });

  it('keeps document bytes exactly and stores equal bytes once', async () => {
    const opened = await openDesk('durability');
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    db = opened.value;
    const store = createDexieLocalStore(db, { journal: createJournalWriter(db, createMemoryJournal()) });
    const bytes = new Uint8Array([0, 255, 13, 10, 0, 7]);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const blob = { sha256: sha256 as never, bytes };
    await store.commit({ blobs: [blob] });
    await store.commit({ blobs: [blob] });
    expect(await store.blob(blob.sha256)).toEqual(bytes);
    expect(await db.blobs.count()).toBe(1);
  });
});
