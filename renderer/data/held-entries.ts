import {
  JournalChanges,
  type JournalEntry,
  type RowKey,
  type TableChange,
} from '../../shared/schema/journal';
import type { DeskDb, NamedRows, RedoRow } from './desk-db';

type Numbered = RedoRow & { readonly n: number };

/** Whether a row still holds what its entry tells; it is kept for its number otherwise. */
export function isHeld(row: RedoRow): row is Numbered {
  return row.n !== undefined && (row.text !== '' || row.rows !== undefined);
}

/** The rows that changes are about, by their keys. */
export function namesOf(at: string, changes: readonly TableChange[]): NamedRows {
  return {
    at,
    tables: changes.map(({ table, puts, deletes }) => ({
      table,
      keys: [...puts.map(({ key }) => key), ...deletes],
    })),
  };
}

function namesIn({ text, rows }: RedoRow): NamedRows {
  if (rows !== undefined) return rows;
  const { at, changes } = JournalChanges.parse(JSON.parse(text));
  return namesOf(at, changes);
}

type Keys = ReadonlyMap<string, ReadonlySet<RowKey>>;

/** The keys of all these entries, by table. */
function keysOf(named: readonly NamedRows[]): Keys {
  const byTable = new Map<string, Set<RowKey>>();
  for (const { table, keys } of named.flatMap(({ tables }) => tables)) {
    const known = byTable.get(table) ?? new Set();
    for (const key of keys) known.add(key);
    byTable.set(table, known);
  }
  return byTable;
}

type Rows = ReadonlyMap<string, ReadonlyMap<RowKey, unknown>>;

async function rowsNow(db: DeskDb, keys: Keys): Promise<Rows> {
  const read = async ([table, wanted]: [string, ReadonlySet<RowKey>]) => {
    const found: unknown[] = await db.table(table).bulkGet([...wanted]);
    return [table, new Map([...wanted].map((key, index) => [key, found[index]]))] as const;
  };
  return new Map(await Promise.all([...keys].map(read)));
}

/** Changes that make these rows what they are now; one that is no longer there was deleted. */
function changesTo(keys: Keys, rows: Rows, blobs: string): TableChange[] {
  return [...keys].map(([table, wanted]) => {
    const there = [...wanted].filter((key) => table === blobs || rows.get(table)?.get(key) !== undefined);
    // The bytes of documents lie beside the journal; its entries only say that they belong to the store.
    const puts = there.map((key) => ({ key, row: table === blobs ? null : rows.get(table)?.get(key) }));
    const isThere = new Set(there);
    return { table, puts, deletes: [...wanted].filter((key) => !isThere.has(key)) };
  });
}

/**
 * Entries of which one names its rows only. Each tells what its rows and those of all later ones hold now. So a journal
 * that ends with any of them is as the database is, never half of it; and so it is where one of them, as it was written,
 * came to the journal in another way meanwhile.
 */
async function asTheyStand(db: DeskDb, entries: readonly Numbered[]): Promise<JournalEntry[]> {
  const named = entries.map(namesIn);
  const rows = await rowsNow(db, keysOf(named));
  return entries.map(({ n, id }, index) => {
    const changes = changesTo(keysOf(named.slice(index)), rows, db.blobs.name);
    return { n, id, text: JSON.stringify({ at: named[index]?.at, changes }) };
  });
}

/** The entries behind a number that the database still holds, in order; null when the first of them is missing. */
export function heldEntries(db: DeskDb, after: number): Promise<JournalEntry[] | null> {
  return db.transaction('r', db.tables, async () => {
    const held = (await db.redo.where(':id').above(after).sortBy('n')).filter(isHeld);
    if (!held.every(({ n }, index) => n === after + 1 + index)) return null;
    const named = held.findIndex(({ text }) => text === '');
    const told = named === -1 ? held : held.slice(0, named);
    const whole = told.map(({ n, id, text }) => ({ n, id, text }));
    return named === -1 ? whole : [...whole, ...(await asTheyStand(db, held.slice(named)))];
  });
}

/** Removes entries that the journal has; the last one stays and tells how far the database is. */
export async function trimEntries(db: DeskDb, secured: number): Promise<void> {
  await db.redo.where(':id').below(secured).delete();
}
