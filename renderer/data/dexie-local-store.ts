import { causeText } from '../../shared/lib/cause';
import { err, ok, type Result } from '../../shared/lib/result';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Commit, CommitProblem, LocalStore } from '../../shared/ports/local-store';
import type { RecordKey } from '../../shared/schema/intent';
import type { JournalEntry, JournalTrouble } from '../../shared/schema/journal';
import { recordSchemas } from '../../shared/schema/record';
import { Settings } from '../../shared/schema/settings';
import { isWellFormed } from '../../shared/schema/well-formed';
import { Refused, type WritingWay } from './check-commit';
import type { DeskDb } from './desk-db';
import type { JournalWriter } from './journal-writer';
import { causeLine, readAgain } from './read-again';
import { documentsIn, rowsFor, sealOpenRows } from './sealed-blobs';
import { storeReads } from './store-reads';
import { type EntryStamp, type Heads, tablesFor, writeCommit, writeMeta } from './write-commit';

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
function storageProblem(cause: unknown): Extract<CommitProblem, { kind: 'storage' }> {
  const name = cause instanceof Error ? cause.name : '';
  const message = causeText(cause);
  if (name === 'QuotaExceededError' || message.includes('QuotaExceeded')) {
    return {
      kind: 'storage',
      message: 'The disk is full, so nothing was saved. Free some space and save again.',
    };
  }
  return { kind: 'storage', message: `The local database refused to save: ${causeLine(cause)}.` };
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

  /** The commit with its files as they lie in the database. */
  async function withRows(commit: Commit) {
    if (seal === undefined || (commit.blobs?.length ?? 0) === 0) return ok(commit);
    try {
      return ok({ ...commit, blobs: await readAgain(() => rowsFor(db, commit, seal)) });
    } catch (cause) {
      return err(storageProblem(cause));
    }
  }

  /** What a person files as a list of people is sealed at once; what could not be is tried at the next start. */
  async function sealNow(commit: Commit, by: FileSeal): Promise<void> {
    const documents = documentsIn(commit);
    if (documents.length > 0) await sealOpenRows(db, documents, by).catch(() => undefined);
  }

  return {
    ...storeReads(db, { journal, ...(seal === undefined ? {} : { seal }) }),
    async commit(commit) {
      const refused = await beforehand(commit);
      if (refused) return err(refused);
      const written = await withRows(commit);
      if (!written.ok) return written;
      const result = await inTurn(async () => {
        const done = await commitTo(db, written.value, heads, stampNow());
        heads = done.ok ? done.value.heads : {};
        return done;
      });
      if (!result.ok) return result;
      // On its way before the screens are told, so that drawing does not hold it up.
      const securing = secure(result.value.entry, commit.journalMayLag ?? false);
      if (seal !== undefined) await sealNow(commit, seal);
      if (commit.puts && commit.puts.length > 0) {
        onCommitted?.(commit.puts.map((put) => ({ kind: put.kind, id: put.record.id })));
      }
      return securing;
    },
    async saveSettings(settings) {
      const trouble = await journal.trouble(false);
      if (trouble !== null) throw new Error(`${trouble.message} ${trouble.fix}`);
      const row = { key: 'settings', value: Settings.parse(settings) };
      const entry = await inTurn(() =>
        db.transaction('rw', [db.meta, db.redo], () => writeMeta(db, row, stampNow())),
      ).catch((cause: unknown) => {
        throw new Error(storageProblem(cause).message, { cause });
      });
      const secured = await journal.secure(entry);
      if (!secured.ok) throw new Error(`${secured.error.message} ${secured.error.fix}`);
    },
  };
}

function stampNow(): EntryStamp {
  return { id: crypto.randomUUID(), at: new Date().toISOString() };
}
