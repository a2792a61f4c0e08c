import { err, ok, type Result } from '../../shared/lib/result';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Commit, CommitProblem, LocalStore } from '../../shared/ports/local-store';
import type { Intent, RecordKey } from '../../shared/schema/intent';
import type { JournalEntry, JournalTrouble } from '../../shared/schema/journal';
import { recordSchemas } from '../../shared/schema/record';
import { Settings } from '../../shared/schema/settings';
import { NamedWait } from '../../shared/schema/sync-state';
import type { Sha256 } from '../../shared/schema/values';
import { isWellFormed } from '../../shared/schema/well-formed';
import { keyText, Refused, type WritingWay } from './check-commit';
import type { DeskDb } from './desk-db';
import { findByKeys, findMany, findNear } from './find-many';
import type { JournalWriter } from './journal-writer';
import { findBases } from './packed-bases';
import { documentsIn, documentsOf, healedRow, plainBytes, rowsFor, sealOpenRows } from './sealed-blobs';
import { type EntryStamp, type Heads, tablesFor, waitKey, writeCommit, writeMeta } from './write-commit';

/** Tells other parts of the app which records a commit changed; called after the transaction is on disk. */
export type CommitListener = (keys: readonly RecordKey[]) => void;

function checkRecords(commit: Commit): CommitProblem | undefined {
  for (const put of commit.puts ?? []) {
    if (isWellFormed(put.record)) continue;
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

/** Whether the commit met something where it expected nothing: a line or a record that another context wrote meanwhile. */
function isOvertaken(cause: unknown): boolean {
  const text = cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause);
  return text.includes('ConstraintError') || text.includes('BulkError');
}

type Committed = { readonly heads: Heads; readonly entry: JournalEntry | null };

async function commitTo(
  db: DeskDb,
  commit: Commit,
  known: Heads,
  stamp: EntryStamp,
  way: WritingWay = 'trusting',
): Promise<Result<Committed, CommitProblem>> {
  const tables = tablesFor(db, commit);
  if (tables.length === 0) return ok({ heads: known, entry: null });
  const heads = { ...known };
  try {
    const entry = await db.transaction('rw', tables, () => writeCommit(db, commit, heads, stamp, way));
    return ok({ heads, entry });
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.problem);
    if (way === 'trusting' && isOvertaken(cause)) return commitTo(db, commit, {}, stamp, 'looking');
    return err(storageProblem(cause));
  }
}

/** The journal took nothing, so nothing was written anywhere. */
function refusedEarly({ message, fix }: JournalTrouble): CommitProblem {
  return { kind: 'storage', message: `Nothing was saved: ${message} ${fix}` };
}

/** The database has it, the journal does not: true, but not yet safe. */
function notYetSafe({ message, fix }: JournalTrouble): CommitProblem {
  return {
    kind: 'unsecured',
    message: `The change is in the local database but not yet secured in the journal: ${message} ${fix}`,
  };
}

/** So many characters may be on their way to the journal ahead of a commit that need not wait for it. */
const BACKLOG = 4_000_000;

/** Commits of more rows may need more room than the journal holds back on a disk that gets full. */
const LARGE = 50;

function rowsOf(commit: Commit): number {
  return Object.values(commit).reduce<number>(
    (sum, part) => sum + (Array.isArray(part) ? part.length : 0),
    0,
  );
}

const openStates = ['waiting', 'running', 'parked'];

function bySeq(intents: readonly Intent[]): Intent[] {
  return [...intents].sort((a, b) => a.seq - b.seq);
}

/** What the store stands on beside the database. */
export type StoreParts = {
  readonly journal: JournalWriter;
  readonly onCommitted?: CommitListener;
  /** Encrypts documents that hold personal data; without it they lie open. */
  readonly seal?: FileSeal;
};

/**
 * The local store on Dexie: every commit is one read-write transaction, and is in the journal on disk before it is
 * acknowledged (G1), except where the commit allows the journal to lag.
 */
export function createDexieLocalStore(db: DeskDb, { journal, onCommitted, seal }: StoreParts): LocalStore {
  let heads: Heads = {};
  let last: Promise<unknown> = Promise.resolve();

  /** One commit after the other, since each builds on the numbers of the one before. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  }

  async function secure(entry: JournalEntry | null, mayLag: boolean): Promise<Result<void, CommitProblem>> {
    if (entry === null) return ok(undefined);
    const ahead = journal.backlog();
    const secured = journal.secure(entry);
    // A refusal that nobody waits for meets the next commit before it writes anything.
    if (mayLag && ahead < BACKLOG) return ok(undefined);
    const done = await secured;
    return done.ok ? ok(undefined) : err(notYetSafe(done.error));
  }

  async function beforehand(commit: Commit): Promise<CommitProblem | null> {
    const invalid = checkRecords(commit);
    if (invalid) return invalid;
    const trouble = await journal.trouble(rowsOf(commit) > LARGE);
    if (trouble !== null) return refusedEarly(trouble);
    if (commit.blobs === undefined || commit.blobs.length === 0) return null;
    const kept = await journal.keepFiles(commit.blobs);
    return kept.ok ? null : refusedEarly(kept.error);
  }

  /** What a person files as a list of people is sealed at once; what could not be is tried at the next start. */
  async function sealNow(commit: Commit, by: FileSeal): Promise<void> {
    const documents = documentsIn(commit);
    if (documents.length > 0) await sealOpenRows(db, documents, by).catch(() => undefined);
  }

  async function blob(sha256: Sha256): Promise<Uint8Array | undefined> {
    const row = await db.blobs.get(sha256).catch(() => undefined);
    const named = await documentsOf(db, sha256);
    const [document] = named;
    const here = row === undefined ? null : await plainBytes(row, seal);
    if (here !== null && (document === undefined || here.byteLength === document.size)) return here;
    if (document === undefined) return undefined;
    // A document whose bytes the database lost, or has in part, has them beside the journal still.
    const kept = await journal.readFile(sha256);
    const healed = kept === null || row === undefined ? null : await healedRow(row, kept, named, seal);
    if (healed !== null) await db.blobs.put(healed).catch(() => undefined);
    return kept ?? undefined;
  }

  return {
    get: (kind, id) => db.records(kind).get(id),
    list: ({ kind, by }) =>
      by ? db.records(kind).where(by.index).equals(by.equals).toArray() : db.records(kind).toArray(),
    page: (kind, after, limit) =>
      (after === null ? db.records(kind).toCollection() : db.records(kind).where('id').above(after))
        .limit(limit)
        .toArray(),
    getMany: (kind, ids) => findByKeys(db.records(kind), ids),
    listMany: (kind, index, values) => findMany(db.records(kind), index, values),
    count: (kind) => db.records(kind).count(),
    async commit(commit) {
      const refused = await beforehand(commit);
      if (refused) return err(refused);
      const hasFiles = seal !== undefined && (commit.blobs?.length ?? 0) > 0;
      const written = hasFiles ? { ...commit, blobs: await rowsFor(db, commit, seal) } : commit;
      const result = await inTurn(async () => {
        const done = await commitTo(db, written, heads, stampNow());
        heads = done.ok ? done.value.heads : {};
        return done;
      });
      if (!result.ok) return result;
      if (seal !== undefined) await sealNow(commit, seal);
      if (commit.puts && commit.puts.length > 0) {
        onCommitted?.(commit.puts.map((put) => ({ kind: put.kind, id: put.record.id })));
      }
      return secure(result.value.entry, commit.journalMayLag ?? false);
    },
    blob,
    async openIntents() {
      // One request for each state: a cursor over all of them waits for each intent.
      const ofState = (state: string) => db.intents.where('state').equals(state).toArray();
      const found = await db.transaction('r', db.intents, () => Promise.all(openStates.map(ofState)));
      return bySeq(found.flat());
    },
    async openCounts() {
      const [waiting, running, parked] = await Promise.all(
        openStates.map((state) => db.intents.where('state').equals(state).count()),
      );
      return { open: (waiting ?? 0) + (running ?? 0) + (parked ?? 0), parked: parked ?? 0 };
    },
    intentsFor: (key) =>
      db.intents.where('[subject.kind+subject.id]').equals([key.kind, key.id]).sortBy('seq'),
    async openIntentsOf(keys) {
      const wanted = new Map(keys.map((key) => [keyText(key), [key.kind, key.id]]));
      const found = await findNear(db.intents, '[subject.kind+subject.id]', [...wanted.values()]);
      return bySeq(
        found.filter(({ state, subject }) => openStates.includes(state) && wanted.has(keyText(subject))),
      );
    },
    intent: (id) => db.intents.get(id),
    bases: (keys) => findBases(db, keys),
    base: async (key, remote) => (await findBases(db, [`${key.kind}:${key.id}:${remote}`]))[0],
    cursor: (stream) => db.cursors.get(stream),
    async namedWaits() {
      const rows = await db.meta.bulkGet(NamedWait.shape.remote.options.map(waitKey));
      return rows.flatMap((row) => {
        const parsed = NamedWait.safeParse(row?.value);
        return parsed.success ? [parsed.data] : [];
      });
    },
    async openConflicts() {
      const all = await db.conflicts.toCollection().sortBy('detectedAt');
      return all.filter(({ resolvedAt }) => resolvedAt === null);
    },
    conflict: (id) => db.conflicts.get(id),
    quarantined: () => db.quarantine.toArray(),
    quarantineIds: () => db.quarantine.toCollection().primaryKeys(),
    async quarantinedAs(ids) {
      const found = await db.quarantine.bulkGet([...ids]);
      return found.filter((item) => item !== undefined);
    },
    heldRows: () => db.heldRows.toArray(),
    auditFor: (key) => db.audit.where('[record.kind+record.id]').equals([key.kind, key.id]).sortBy('seq'),
    async settings() {
      const row = await db.meta.get('settings');
      const parsed = Settings.safeParse(row?.value);
      return parsed.success ? parsed.data : undefined;
    },
    async saveSettings(settings) {
      const trouble = await journal.trouble(false);
      if (trouble !== null) throw new Error(`${trouble.message} ${trouble.fix}`);
      const row = { key: 'settings', value: Settings.parse(settings) };
      const entry = await inTurn(() =>
        db.transaction('rw', [db.meta, db.redo], () => writeMeta(db, row, stampNow())),
      );
      const secured = await journal.secure(entry);
      if (!secured.ok) throw new Error(`${secured.error.message} ${secured.error.fix}`);
    },
  };
}

function stampNow(): EntryStamp {
  return { id: crypto.randomUUID(), at: new Date().toISOString() };
}
