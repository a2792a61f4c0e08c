import type { Table } from 'dexie';
import { err, ok, type Result } from '../../shared/lib/result';
import type { BlobPut, Commit, CommitProblem, LocalStore, NewIntent } from '../../shared/ports/local-store';
import type { AuditEntry, NewAuditEntry } from '../../shared/schema/audit';
import { intentRev, type RecordKey } from '../../shared/schema/intent';
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
  when(commit.expectIntents, 'intents');
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
  const found = await Promise.all(expected.map(({ key }) => db.records(key.kind).get(key.id)));
  expected.forEach(({ key, rev }, index) => {
    const foundRev = found[index]?.rev ?? null;
    if (foundRev !== rev) throw new Refused({ kind: 'moved-on', key, expected: rev, found: foundRev });
  });
}

async function checkIntents(db: DeskDb, expected: NonNullable<Commit['expectIntents']>): Promise<void> {
  const stored = await db.intents.bulkGet(expected.map(({ id }) => id));
  expected.forEach(({ id, rev }, index) => {
    const intent = stored[index];
    const found = intent ? intentRev(intent) : null;
    if (found !== rev) throw new Refused({ kind: 'intent-moved-on', id, expected: rev, found });
  });
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

/**
 * The last intent number and history line as this context knows them. Reading them again for every save would double its
 * cost; when another context has written since, its line stands at our number, the commit aborts and is made again afresh.
 */
type Heads = { seq?: number; audit?: AuditEntry | null };

async function addIntents(db: DeskDb, intents: readonly NewIntent[], heads: Heads): Promise<void> {
  if (heads.seq === undefined) {
    const last = await db.intents.orderBy('seq').lastKey();
    heads.seq = typeof last === 'number' ? last : 0;
  }
  const start = heads.seq;
  heads.seq += intents.length;
  const numbered = intents.map((intent, index) => ({ ...intent, seq: start + 1 + index }));
  const [only] = numbered;
  if (numbered.length === 1 && only) await db.intents.add(only);
  else await db.intents.bulkAdd(numbered);
}

async function addAudits(db: DeskDb, audits: readonly NewAuditEntry[], heads: Heads): Promise<void> {
  if (heads.audit === undefined) heads.audit = (await db.audit.orderBy('seq').last()) ?? null;
  let previous = heads.audit ?? undefined;
  const chained = audits.map((entry) => {
    const next = chainEntry(entry, previous);
    previous = next;
    return next;
  });
  heads.audit = previous ?? null;
  const [only] = chained;
  if (chained.length === 1 && only) await db.audit.add(only);
  else await db.audit.bulkAdd(chained);
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
 * Starts every part that is present at once: IndexedDB keeps their order within the transaction, a refused revision
 * aborts them all, and nothing but database calls may be awaited, since a transaction without a pending request ends.
 */
async function writeAll(db: DeskDb, commit: Commit, heads: Heads): Promise<void> {
  const parts: PromiseLike<unknown>[] = [];
  if (some(commit.expect)) parts.push(checkRevisions(db, commit.expect));
  if (some(commit.expectIntents)) parts.push(checkIntents(db, commit.expectIntents));
  if (some(commit.puts)) parts.push(putRecords(db, commit.puts));
  if (some(commit.intents)) parts.push(db.intents.bulkPut([...commit.intents]));
  if (some(commit.newIntents)) parts.push(addIntents(db, commit.newIntents, heads));
  if (some(commit.audits)) parts.push(addAudits(db, commit.audits, heads));
  if (some(commit.blobs)) parts.push(addBlobs(db, commit.blobs));
  if (some(commit.bases)) parts.push(db.bases.bulkPut([...commit.bases]));
  if (some(commit.cursors)) parts.push(db.cursors.bulkPut([...commit.cursors]));
  if (some(commit.conflicts)) parts.push(db.conflicts.bulkPut([...commit.conflicts]));
  if (some(commit.quarantine)) parts.push(db.quarantine.bulkPut([...commit.quarantine]));
  if (some(commit.releaseQuarantine)) parts.push(db.quarantine.bulkDelete([...commit.releaseQuarantine]));
  if (some(commit.heldRows)) parts.push(db.heldRows.bulkPut([...commit.heldRows]));
  if (some(commit.releaseHeldRows)) parts.push(db.heldRows.bulkDelete([...commit.releaseHeldRows]));
  if (some(commit.log)) parts.push(addLog(db, commit.log));
  await Promise.all(parts);
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

/** Whether the commit met a line that another context wrote at the number we took for the next free one. */
function isOvertaken(cause: unknown): boolean {
  const text = cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause);
  return text.includes('ConstraintError') || text.includes('BulkError');
}

async function commitTo(db: DeskDb, commit: Commit, known: Heads): Promise<Result<Heads, CommitProblem>> {
  const invalid = checkRecords(commit);
  if (invalid) return err(invalid);
  const tables = tablesFor(db, commit);
  if (tables.length === 0) return ok(known);
  const heads = { ...known };
  try {
    await db.transaction('rw', tables, () => writeAll(db, commit, heads));
    return ok(heads);
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.problem);
    const isGuess = known.seq !== undefined || known.audit !== undefined;
    if (isGuess && isOvertaken(cause)) return commitTo(db, commit, {});
    return err(storageProblem(cause));
  }
}

/** The local store on Dexie: every commit is one read-write transaction, durable before it resolves. */
export function createDexieLocalStore(db: DeskDb, onCommitted: CommitListener = () => undefined): LocalStore {
  let heads: Heads = {};
  let last: Promise<unknown> = Promise.resolve();

  /** One commit after the other, since each builds on the numbers of the one before. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  }

  return {
    get: (kind, id) => db.records(kind).get(id),
    list: ({ kind, by }) =>
      by ? db.records(kind).where(by.index).equals(by.equals).toArray() : db.records(kind).toArray(),
    page: (kind, after, limit) =>
      (after === null ? db.records(kind).toCollection() : db.records(kind).where('id').above(after))
        .limit(limit)
        .toArray(),
    count: (kind) => db.records(kind).count(),
    async commit(commit) {
      const result = await inTurn(async () => {
        const done = await commitTo(db, commit, heads);
        heads = done.ok ? done.value : {};
        return done;
      });
      if (!result.ok) return result;
      if (commit.puts && commit.puts.length > 0) {
        onCommitted(commit.puts.map((put) => ({ kind: put.kind, id: put.record.id })));
      }
      return ok(undefined);
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
