import { Dexie, type Table } from 'dexie';

// Dexie's own calls tell every live query of every context which keys and index values changed, which takes longer than
// the writing itself. Nobody watches the tables written here that way: records are shown through the record cache, which
// is told of each commit, and the others are not shown at all.

/** Makes one request of a table within the present transaction; no live query hears of it. */
export function bareRequest<T>(table: Table, ask: (store: IDBObjectStore) => IDBRequest<T>): PromiseLike<T> {
  const store = storeOf(table);
  return new Dexie.Promise<T>((resolve, reject) => settle(ask(store), resolve, reject));
}

/** Writes rows within the present transaction, rejecting with the first that is refused; no live query hears of it. */
export function bareWrite(table: Table, rows: readonly unknown[], way: 'add' | 'put'): PromiseLike<unknown> {
  const store = storeOf(table);
  return new Dexie.Promise<unknown>((resolve, reject) => {
    // Requests are answered in their order, so the last answer stands for all.
    rows.forEach((row, index) =>
      settle(store[way](row), index === rows.length - 1 ? resolve : undefined, reject),
    );
  });
}

function storeOf(table: Table): IDBObjectStore {
  return Dexie.currentTransaction.idbtrans.objectStore(table.name);
}

function settle<T>(
  request: IDBRequest<T>,
  resolve: ((value: T) => void) | undefined,
  reject: (cause: unknown) => void,
): void {
  if (resolve !== undefined) request.onsuccess = () => resolve(request.result);
  request.onerror = (event) => {
    // Whoever waits for it decides what becomes of the transaction, as with every other call.
    event.preventDefault();
    event.stopPropagation();
    reject(request.error ?? new Error('the database gave no reason'));
  };
}
