import { err, ok, type Result } from '../../shared/lib/result';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Journal } from '../../shared/ports/journal';
import type { JournalHead, JournalState, JournalTrouble, TableChange } from '../../shared/schema/journal';
import { Sha256 } from '../../shared/schema/values';
import type { BlobRow, DeskDb } from './desk-db';
import { foldNamesAgain } from './fold-names';
import { documentsOf, plainBytes, rowOf } from './sealed-blobs';
import { standKey } from './store-stand';

/** How far a restoration or a new base is; `rows` counts what was written so far. */
export type RestoreProgress = { readonly rows: number; readonly files: number };

/** What could be brought back, and what could not, by name. */
export type Restored = {
  readonly rows: number;
  readonly files: number;
  readonly missing: readonly string[];
  /** The remotes are read from their beginning again, for what they have of it. */
  readonly isReadAgain: boolean;
};

/** Rows of a table that go to the journal at once. */
const ROWS_AT_ONCE = 500;

/** Tables that are no part of what must come back: entries on their way, and lines for looking at. */
const notKept: ReadonlySet<string> = new Set(['redo', 'log']);

/** The mark of how the database stands is its own; one of another time would hide that a restoration is not done. */
function isMark(table: string, key: unknown): boolean {
  return table === 'meta' && key === standKey;
}

async function writeChange(db: DeskDb, change: TableChange): Promise<number> {
  const table = db.table(change.table);
  if (change.deletes.length > 0) await table.bulkDelete([...change.deletes]);
  const puts = change.puts.filter(({ key }) => !isMark(change.table, key));
  if (puts.length > 0) await table.bulkPut(puts.map(({ row }) => row));
  return puts.length;
}

/** Brings back the bytes of documents, one after the other, so that memory does not grow with them. */
async function restoreFiles(
  db: DeskDb,
  journal: Journal,
  names: ReadonlySet<string>,
  seal: FileSeal | undefined,
  tell: (files: number) => void,
): Promise<{ files: number; missing: string[] }> {
  const missing: string[] = [];
  let files = 0;
  for (const name of names) {
    const sha256 = Sha256.parse(name);
    const isHere = (await db.blobs.where('sha256').equals(name).count()) > 0;
    const bytes = isHere ? null : await journal.readFile(sha256);
    if (bytes !== null) await db.blobs.put(await rowOf({ sha256, bytes }, await documentsOf(db, name), seal));
    if (isHere || bytes !== null) files += 1;
    else missing.push(await documentName(db, name));
    tell(files);
  }
  return { files, missing };
}

async function documentName(db: DeskDb, sha256: string): Promise<string> {
  const document = await db.records('document').where('sha256').equals(sha256).first();
  return document ? `the file “${document.name}”` : `a file (${sha256.slice(0, 12)}…)`;
}

/**
 * Writes everything the journal holds behind `after` (null: everything) into the database, in order; the mark of where
 * the database stands comes last, so that an interrupted restoration is done again.
 */
export async function restoreFromJournal(
  db: DeskDb,
  journal: Journal,
  state: JournalState,
  after: number | null,
  seal: FileSeal | undefined,
  tell: (progress: RestoreProgress) => void,
): Promise<Result<Restored, JournalTrouble>> {
  await db.meta.put({ key: standKey, value: { storeId: state.storeId, isWhole: false } });
  const unknown = new Set<string>();
  const files = new Set<string>();
  let rows = 0;
  let part: string | null = null;
  do {
    const page = await journal.replay(after, part);
    if (!page.ok) return err(page.error);
    for (const change of page.value.changes) {
      if (change.table === db.blobs.name) for (const { key } of change.puts) files.add(String(key));
      else if (db.tables.some(({ name }) => name === change.table)) rows += await writeChange(db, change);
      else unknown.add(change.table);
    }
    tell({ rows, files: 0 });
    part = page.value.next;
  } while (part !== null);
  await foldNamesAgain(db.records('partner'));
  const back = await restoreFiles(db, journal, files, seal, (count) => tell({ rows, files: count }));
  // Where something is missing the remotes are read from their beginning, which brings back what they have.
  const isWhole = state.losses.length === 0;
  await db.transaction('rw', [db.meta, db.redo, db.cursors], async () => {
    if (!isWhole) await db.cursors.clear();
    if (state.head !== null && state.head.n > 0) await db.redo.put({ ...state.head, text: '' });
    await db.meta.put({ key: standKey, value: { storeId: state.storeId, isWhole: true } });
  });
  const missing = [
    ...state.losses.map(({ what }) => what),
    ...[...unknown].map((table) => `the table “${table}”, which this app does not know`),
    ...back.missing,
  ];
  return ok({ rows, files: back.files, missing, isReadAgain: !isWhole });
}

/** Makes the journal anew from the database's rows and documents. Nothing else may write meanwhile. */
export async function baseFromStore(
  db: DeskDb,
  journal: Journal,
  stand: { readonly storeId: string; readonly head: JournalHead; readonly isFirst: boolean },
  seal: FileSeal | undefined,
  tell: (progress: RestoreProgress) => void,
): Promise<Result<void, JournalTrouble>> {
  // A first journal that was interrupted is not one that was lost.
  await noteStand(db, stand.storeId, stand.isFirst);
  const begun = await journal.beginBase(stand.storeId, stand.head);
  if (!begun.ok) return begun;
  let rows = 0;
  let files = 0;
  for (const table of db.tables.filter(({ name }) => !notKept.has(name))) {
    let last: string | number | undefined;
    for (;;) {
      const range = last === undefined ? table.toCollection() : table.where(':id').above(last);
      const isFiles = table.name === db.blobs.name;
      const keys = await range.limit(isFiles ? 1 : ROWS_AT_ONCE).primaryKeys();
      if (keys.length === 0) break;
      const found: unknown[] = await table.bulkGet(keys);
      if (isFiles) {
        for (const row of found as BlobRow[]) {
          const bytes = await plainBytes(row, seal);
          // What no key opens any more is named as lost when the documents are compared.
          if (bytes === null) continue;
          const kept = await journal.putFile({ sha256: Sha256.parse(row.sha256), bytes });
          if (!kept.ok) return kept;
          files += 1;
        }
      }
      const puts = keys
        .map((key: string | number, index) => ({ key, row: isFiles ? null : found[index] }))
        .filter(({ key }) => !isMark(table.name, key));
      const added = await journal.addToBase([{ table: table.name, puts, deletes: [] }]);
      if (!added.ok) return added;
      rows += keys.length;
      tell({ rows, files });
      last = keys.at(-1);
    }
  }
  const finished = await journal.finishBase();
  if (finished.ok && stand.isFirst) await noteStand(db, stand.storeId, false);
  return finished;
}

/** Notes which journal a whole database belongs to. */
export async function noteStand(db: DeskDb, storeId: string, isUnsecured: boolean): Promise<void> {
  const value = { storeId, isWhole: true, ...(isUnsecured ? { isUnsecured } : {}) };
  await db.meta.put({ key: standKey, value });
}
