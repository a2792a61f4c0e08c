import type { Table } from 'dexie';
import type { Commit, CommitProblem, NewIntent } from '../../shared/ports/local-store';
import type { AuditEntry, NewAuditEntry } from '../../shared/schema/audit';
import type { Intent } from '../../shared/schema/intent';
import { type JournalEntry, LONGEST_ENTRY, type TableChange } from '../../shared/schema/journal';
import type { NamedWait, SyncLogEntry } from '../../shared/schema/sync-state';
import { chainEntry } from './audit-chain';
import { bareRequest, bareWrite } from './bare-request';
import {
  checkCursors,
  checkIntents,
  checkRevisions,
  freshRecords,
  keyText,
  Refused,
  type WritingWay,
} from './check-commit';
import { type BlobRow, type DeskDb, type MetaRow, tableOf } from './desk-db';
import { namesOf } from './held-entries';
import { isFree, packsOf, worthPacking } from './packed-bases';
import { type RedoChanges, startRedoChanges } from './redo-changes';

/** Log lines kept; older ones go when new ones come. */
const LOG_LIMIT = 2000;

/**
 * The last intent number and history line as this context knows them. Reading them again for every save would double its
 * cost; when another context has written since, its line stands at our number, the commit aborts and is made again afresh.
 */
export type Heads = { seq?: number; audit?: AuditEntry | null };

/** What a transaction needs from outside, since nothing but database calls may be awaited in it. */
export type EntryStamp = { readonly id: string; readonly at: string };

/** Tables that a commit writes to or reads from; empty when it holds nothing. */
export function tablesFor(db: DeskDb, commit: Commit): Table[] {
  const names = new Set<string>();
  const when = (present: readonly unknown[] | undefined, ...tables: string[]): void => {
    if (some(present)) for (const table of tables) names.add(table);
  };
  for (const put of commit.puts ?? []) names.add(tableOf[put.kind]);
  for (const expected of commit.expect ?? []) names.add(tableOf[expected.key.kind]);
  when(commit.newIntents, 'intents');
  when(commit.intents, 'intents');
  when(commit.expectIntents, 'intents');
  when(commit.audits, 'audit');
  when(commit.blobs, 'blobs');
  when(commit.bases, 'bases', 'packedBases');
  when(commit.cursors, 'cursors');
  when(commit.expectCursors, 'cursors');
  when(commit.namedWaits, 'meta');
  when(commit.conflicts, 'conflicts');
  when(commit.quarantine, 'quarantine');
  when(commit.releaseQuarantine, 'quarantine');
  when(commit.heldRows, 'heldRows');
  when(commit.releaseHeldRows, 'heldRows');
  when(commit.log, 'log');
  if (names.size > 0) names.add('redo');
  return [...names].map((name) => db.table(name));
}

function lacksHeads(commit: Commit, heads: Heads): boolean {
  return (
    (some(commit.newIntents) && heads.seq === undefined) || (some(commit.audits) && heads.audit === undefined)
  );
}

async function readHeads(db: DeskDb, commit: Commit, heads: Heads): Promise<void> {
  if (some(commit.newIntents) && heads.seq === undefined) {
    const last = await db.intents.orderBy('seq').lastKey();
    heads.seq = typeof last === 'number' ? last : 0;
  }
  if (some(commit.audits) && heads.audit === undefined) {
    heads.audit = (await db.audit.orderBy('seq').last()) ?? null;
  }
}

function numbered(intents: readonly NewIntent[], heads: Heads): Intent[] {
  const start = heads.seq ?? 0;
  heads.seq = start + intents.length;
  return intents.map((intent, index) => ({ ...intent, seq: start + 1 + index }));
}

function chained(audits: readonly NewAuditEntry[], heads: Heads): AuditEntry[] {
  let previous = heads.audit ?? undefined;
  const lines = audits.map((entry) => {
    const next = chainEntry(entry, previous);
    previous = next;
    return next;
  });
  heads.audit = previous ?? null;
  return lines;
}

async function addBlobs(db: DeskDb, blobs: readonly BlobRow[]): Promise<void> {
  for (const row of blobs) {
    // The hash names the bytes, so bytes that are here already are the same and stay untouched.
    if ((await db.blobs.where('sha256').equals(row.sha256).count()) === 0) await db.blobs.add(row);
  }
}

async function addLog(db: DeskDb, log: readonly SyncLogEntry[]): Promise<void> {
  const lastKey = await db.log.bulkAdd([...log]);
  await db.log
    .where(':id')
    .belowOrEqual(lastKey - LOG_LIMIT)
    .delete();
}

function some<T>(rows: readonly T[] | undefined): rows is readonly T[] {
  return rows !== undefined && rows.length > 0;
}

/** One put where there is one row: a bulk put costs more. */
function putAll<T>(table: Table<T>, rows: readonly T[]): PromiseLike<unknown> {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? table.put(only) : table.bulkPut([...rows]);
}

function addAll<T>(table: Table<T>, rows: readonly T[]): PromiseLike<unknown> {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? table.add(only) : table.bulkAdd([...rows]);
}

function putUnwatched<T>(table: Table<T>, rows: readonly T[]): PromiseLike<unknown> {
  return bareWrite(table, rows, 'put');
}

function addUnwatched<T>(table: Table<T>, rows: readonly T[]): PromiseLike<unknown> {
  return bareWrite(table, rows, 'add');
}

/** Where the last wait that a remote named stands. */
export function waitKey(remote: NamedWait['remote']): string {
  return `wait:${remote}`;
}

function waitRow(wait: NamedWait): MetaRow {
  return { key: waitKey(wait.remote), value: wait };
}

/** Writes of one transaction, started at once; each is told to the journal's entry as well. */
type Writing = { readonly db: DeskDb; readonly redo: RedoChanges; readonly parts: PromiseLike<unknown>[] };

function writeRecords(
  { db, redo, parts }: Writing,
  puts: NonNullable<Commit['puts']>,
  fresh: ReadonlySet<string>,
): void {
  const byTable = new Map<string, { readonly add: unknown[]; readonly put: unknown[] }>();
  for (const { kind, record } of puts) {
    const table = tableOf[kind];
    const rows = byTable.get(table) ?? { add: [], put: [] };
    (fresh.has(keyText({ kind, id: record.id })) ? rows.add : rows.put).push(record);
    byTable.set(table, rows);
    redo.put(table, record.id, record);
  }
  for (const [table, { add, put }] of byTable) {
    if (some(add)) parts.push(bareWrite(db.table(table), add, 'add'));
    if (some(put)) parts.push(bareWrite(db.table(table), put, 'put'));
  }
}

function writeRows<T>(
  { redo, parts }: Writing,
  table: Table<T>,
  rows: readonly T[] | undefined,
  keyOf: (row: T) => string | number,
  write: typeof putAll = putAll,
): void {
  if (!some(rows)) return;
  for (const row of rows) redo.put(table.name, keyOf(row), row);
  parts.push(write(table, rows));
}

function deleteRows({ redo, parts }: Writing, table: Table, keys: readonly string[] | undefined): void {
  if (!some(keys)) return;
  redo.remove(table.name, keys);
  parts.push(table.bulkDelete([...keys]));
}

const tooMuchAtOnce: CommitProblem = {
  kind: 'storage',
  message:
    'Nothing was saved: this is too much to be kept safe in one piece. Split it, such as a file in two.',
};

/**
 * Characters from which on an entry that is in the journal soon anyway only names its rows in the database: what a page of
 * a feed holds would be written there twice otherwise, which takes as long as the rows themselves.
 */
const WORTH_NAMING = 10_000;

async function writeEntry(
  db: DeskDb,
  changes: readonly TableChange[],
  stamp: EntryStamp,
  mayLag: boolean,
): Promise<JournalEntry> {
  const { id, at } = stamp;
  const text = JSON.stringify({ at, changes });
  if (text.length > LONGEST_ENTRY) throw new Refused(tooMuchAtOnce);
  const row =
    mayLag && text.length > WORTH_NAMING ? { id, text: '', rows: namesOf(at, changes) } : { id, text };
  const n = Number(await bareRequest(db.redo, (store) => store.add(row)));
  return { n, id, text };
}

/**
 * Writes a commit within the present transaction and gives its entry for the journal, null when there is nothing to
 * keep there. Everything is started at once: IndexedDB keeps the order, and a refused revision aborts all of it.
 */
export async function writeCommit(
  db: DeskDb,
  commit: Commit,
  heads: Heads,
  stamp: EntryStamp,
  way: WritingWay,
): Promise<JournalEntry | null> {
  const writing: Writing = { db, redo: startRedoChanges(), parts: [] };
  const { parts, redo } = writing;
  if (lacksHeads(commit, heads)) await readHeads(db, commit, heads);
  const fresh = freshRecords(commit, way);
  const worth = worthPacking(commit.bases, fresh);
  const packing = some(worth) && (await isFree(db, worth)) ? worth : [];
  const seen = commit.expect?.filter(({ key }) => !fresh.has(keyText(key)));
  if (some(seen)) parts.push(...checkRevisions(db, seen));
  if (some(commit.expectIntents)) parts.push(checkIntents(db, commit.expectIntents));
  if (some(commit.expectCursors)) parts.push(checkCursors(db, commit.expectCursors));
  if (some(commit.puts)) writeRecords(writing, commit.puts, fresh);
  writeRows(writing, db.intents, commit.intents, ({ id }) => id);
  if (some(commit.newIntents)) {
    writeRows(writing, db.intents, numbered(commit.newIntents, heads), ({ id }) => id, addAll);
  }
  if (some(commit.audits)) {
    writeRows(writing, db.audit, chained(commit.audits, heads), ({ seq }) => seq, addAll);
  }
  if (some(commit.blobs)) {
    // The bytes lie beside the journal as files, whole before this entry; the row says that they belong to the store.
    for (const { sha256 } of commit.blobs) redo.put('blobs', sha256, null);
    parts.push(addBlobs(db, commit.blobs));
  }
  const packed = new Set(packing);
  writeRows(
    writing,
    db.bases,
    commit.bases?.filter((base) => !packed.has(base)),
    ({ key }) => key,
    putUnwatched,
  );
  writeRows(writing, db.packedBases, packsOf(packing), ({ first }) => first, addUnwatched);
  writeRows(writing, db.cursors, commit.cursors, ({ stream }) => stream);
  writeRows(writing, db.meta, commit.namedWaits?.map(waitRow), ({ key }) => key);
  writeRows(writing, db.conflicts, commit.conflicts, ({ id }) => id);
  writeRows(writing, db.quarantine, commit.quarantine, ({ id }) => id);
  deleteRows(writing, db.quarantine, commit.releaseQuarantine);
  writeRows(writing, db.heldRows, commit.heldRows, ({ id }) => id);
  deleteRows(writing, db.heldRows, commit.releaseHeldRows);
  // The log is for looking at, not a part of what must come back.
  if (some(commit.log)) parts.push(addLog(db, commit.log));
  const changes = redo.list();
  const entry =
    changes === null ? Promise.resolve(null) : writeEntry(db, changes, stamp, commit.journalMayLag ?? false);
  parts.push(entry);
  await Promise.all(parts);
  return entry;
}

/** Writes one line of what the workspace knows about itself, within the present transaction, and gives its entry. */
export async function writeMeta(db: DeskDb, row: MetaRow, stamp: EntryStamp): Promise<JournalEntry> {
  const change = { table: db.meta.name, puts: [{ key: row.key, row }], deletes: [] };
  const [, entry] = await Promise.all([db.meta.put(row), writeEntry(db, [change], stamp, false)]);
  return entry;
}
