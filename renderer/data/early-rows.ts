import { migrations } from './migrations';

/** Rows of a few tables that are on their way before the code that shows them is loaded. */
export type EarlyRows = {
  /** Names of the tables. */
  readonly tables: readonly string[];
  /** The rows of a table, once; undefined when they are not there or no longer to be trusted. */
  take(table: string): Promise<readonly unknown[] | undefined> | undefined;
  /** The database has been asked for everything, or is not there or not of the version that is known. */
  readonly asked: Promise<void>;
  /** Forgets tables that have been written since, or everything. */
  drop(tables?: readonly string[]): void;
};

/** No rows: everything is read when it is asked for. */
export const noEarlyRows: EarlyRows = {
  tables: [],
  take: () => undefined,
  drop: () => undefined,
  asked: Promise.resolve(),
};

// Dexie multiplies its version numbers by ten to leave room between them.
const VERSION = migrations.length * 10;

/**
 * Starts to read whole tables with nothing but IndexedDB itself. A database that is not there is not made, and one of
 * another version is left alone: `openDesk` decides about those.
 */
export function readEarly(name: string, tables: readonly string[]): EarlyRows {
  const opened = openAsItIs(name);
  const asked = opened.then((db) => (db === undefined ? undefined : askForAll(db, tables)));
  const left = new Set(tables);
  return {
    tables,
    take(table) {
      if (!left.delete(table)) return undefined;
      return asked.then((rows) => rows?.get(table));
    },
    asked: asked.then(() => undefined),
    drop(written = tables) {
      for (const table of written) left.delete(table);
    },
  };
}

function openAsItIs(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    // It would be made now; giving up leaves nothing behind.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const db = opening.result;
      // Whoever wants to change or delete it does not wait for us.
      db.onversionchange = () => db.close();
      if (db.version === VERSION) return resolve(db);
      db.close();
      resolve(undefined);
    };
  });
}

type Answers = Map<string, Promise<unknown[] | undefined>>;

function askForAll(db: IDBDatabase, tables: readonly string[]): Answers | undefined {
  try {
    const transaction = db.transaction([...tables], 'readonly');
    transaction.oncomplete = () => db.close();
    transaction.onabort = () => db.close();
    return new Map(
      tables.map((table) => {
        const request = transaction.objectStore(table).getAll();
        const answered = new Promise<unknown[] | undefined>((resolve) => {
          request.onsuccess = () => resolve(objectsOf(request));
          request.onerror = () => resolve(undefined);
        });
        return [table, answered];
      }),
    );
  } catch {
    // A table that is not there: not our database, or a damaged one.
    db.close();
    return undefined;
  }
}

/** Reading `result` is what makes objects of the rows, which a damaged database may not allow. */
function objectsOf(request: IDBRequest<unknown[]>): unknown[] | undefined {
  try {
    return request.result;
  } catch {
    return undefined;
  }
}
