import type { Table } from 'dexie';
import { err, ok, type Result } from '../../shared/lib/result';
import type { BlobPut, Commit, CommitProblem, LocalStore, NewIntent } from '../../shared/ports/local-store';
import type { NewAuditEntry } from '../../shared/schema/audit';
import type { RecordKey } from '../../shared/schema/intent';
import { type AnyRecord, recordSchemas } from '../../shared/schema/record';
import { Settings } from '../../shared/schema/settings';
import type { SyncLogEntry } from '../../shared/schema/sync-state';
import { chainEntry } from './audit-chain';
import { type DeskDb, tableOf } from './desk-db';

/** Log lines kept; older ones go when new ones come. */
const LOG_LIMIT = 2000;

/** Tells other parts of the app which records a commit changed; called after the transaction is on disk. */
export type CommitListener = (keys: readonly RecordKey[]) => void;

class Refused extends Error {
  constructor(readonly problem: CommitProblem) {
    super(problem.kind);
  }
}

function checkRecords(commit: Commit): CommitProblem | undefined {
  for (const put of commit.puts ?? []) {
    const parsed = recordSchemas[put.kind].safeParse(put.record);
    if (parsed.success) continue;
    const issue = parsed.error.issues[0];
    return {
      kind: 'invalid',
      key: { kind: put.kind, id: put.record.id },
      path: issue?.path.join('.') ?? '',
      message: issue?.message ?? 'the record does not fit its schema',
    };
  }
  return undefined;
}

function tablesFor(db: DeskDb, commit: Commit): Table[] {
  const names = new Set<string>();
  const when = (present: readonly unknown[] | undefined, ...tables: string[]): void => {
    if (present && present.length > 0) for (const table of tables) names.add(table);
  };
  for (const put of commit.puts ?? []) names.add(tableOf[put.kind]);
  for (const expected of commit.expect ?? []) names.add(tableOf[expected.key.kind]);
  when(commit.newIntents, 'intents');
  when(commit.intents, 'intents');
  when(commit.audits, 'audit');
  when(commit.blobs, 'blobs');
  when(commit.bases, 'bases');
  when(commit.cursors, 'cursors');
  when(commit.conflicts, 'conflicts');
  when(commit.quarantine, 'quarantine');
  when(commit.releaseQuarantine, 'quarantine');
  when(commit.heldRows, 'heldRows');
  when(commit.releaseHeldRows, 'heldRows');
  when(commit.log, 'log');
  return [...names].map((name) => db.table(name));
}

async function checkRevisions(db: DeskDb, expected: NonNullable<Commit['expect']>): Promise<void> {
  for (const { key, rev } of expected) {
    const found = await db.records(key.kind).get(key.id);
    const foundRev = found?.rev ?? null;
    if (foundRev !== rev) throw new Refused({ kind: 'moved-on', key, expected: rev, found: foundRev });
  }
}

async function putRecords(db: DeskDb, puts: readonly AnyRecord[]): Promise<void> {
  const byTable = new Map<string, unknown[]>();
  for (const put of puts) {
    const table = tableOf[put.kind];
    const rows = byTable.get(table) ?? [];
    rows.push(put.record);
    byTable.set(table, rows);
  }
  for (const [table, rows] of byTable) {
    if (rows.length === 1) await db.table(table).put(rows[0]);
    else await db.table(table).bulkPut(rows);
  }
}

async function addIntents(db: DeskDb, intents: readonly NewIntent[]): Promise<void> {
  const last = await db.intents.orderBy('seq').last();
  const start = last?.seq ?? 0;
  await db.intents.bulkAdd(intents.map((intent, index) => ({ ...intent, seq: start + 1 + index })));
}

async function addAudits(db: DeskDb, audits: readonly NewAuditEntry[]): Promise<void> {
  let previous = await db.audit.orderBy('seq').last();
  const chained = audits.map((entry) => {
    const next = chainEntry(entry, previous);
    previous = next;
    return next;
  });
  await db.audit.bulkAdd(chained);
}

async function addBlobs(db: DeskDb, blobs: readonly BlobPut[]): Promise<void> {
  for (const { sha256, bytes } of blobs) {
    // The hash names the bytes, so bytes that are here already are the same and stay untouched.
    if ((await db.blobs.where('sha256').equals(sha256).count()) === 0) await db.blobs.add({ sha256, bytes });
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

/**
 * Writes every part that is present. Nothing but database calls may be awaited here: IndexedDB ends a
 * transaction that has no request pending.
 */
async function writeAll(db: DeskDb, commit: Commit): Promise<void> {
  if (some(commit.expect)) await checkRevisions(db, commit.expect);
  if (some(commit.puts)) await putRecords(db, commit.puts);
  if (some(commit.intents)) await db.intents.bulkPut([...commit.intents]);
  if (some(commit.newIntents)) await addIntents(db, commit.newIntents);
  if (some(commit.audits)) await addAudits(db, commit.audits);
  if (some(commit.blobs)) await addBlobs(db, commit.blobs);
  if (some(commit.bases)) await db.bases.bulkPut([...commit.bases]);
  if (some(commit.cursors)) await db.cursors.bulkPut([...commit.cursors]);
  if (some(commit.conflicts)) await db.conflicts.bulkPut([...commit.conflicts]);
  if (some(commit.quarantine)) await db.quarantine.bulkPut([...commit.quarantine]);
  if (some(commit.releaseQuarantine)) await db.quarantine.bulkDelete([...commit.releaseQuarantine]);
  if (some(commit.heldRows)) await db.heldRows.bulkPut([...commit.heldRows]);
  if (some(commit.releaseHeldRows)) await db.heldRows.bulkDelete([...commit.releaseHeldRows]);
  if (some(commit.log)) await addLog(db, commit.log);
}

/**
 * Turns an exception of the database into words for the person; Dexie wraps the cause of an aborted
 * transaction, so the names are looked for in both places.
 */
function storageProblem(cause: unknown): CommitProblem {
  const name = cause instanceof Error ? cause.name : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (name === 'QuotaExceededError' || message.includes('QuotaExceeded')) {
    return {
      kind: 'storage',
      message: 'The disk is full, so nothing was saved. Free some space and save again.',
    };
  }
  return { kind: 'storage', message: `The local database refused to save: ${message}` };
}

async function commitTo(db: DeskDb, commit: Commit): Promise<Result<void, CommitProblem>> {
  const invalid = checkRecords(commit);
  if (invalid) return err(invalid);
  const tables = tablesFor(db, commit);
  if (tables.length === 0) return ok(undefined);
  try {
    await db.transaction('rw', tables, () => writeAll(db, commit));
    return ok(undefined);
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.problem);
    return err(storageProblem(cause));
  }
}

/** The local store on Dexie: every commit is one read-write transaction, durable before it resolves. */
export function createDexieLocalStore(db: DeskDb, onCommitted: CommitListener = () => undefined): LocalStore {
  return {
    get: (kind, id) => db.records(kind).get(id),
    list: ({ kind, by }) =>
      by ? db.records(kind).where(by.index).equals(by.equals).toArray() : db.records(kind).toArray(),
    count: (kind) => db.records(kind).count(),
    async commit(commit) {
      const result = await commitTo(db, commit);
      if (result.ok && commit.puts && commit.puts.length > 0) {
        onCommitted(commit.puts.map((put) => ({ kind: put.kind, id: put.record.id })));
      }
      return result;
    },
    blob: async (sha256) => (await db.blobs.get(sha256))?.bytes,
    openIntents: () => db.intents.where('state').anyOf('waiting', 'running', 'parked').sortBy('seq'),
    intentsFor: (key) =>
      db.intents.where('[subject.kind+subject.id]').equals([key.kind, key.id]).sortBy('seq'),
    intent: (id) => db.intents.get(id),
    base: (key, remote) => db.bases.get(`${key.kind}:${key.id}:${remote}`),
    cursor: (stream) => db.cursors.get(stream),
    openConflicts: () => db.conflicts.filter((conflict) => conflict.resolvedAt === null).sortBy('detectedAt'),
    conflict: (id) => db.conflicts.get(id),
    quarantined: () => db.quarantine.toArray(),
    heldRows: () => db.heldRows.toArray(),
    auditFor: (key) => db.audit.where('[record.kind+record.id]').equals([key.kind, key.id]).sortBy('seq'),
    async settings() {
      const row = await db.meta.get('settings');
      const parsed = Settings.safeParse(row?.value);
      return parsed.success ? parsed.data : undefined;
    },
    async saveSettings(settings) {
      await db.meta.put({ key: 'settings', value: Settings.parse(settings) });
    },
  };
}
