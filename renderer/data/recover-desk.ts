import { causeText } from '../../shared/lib/cause';
import { decideRecovery, type Recovery, type StoreStand } from '../../shared/domain/recovery/decide-recovery';
import { assertNever } from '../../shared/lib/assert-never';
import { err, ok, type Result } from '../../shared/lib/result';
import type { FileSeal } from '../../shared/ports/file-seal';
import type { Journal } from '../../shared/ports/journal';
import { RestoredFrom, restoredKey } from '../../shared/schema/backup';
import type { JournalState, JournalTrouble } from '../../shared/schema/journal';
import { DeskDb } from './desk-db';
import { heldEntries, trimEntries } from './held-entries';
import { type OpenProblem, openDesk } from './open-desk';
import { baseFromStore, noteStand, type Restored, restoreFromJournal, type RestoreProgress } from './restore';
import { readStand } from './store-stand';

/** What was put right at the start, for the person; null when there was nothing to tell. */
export type RecoveryNotice =
  | {
      readonly kind: 'restored';
      readonly why: Extract<Recovery, { kind: 'rebuild' }>['why'] | 'unopenable' | 'behind';
      readonly restored: Restored;
      /** Where the files of the database that was given up lie. */
      readonly copy: string | null;
    }
  /** The person put a backup in the place of what was here. */
  | { readonly kind: 'from-backup'; readonly from: RestoredFrom; readonly restored: Restored }
  | {
      readonly kind: 'journal-renewed';
      readonly why: 'journal-lost' | 'journal-behind' | 'journal-damaged' | 'half-restored';
    }
  /** Nothing could be read of either; where both are kept, null for what was not there. */
  | {
      readonly kind: 'started-empty';
      readonly why: 'both-lost';
      readonly database: string | null;
      readonly journal: string | null;
    };

/** What is going on while the person waits. */
export type RecoveryProgress = { readonly kind: 'restoring' | 'securing' } & RestoreProgress;

/** Why the workspace was not opened. */
export type RecoveryProblem =
  | OpenProblem
  | { readonly kind: 'journal'; readonly trouble: JournalTrouble }
  /** The database cannot be opened (or is gone: null), and the journal has nothing to make it again from. */
  | { readonly kind: 'both-lost'; readonly message: string | null; readonly losses: readonly string[] };

/** A workspace's database as it was found, before it was compared with its journal. */
export type FoundDesk =
  | { readonly kind: 'open'; readonly db: DeskDb; readonly stand: StoreStand }
  | { readonly kind: 'shut'; readonly problem: OpenProblem };

/** What the recovery works with. */
export type RecoveryParts = {
  readonly name: string;
  /** The database if it has been looked for already. */
  readonly found?: FoundDesk;
  readonly journal: Journal;
  /** Encrypts documents that hold personal data. */
  readonly seal?: FileSeal;
  /** The journal as it was found. */
  readonly state: JournalState;
  /** Copies the database's files aside and says where; null when there were none. */
  keepCopy(): Promise<Result<string | null, string>>;
  /** Removes the database's files when they are too damaged to be deleted in the usual way. */
  clear(): Promise<Result<void, string>>;
  newId(): string;
  tell(progress: RecoveryProgress): void;
  /** The person gave up a database and a journal that cannot be read: where the journal was put. */
  readonly givenUp?: { readonly journal: string | null };
  /** The rows are about to change from what they were before; who read them earlier must forget them. */
  rewriting?(): void;
};

type Opened = { readonly db: DeskDb; readonly notice: RecoveryNotice | null };
type Outcome = Result<Opened, RecoveryProblem>;

/**
 * Opens a workspace's database and makes it and the journal stand alike before anything is shown: what one of them lost
 * comes back from the other (G2). A trouble of the journal that only keeps it from being written to stops nothing here.
 */
export async function recoverDesk(parts: RecoveryParts): Promise<Outcome> {
  const { state } = parts;
  const found = parts.found ?? (await findDesk(parts.name));
  if (found.kind === 'shut') {
    if (found.problem.kind === 'newer') return err(found.problem);
    if (state.storeId !== null) return startAfresh(parts, state, 'unopenable');
    if (parts.givenUp !== undefined) return startEmpty(parts, parts.givenUp.journal);
    return bothLost(found.problem.message, state);
  }
  const { db, stand } = found;
  if (stand.kind === 'empty' && state.storeId === null && parts.givenUp !== undefined)
    return beginEmpty(parts, db, { database: null, journal: parts.givenUp.journal });
  const recovery = decideRecovery(stand, state, await idAtHead(parts.journal, stand, state));
  await noteSecured(db, stand, state);
  return recover(parts, db, stand, state, recovery);
}

function bothLost(message: string | null, { losses }: JournalState): Outcome {
  return err({ kind: 'both-lost', message, losses: losses.map(({ what }) => what) });
}

/** A first journal came to stand when only the word of it did not. */
async function noteSecured(db: DeskDb, stand: StoreStand, { storeId }: JournalState): Promise<void> {
  if (stand.kind !== 'standing' || stand.isUnsecured !== true) return;
  if (storeId !== null && stand.storeId === storeId) await noteStand(db, storeId, false);
}

/** Opens a workspace's database and looks how it stands, which can be done before the journal has answered. */
export async function findDesk(name: string): Promise<FoundDesk> {
  const opened = await openDesk(name);
  if (!opened.ok) return { kind: 'shut', problem: opened.error };
  const db = opened.value;
  try {
    return { kind: 'open', db, stand: await readStand(db) };
  } catch (cause) {
    // A database may open and still not be readable.
    db.close();
    const message = `It cannot be read: ${causeText(cause)}`;
    return { kind: 'shut', problem: { kind: 'failed', message } };
  }
}

async function idAtHead(journal: Journal, stand: StoreStand, state: JournalState): Promise<string | null> {
  if (stand.kind !== 'standing' || stand.head === null) return null;
  const isBehind = stand.head.n < (state.head?.n ?? 0);
  return isBehind ? journal.idAt(stand.head.n) : null;
}

async function recover(
  parts: RecoveryParts,
  db: DeskDb,
  stand: StoreStand,
  state: JournalState,
  recovery: Recovery,
): Promise<Outcome> {
  switch (recovery.kind) {
    case 'open':
      return ok({ db, notice: null });
    case 'send-rest':
      return sendRest(parts, db, recovery.after);
    case 'new-base':
      return newBase(parts, db, stand, recovery.why);
    case 'both-lost':
      db.close();
      return bothLost(null, state);
    case 'replay': {
      parts.rewriting?.();
      const restored = await restoreFromJournal(
        db,
        parts.journal,
        state,
        recovery.after,
        parts.seal,
        tellRestoring(parts),
      );
      if (!restored.ok) return err({ kind: 'journal', trouble: restored.error });
      return healed(parts, db, state, {
        kind: 'restored',
        why: 'behind',
        restored: restored.value,
        copy: null,
      });
    }
    case 'rebuild':
      db.close();
      return startAfresh(parts, state, recovery.why);
    default:
      return assertNever(recovery);
  }
}

function tellRestoring({ tell }: RecoveryParts): (progress: RestoreProgress) => void {
  return (progress) => tell({ kind: 'restoring', ...progress });
}

async function sendRest({ journal }: RecoveryParts, db: DeskDb, after: number): Promise<Outcome> {
  const rest = await heldEntries(db, after);
  // A journal that takes nothing now gets them from the writer later; the database keeps them until then.
  const sent = rest === null || rest.length === 0 ? null : await journal.append(rest);
  if (sent?.ok) await trimEntries(db, sent.value.n);
  return ok({ db, notice: null });
}

async function newBase(
  parts: RecoveryParts,
  db: DeskDb,
  stand: StoreStand,
  why: Extract<Recovery, { kind: 'new-base' }>['why'],
): Promise<Outcome> {
  const known = stand.kind === 'empty' ? null : stand.storeId;
  const head = (stand.kind === 'standing' ? stand.head : null) ?? { n: 0, id: '' };
  const base = { storeId: known ?? parts.newId(), head, isFirst: why === 'new' };
  const made = await baseFromStore(db, parts.journal, base, parts.seal, (progress) =>
    parts.tell({ kind: 'securing', ...progress }),
  );
  // The writer says so at every save until the journal takes a base again, at the next start.
  if (!made.ok) return ok({ db, notice: null });
  return ok({ db, notice: why === 'new' ? null : { kind: 'journal-renewed', why } });
}

/** Puts the database aside too, and begins a new one with a new journal. */
async function startEmpty(parts: RecoveryParts, journal: string | null): Promise<Outcome> {
  parts.rewriting?.();
  const again = await replaceDatabase(parts);
  if (!again.ok) return again;
  const { db, copy } = again.value;
  return beginEmpty(parts, db, { database: copy, journal });
}

async function beginEmpty(
  parts: RecoveryParts,
  db: DeskDb,
  kept: { readonly database: string | null; readonly journal: string | null },
): Promise<Outcome> {
  const begun = await newBase(parts, db, { kind: 'empty' }, 'new');
  if (!begun.ok) return begun;
  return ok({ db, notice: { kind: 'started-empty', why: 'both-lost', ...kept } });
}

/** Copies the database's files aside and makes it again; what could not be copied is not given up. */
async function replaceDatabase(
  parts: RecoveryParts,
  isWorthKeeping = true,
): Promise<Result<{ readonly db: DeskDb; readonly copy: string | null }, OpenProblem>> {
  const kept = isWorthKeeping ? await parts.keepCopy() : ok(null);
  if (!kept.ok)
    return err({ kind: 'failed', message: `The local database needs to be made again. ${kept.error}` });
  const deleted = await deleteDatabase(parts, kept.value);
  if (!deleted.ok)
    return err({ kind: 'failed', message: `The local database cannot be removed. ${deleted.error}` });
  const again = await openDesk(parts.name);
  return again.ok ? ok({ db: again.value, copy: deleted.value }) : again;
}

/** Deletes the database and tells where its copy is; null where it was worth none. */
async function deleteDatabase(
  { name, keepCopy, clear }: RecoveryParts,
  copy: string | null,
): Promise<Result<string | null, string>> {
  try {
    await new DeskDb(name).delete();
    return ok(copy);
  } catch {
    // Chromium opens a database to delete it, which damage can make impossible. Clearing takes all that is stored for the
    // app, so it never happens without a copy.
    const kept = copy === null ? await keepCopy() : ok(copy);
    if (!kept.ok) return kept;
    const cleared = await clear();
    return cleared.ok ? ok(kept.value) : cleared;
  }
}

async function startAfresh(
  parts: RecoveryParts,
  state: JournalState,
  why: Extract<Recovery, { kind: 'rebuild' }>['why'] | 'unopenable',
): Promise<Outcome> {
  parts.rewriting?.();
  const isWorthKeeping = why !== 'lost' && why !== 'unfinished';
  const again = await replaceDatabase(parts, isWorthKeeping);
  if (!again.ok) return again;
  const { db, copy } = again.value;
  const restored = await restoreFromJournal(db, parts.journal, state, null, parts.seal, tellRestoring(parts));
  if (!restored.ok) return err({ kind: 'journal', trouble: restored.error });
  const isBackup = why === 'other' || (!isWorthKeeping && isFresh(state));
  const from = isBackup ? await restoredFrom(db, state) : null;
  if (from !== null) return healed(parts, db, state, { kind: 'from-backup', from, restored: restored.value });
  const isNews = restored.value.rows > 0 || restored.value.missing.length > 0 || isWorthKeeping;
  const notice = isNews ? { kind: 'restored' as const, why, restored: restored.value, copy } : null;
  return healed(parts, db, state, notice);
}

/** Nothing was saved since the journal was made, so that the start which makes the database from it was cut off and told nothing. */
function isFresh({ head }: JournalState): boolean {
  return head?.n === 0;
}

/** The backup that the journal was made from; null when it is another one. */
async function restoredFrom(db: DeskDb, { storeId }: JournalState): Promise<RestoredFrom | null> {
  const told = RestoredFrom.safeParse((await db.meta.get(restoredKey))?.value);
  return told.success && told.data.storeId === storeId ? told.data : null;
}

/** A journal that had lost something is written anew from what came back, so that it tells of the loss once. */
async function healed(
  parts: RecoveryParts,
  db: DeskDb,
  state: JournalState,
  notice: RecoveryNotice | null,
): Promise<Outcome> {
  if (state.losses.length === 0) return ok({ db, notice });
  const renewed = await newBase(parts, db, await readStand(db), 'journal-damaged');
  return renewed.ok ? ok({ db: renewed.value.db, notice }) : renewed;
}
