import type { Page } from '@playwright/test';

/** Tables of what the person entered; the queue is compared without how often it was tried. */
const tables = [
  'partners',
  'budgets',
  'fundRequests',
  'claims',
  'documents',
  'planItems',
  'quarterPlans',
  'registrations',
  'heldRows',
  'conflicts',
  'audit',
] as const;

/** What is in the window's database: rows of the person's tables, the waiting changes, and the files by their digest. */
export type LocalRows = {
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly waiting: readonly string[];
  readonly files: readonly string[];
};

/** Reads the database of the window past the app. */
export async function localRows(page: Page): Promise<LocalRows> {
  return page.evaluate(async (names) => {
    const [found] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(found?.name ?? '');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    });
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('not read'));
      });
    const reading = db.transaction([...names, 'intents', 'blobs']);
    const rows: Record<string, Record<string, unknown>[]> = {};
    for (const name of names) rows[name] = await ask(reading.objectStore(name).getAll());
    const intents = await ask(reading.objectStore('intents').getAll());
    const files = await ask(reading.objectStore('blobs').getAllKeys());
    db.close();
    return {
      rows,
      waiting: intents
        .filter(({ state }) => state !== 'done' && state !== 'discarded')
        .map(({ id, seq, kind, subject, label }) => JSON.stringify([seq, id, kind, subject, label]))
        .sort(),
      files: files.map(String).sort(),
    };
  }, tables);
}
