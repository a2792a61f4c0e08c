import type { FileSeal } from '../../shared/ports/file-seal';
import type { LocalStore } from '../../shared/ports/local-store';
import { createChangeChannel } from './change-channel';
import type { DeskDb } from './desk-db';
import type { EarlyRows } from './early-rows';
import { createDexieLocalStore } from './dexie-local-store';
import type { JournalWriter } from './journal-writer';
import { createRecordCache, type RecordCache } from './record-cache';

/** An open workspace: the database, the store that writes to it and the cache that screens read. */
export type DeskData = {
  readonly db: DeskDb;
  readonly store: LocalStore;
  readonly cache: RecordCache;
  /** Brings what the journal refused into it, now that it may take it. */
  secureRest(): Promise<void>;
  close(): void;
};

/** Puts store and cache on an open database and keeps the cache current with commits made here and in workers. */
export function createDeskData(
  db: DeskDb,
  journal: JournalWriter,
  early?: EarlyRows,
  seal?: FileSeal,
): DeskData {
  const channel = createChangeChannel(db.name);
  const store = createDexieLocalStore(db, {
    journal,
    ...(seal === undefined ? {} : { seal }),
    onCommitted(keys) {
      channel.announce(keys);
      void cache.refresh(keys);
    },
  });
  const cache = createRecordCache(store, early);
  channel.listen((keys) => void cache.refresh(keys));
  return {
    db,
    store,
    cache,
    async secureRest() {
      await journal.trouble(false);
    },
    close() {
      channel.close();
      db.close();
    },
  };
}
