import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskDb } from '../../../renderer/data/desk-db';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import type { Settings } from '../../../shared/schema/settings';
import { createMemoryJournal } from '../../support/memory-journal';
import { aPartner } from '../../support/records';

const settings: Settings = {
  userName: 'Ana Ruiz',
  roles: ['cmm'],
  regions: [],
  delegations: [],
  timeZone: 'Europe/Madrid',
  locale: null,
  theme: 'dark',
  density: 'normal',
};

const original = IDBDatabase.prototype.transaction;

/** Aborts the next transactions of a kind as soon as they begin, as Chromium does when it closes a database. */
const next = { mode: 'readonly', times: 0 };

async function openStore(): Promise<{ db: DeskDb; store: ReturnType<typeof createDexieLocalStore> }> {
  const opened = await openDesk('cut-off');
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const db = opened.value;
  return {
    db,
    store: createDexieLocalStore(db, { journal: createJournalWriter(db, createMemoryJournal()) }),
  };
}

describe('a database that is closed under a read', () => {
  let db: DeskDb;
  let store: ReturnType<typeof createDexieLocalStore>;

  beforeEach(async () => {
    next.times = 0;
    // Dexie binds the method when it opens the database, so the watch is set before.
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      const transaction = original.apply(this, args);
      if (transaction.mode === next.mode && next.times > 0) {
        next.times -= 1;
        queueMicrotask(() => transaction.abort());
      }
      return transaction;
    };
    ({ db, store } = await openStore());
    const committed = await store.commit({ puts: [{ kind: 'partner', record: aPartner() }] });
    expect(committed.ok).toBe(true);
  });

  afterEach(async () => {
    IDBDatabase.prototype.transaction = original;
    db.close();
    await Dexie.delete('cut-off');
  });

  const cutOff = (times: number, mode: IDBTransactionMode = 'readonly') =>
    Object.assign(next, { mode, times });

  it('G1 is read again, by every way to read', async () => {
    const reads: Record<string, () => Promise<unknown>> = {
      get: () => store.get('partner', 'partner-1'),
      list: () => store.list({ kind: 'partner' }),
      page: () => store.page('partner', null, 10),
      getMany: () => store.getMany('partner', ['partner-1']),
      listMany: () => store.listMany('partner', 'id', ['partner-1']),
      count: () => store.count('partner'),
      openIntents: () => store.openIntents(),
      openCounts: () => store.openCounts(),
      auditFor: () => store.auditFor({ kind: 'partner', id: 'partner-1' }),
      openConflicts: () => store.openConflicts(),
      settings: () => store.settings(),
    };
    for (const [name, read] of Object.entries(reads)) {
      const asItIs = await read();
      cutOff(1);
      expect(await read(), name).toEqual(asItIs);
      expect(next.times, name).toBe(0);
    }
  });

  it('G1 says what to do where it cannot be read again either', async () => {
    cutOff(2);
    await expect(store.get('partner', 'partner-1')).rejects.toThrow(
      /could not be read .*If the disk is full, free some space/,
    );
    expect(await store.get('partner', 'partner-1')).toEqual(aPartner());
  });

  it('G1 refuses settings in words, and a commit as one that wrote nothing', async () => {
    cutOff(1, 'readwrite');
    await expect(store.saveSettings(settings)).rejects.toThrow(/The local database refused to save/);
    expect(await store.settings()).toBeUndefined();
    cutOff(1, 'readwrite');
    const refused = await store.commit({ puts: [{ kind: 'partner', record: aPartner({ name: 'Other' }) }] });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await store.get('partner', 'partner-1')).toEqual(aPartner());
  });
});
