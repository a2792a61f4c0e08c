import { cmp, Dexie, type Table } from 'dexie';

type Value = string | number;

/** From so many values on it pays to look first at what there is between them. */
const MANY = 50;

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The index could not be read.'));
  });
}

/** Everything is asked at once: a cursor from value to value waits more than a millisecond for each that is there. */
async function oneByOne<T>(source: IDBIndex, values: readonly Value[]): Promise<T[]> {
  const keys = await Promise.all(values.map((value) => answerOf(source.getKey(value))));
  const there = values.filter((_, index) => keys[index] !== undefined);
  const found = await Promise.all(there.map((value) => answerOf<T[]>(source.getAll(value))));
  return found.flat();
}

/** The records that have one of the values in an indexed field, for the thousands of values that a page of a feed has. */
export async function findMany<T>(
  table: Table<T, string>,
  index: string,
  values: readonly Value[],
): Promise<T[]> {
  const wanted = new Set(values);
  const ordered = [...wanted].sort(cmp);
  const [first] = ordered;
  const last = ordered.at(-1);
  const at = table.where(index);
  if (first === undefined || last === undefined) return [];
  if (ordered.length < MANY) return at.anyOf(ordered).toArray();
  const between = table.where(index).between(first, last, true, true);
  if ((await between.count()) <= ordered.length) {
    const near = await between.toArray();
    return near.filter((record) => wanted.has(Dexie.getByKeyPath(record as object, index) as Value));
  }
  return table.db.transaction('r', table, ({ idbtrans }) =>
    oneByOne<T>(idbtrans.objectStore(table.name).index(index), ordered),
  );
}

/** Up to so many rows for each wanted one are read along where the wanted ones lie close together. */
const READ_ALONG = 2;

/** Those of the rows with these keys that are there: each for itself, or in one request where they lie close together. */
export async function findByKeys<T>(table: Table<T, string>, keys: readonly string[]): Promise<T[]> {
  const wanted = new Set(keys);
  const ordered = [...wanted].sort();
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first !== undefined && last !== undefined && ordered.length >= MANY) {
    const between = table.where(':id').between(first, last, true, true);
    if ((await between.count()) <= READ_ALONG * ordered.length) {
      const path = String(table.schema.primKey.keyPath);
      const near = await between.toArray();
      return near.filter((row) => wanted.has(Dexie.getByKeyPath(row as object, path) as string));
    }
  }
  return (await table.bulkGet(ordered)).filter((row) => row !== undefined);
}

/** What an index has for the values: for each of them, all at once, or for all between where that is little more. */
async function near<R>(
  source: IDBIndex,
  values: readonly IDBValidKey[],
  ask: (query: IDBValidKey | IDBKeyRange) => IDBRequest<R[]>,
): Promise<R[]> {
  const ordered = [...values].sort(cmp);
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first !== undefined && last !== undefined && ordered.length >= MANY) {
    const between = IDBKeyRange.bound(first, last);
    if ((await answerOf(source.count(between))) <= READ_ALONG * ordered.length) return answerOf(ask(between));
  }
  return (await Promise.all(ordered.map((value) => answerOf(ask(value))))).flat();
}

function indexOf(transaction: IDBTransaction, table: Table<unknown, string>, name: string): IDBIndex {
  return transaction.objectStore(table.name).index(name);
}

/** The rows that have one of the values in an index, and perhaps others close to them. No live query hears of their changes. */
export function findNear<T>(
  table: Table<T, string>,
  index: string,
  values: readonly (string | string[])[],
): Promise<T[]> {
  return table.db.transaction('r', table, ({ idbtrans }) => {
    const source = indexOf(idbtrans, table, index);
    return near<T>(source, values, (query) => source.getAll(query));
  });
}

/** The keys of the rows that have one of the values in an index, and perhaps of others close to them. */
export async function findKeysNear(
  table: Table<unknown, string>,
  index: string,
  values: readonly string[],
): Promise<string[]> {
  const keys = await table.db.transaction('r', table, ({ idbtrans }) => {
    const source = indexOf(idbtrans, table, index);
    return near<IDBValidKey>(source, values, (query) => source.getAllKeys(query));
  });
  return [...new Set(keys.flatMap((key) => (typeof key === 'string' ? [key] : [])))];
}
