import { causeText } from '../../shared/lib/cause';
import { err, ok, type Result } from '../../shared/lib/result';
import { DeskDb } from './desk-db';
import { migrations } from './migrations';

/** Why the database was not opened; it is untouched in every case. */
export type OpenProblem =
  | { readonly kind: 'newer'; readonly found: number; readonly known: number }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Opens a workspace's database, migrating it when it is older. One written by a newer app is refused
 * before anything is opened, because Dexie itself would open it and write rows the newer app cannot read.
 */
export async function openDesk(name: string): Promise<Result<DeskDb, OpenProblem>> {
  try {
    const existing = (await indexedDB.databases()).find((found) => found.name === name);
    // Dexie multiplies its version numbers by ten to leave room between them.
    const found = Math.floor((existing?.version ?? 0) / 10);
    if (found > migrations.length) return err({ kind: 'newer', found, known: migrations.length });
    const db = new DeskDb(name);
    await db.open();
    return ok(db);
  } catch (cause) {
    return err({ kind: 'failed', message: causeText(cause) });
  }
}
