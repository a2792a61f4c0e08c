import type { RowKey, TableChange } from '../../shared/schema/journal';
import { z } from '../../shared/schema/zod';

/** A row as its JSON, so that folding copies it unread; null says that the row went. */
export type Row = { readonly table: string; readonly key: RowKey; readonly text: string | null };

/** Total order of rows: by table, then numbers before strings, each in its own order. */
export function compareRows(a: Row, b: Row): number {
  if (a.table !== b.table) return a.table < b.table ? -1 : 1;
  return compareKeys(a.key, b.key);
}

function compareKeys(a: RowKey, b: RowKey): number {
  if (a === b) return 0;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

/** A name for a row that no other row has. */
export function rowName(row: Row): string {
  return JSON.stringify([row.table, row.key]);
}

const RowName = z.tuple([z.string(), z.union([z.string(), z.number()])]);

/** One line for a row; JSON never holds a raw tab or line break. */
export function rowLine(row: Row): string {
  return `${rowName(row)}\t${row.text ?? ''}\n`;
}

/** Reads the lines that `rowLine` made. */
export function parseRows(lines: string): Row[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [table, key] = RowName.parse(JSON.parse(line.slice(0, tab)));
      const text = line.slice(tab + 1);
      return { table, key, text: text === '' ? null : text };
    });
}

/** What commits did, as rows: later ones of the same key count. */
export function rowsOf(changes: readonly TableChange[]): Row[] {
  return changes.flatMap(({ table, puts, deletes }) => [
    ...deletes.map((key) => ({ table, key, text: null })),
    ...puts.map(({ key, row }) => ({ table, key, text: JSON.stringify(row) })),
  ]);
}

/** Rows as changes for an empty store, table by table. */
export function changesOf(rows: readonly Row[]): TableChange[] {
  const changes: { table: string; puts: { key: RowKey; row: unknown }[]; deletes: RowKey[] }[] = [];
  for (const { table, key, text } of rows) {
    let last = changes.at(-1);
    if (last?.table !== table) {
      last = { table, puts: [], deletes: [] };
      changes.push(last);
    }
    if (text === null) last.deletes.push(key);
    else last.puts.push({ key, row: JSON.parse(text) });
  }
  return changes;
}

/** Rows in order, in batches of any size. */
export type RowStream = AsyncIterable<readonly Row[]>;

const BATCH = 256;

/** Merges sorted streams, the newest first: of rows with one key only the newest comes through, and none that went. */
export async function* mergeRows(newestFirst: readonly RowStream[]): AsyncGenerator<Row[]> {
  const cursors = await Promise.all(newestFirst.map((stream) => openCursor(stream)));
  let batch: Row[] = [];
  for (;;) {
    let least: Row | null = null;
    for (const { row } of cursors) {
      if (row !== null && (least === null || compareRows(row, least) < 0)) least = row;
    }
    if (least === null) break;
    if (least.text !== null) batch.push(least);
    for (const cursor of cursors) {
      if (cursor.row !== null && compareRows(cursor.row, least) === 0 && !cursor.step()) await cursor.load();
    }
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

type RowCursor = { row: Row | null; step(): boolean; load(): Promise<void> };

async function openCursor(stream: RowStream): Promise<RowCursor> {
  const batches = stream[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let at = -1;
  const cursor: RowCursor = {
    row: null,
    step() {
      at += 1;
      cursor.row = batch[at] ?? null;
      return cursor.row !== null;
    },
    async load() {
      while (cursor.row === null) {
        const next = await batches.next();
        if (next.done) return;
        batch = next.value;
        at = 0;
        cursor.row = batch[0] ?? null;
      }
    },
  };
  await cursor.load();
  return cursor;
}
