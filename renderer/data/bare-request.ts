import { Dexie, type Table } from 'dexie';

/**
 * Makes one request of a table within the present transaction without the layers of Dexie, which take longer than the
 * request. No live query hears of it, so it is for reading and for tables that none looks at.
 */
export function bareRequest<T>(table: Table, ask: (store: IDBObjectStore) => IDBRequest<T>): PromiseLike<T> {
  const transaction = Dexie.currentTransaction;
  return new Dexie.Promise<T>((resolve, reject) => {
    const request = ask(transaction.idbtrans.objectStore(table.name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // Whoever waits for it decides what becomes of the transaction, as with every other call.
      event.preventDefault();
      event.stopPropagation();
      reject(request.error ?? new Error('the database gave no reason'));
    };
  });
}
