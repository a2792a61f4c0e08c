import type { JournalAnswer, JournalOpening } from '../../../shared/ipc/journal-contract';
import type { IpcFailure } from '../../../shared/ipc/result-of';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { Journal } from '../../../shared/ports/journal';
import type { JournalTrouble } from '../../../shared/schema/journal';
import type { Handlers } from '../register';

/** The journal of the workspace, with its lock. */
export type JournalDesk = {
  /** Opens it, or says what it wants first; opening an open one tells its state again. */
  open(passphrase: string | null): Promise<JournalOpening>;
  /** Keeps the journal's folder under another name and says where, null when there was none; the next opening begins a new one. */
  setAside(): Promise<Result<{ path: string } | null, IpcFailure>>;
  /** Protects it with a passphrase, or with none; files written before change with the next base. */
  protect(passphrase: string | null): Promise<Result<undefined, IpcFailure>>;
  /** Null until it is open. */
  current(): Journal | null;
  /** Copies the database's files aside and says where; null when there are none. */
  keepDatabaseCopy(): Promise<Result<{ path: string } | null, IpcFailure>>;
  /** Removes the databases' files, of which a copy must have been kept. */
  clearDatabase(): Promise<Result<undefined, IpcFailure>>;
};

type JournalChannels = Extract<keyof Handlers, `journal.${string}`>;

/** What is asked of the journal before it is open, or after it was closed. */
export const notOpen: IpcFailure = {
  message: 'The journal is not open.',
  fix: 'Start Channel Desk again.',
};

function answerOf(result: Result<void, JournalTrouble>): Result<JournalAnswer, IpcFailure> {
  return ok(result.ok ? { kind: 'done' } : result.error);
}

/** Everything a page asks of the journal. */
export function journalHandlers(desk: JournalDesk): Pick<Handlers, JournalChannels> {
  const withJournal = async <T>(
    work: (journal: Journal) => Promise<Result<T, IpcFailure>>,
  ): Promise<Result<T, IpcFailure>> => {
    const journal = desk.current();
    return journal === null ? err(notOpen) : work(journal);
  };
  return {
    'journal.open': async ({ passphrase }) => ok(await desk.open(passphrase)),
    'journal.set-aside': () => desk.setAside(),
    'journal.protect': ({ passphrase }) => desk.protect(passphrase),
    'journal.state': () => withJournal(async (journal) => ok(await journal.state())),
    'journal.append': ({ entries }) =>
      withJournal(async (journal) => {
        const added = await journal.append(entries);
        return ok(added.ok ? { kind: 'done' as const, head: added.value } : added.error);
      }),
    'journal.put-file': (file) => withJournal(async (journal) => answerOf(await journal.putFile(file))),
    'journal.read-file': ({ sha256 }) =>
      withJournal(async (journal) => {
        const bytes = await journal.readFile(sha256);
        // A copy with a buffer of its own: what is behind a slice of a bigger one stays here.
        return ok(bytes === null ? null : new Uint8Array(bytes));
      }),
    'journal.wrong-files': ({ files }) =>
      withJournal(async (journal) => {
        const wrong = await journal.wrongFiles(files);
        return ok(wrong === null ? null : [...wrong]);
      }),
    'journal.replay': ({ after, part }) =>
      withJournal(async (journal) => {
        const page = await journal.replay(after, part);
        return ok(page.ok ? { kind: 'page' as const, page: page.value } : page.error);
      }),
    'journal.id-at': ({ n }) => withJournal(async (journal) => ok(await journal.idAt(n))),
    'journal.begin-base': ({ storeId, head }) =>
      withJournal(async (journal) => answerOf(await journal.beginBase(storeId, head))),
    'journal.add-to-base': ({ changes }) =>
      withJournal(async (journal) => answerOf(await journal.addToBase(changes))),
    'journal.finish-base': () => withJournal(async (journal) => answerOf(await journal.finishBase())),
    'journal.keep-database-copy': () => desk.keepDatabaseCopy(),
    'journal.clear-database': () => desk.clearDatabase(),
  };
}
