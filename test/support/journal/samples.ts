import { createHash, randomUUID } from 'node:crypto';
import { aesCipher } from '../../../electron/journal/cipher';
import { type JournalOptions, type OpenJournal, openJournal } from '../../../electron/journal/journal';
import type { Journal } from '../../../shared/ports/journal';
import type { JournalEntry, RowKey, TableChange } from '../../../shared/schema/journal';
import { Instant, Sha256 } from '../../../shared/schema/values';

/** What a store holds: rows by table and key. */
export type Rows = Map<string, unknown>;

/** A key to seal with. */
export const aCipher = aesCipher({ keyId: 'key-1', key: Buffer.alloc(32, 7), protection: 'key-store' });

/** A store that nobody has used yet. */
export const start = { n: 0, id: '' };

/** A change of one row; without content it goes. */
export function aChange(table: string, key: RowKey, row?: unknown): TableChange {
  return row === undefined
    ? { table, puts: [], deletes: [key] }
    : { table, puts: [{ key, row }], deletes: [] };
}

/** An entry of a commit. */
export function anEntry(
  n: number,
  changes?: readonly TableChange[],
  id: string = randomUUID(),
): JournalEntry {
  const at = Instant.parse('2026-11-25T08:00:00.000Z');
  const content = changes ?? [
    aChange('partner', `partner-${n}`, { id: `partner-${n}`, name: `Partner ${n}` }),
  ];
  return { n, id, text: JSON.stringify({ at, changes: content }) };
}

/** Does changes to rows, as a store does when it replays them. */
export function apply(rows: Rows, changes: readonly TableChange[]): void {
  for (const { table, puts, deletes } of changes) {
    for (const key of deletes) rows.delete(JSON.stringify([table, key]));
    for (const { key, row } of puts) rows.set(JSON.stringify([table, key]), row);
  }
}

/** Reads a whole replay. */
export async function replayAll(
  journal: Journal,
  after: number | null,
  rows: Rows = new Map(),
): Promise<Rows> {
  let part: string | null = null;
  do {
    const page = await journal.replay(after, part);
    if (!page.ok) throw new Error(page.error.message);
    apply(rows, page.value.changes);
    part = page.value.next;
  } while (part !== null);
  return rows;
}

/** Rows as comparable data. */
export function sortedRows(rows: Rows): [string, unknown][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Opens a journal that can be opened. */
export async function opened(options: JournalOptions): Promise<OpenJournal> {
  const result = await openJournal(options);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Writes a base of rows. */
export async function writeBase(
  journal: Journal,
  storeId: string,
  head: { n: number; id: string } = start,
  changes: readonly TableChange[] = [],
): Promise<void> {
  for (const step of [
    () => journal.beginBase(storeId, head),
    () => journal.addToBase(changes),
    () => journal.finishBase(),
  ]) {
    const done = await step();
    if (!done.ok) throw new Error(done.error.message);
  }
}

/** Adds entries that must be taken. */
export async function mustAppend(journal: Journal, ...entries: JournalEntry[]): Promise<void> {
  const done = await journal.append(entries);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
}

/** Bytes of a document and their hash. */
export function aFile(text: string): { sha256: Sha256; bytes: Uint8Array } {
  const bytes = Buffer.from(text, 'utf8');
  return { bytes, sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex')) };
}
