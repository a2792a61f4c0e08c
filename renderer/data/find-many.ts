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

/** Those of the records with these ids that are there: each for itself, or in one request where they lie close together. */
export async function findByIds<T>(table: Table<T, string>, ids: readonly string[]): Promise<T[]> {
  const wanted = new Set(ids);
  const ordered = [...wanted].sort();
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first !== undefined && last !== undefined && ordered.length >= MANY) {
    const between = table.where(':id').between(first, last, true, true);
    if ((await between.count()) <= READ_ALONG * ordered.length) {
      const near = await between.toArray();
      return near.filter((record) => wanted.has(Dexie.getByKeyPath(record as object, 'id') as string));
    }
  }
  return (await table.bulkGet(ordered)).filter((record) => record !== undefined);
}
