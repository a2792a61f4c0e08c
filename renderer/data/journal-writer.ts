import { causeText } from '../../shared/lib/cause';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Journal } from '../../shared/ports/journal';
import type { BlobPut } from '../../shared/ports/local-store';
import type { JournalEntry, JournalTrouble } from '../../shared/schema/journal';
import type { Sha256 } from '../../shared/schema/values';
import type { DeskDb } from './desk-db';
import { heldEntries, trimEntries } from './held-entries';

type Secured = Result<undefined, JournalTrouble>;

/** Brings what the database committed into the journal, in order, and tells when it is on disk (G1). */
export type JournalWriter = {
  /** Resolves when the entry and all before it are on disk. */
  secure(entry: JournalEntry): Promise<Secured>;
  /** Puts documents beside the journal; must be done before the commit that names them. */
  keepFiles(files: readonly BlobPut[]): Promise<Secured>;
  readFile(sha256: Sha256): Promise<Uint8Array | null>;
  /** Bytes that are on their way. */
  backlog(): number;
  /**
   * Null when it takes entries. After a trouble the journal is asked again and gets what it lacks; before the first and
   * before a large commit it is asked too, so that none is written to a disk on which it has no room.
   */
  trouble(isLarge: boolean): Promise<JournalTrouble | null>;
};

type Waiting = { readonly entry: JournalEntry; readonly settle: (secured: Secured) => void };

/** Other contexts send too, so what lies between may arrive at any moment; more tries than these mean that it is gone. */
const GAP_TRIES = 8;
const TRIM_ENTRIES = 64;
const TRIM_BYTES = 1_000_000;

const lostPart: JournalTrouble = {
  kind: 'stopped',
  cause: 'failed',
  message: 'The journal lacks changes that the database no longer holds apart.',
  fix: 'Start Channel Desk again: it then writes the journal anew from the database. Nothing is lost.',
};

const onlyShown: JournalTrouble = {
  kind: 'stopped',
  cause: 'read-only',
  message: 'This page only shows what is stored.',
  fix: 'Make changes in the window of Channel Desk.',
};

function unreadable(cause: unknown): JournalTrouble {
  const why = causeText(cause);
  return {
    kind: 'stopped',
    cause: 'failed',
    message: `The local database could not be read: ${why}.`,
    fix: 'Start Channel Desk again; what is missing is brought back then.',
  };
}

/** For pages that only show: they commit nothing, so nothing is to be secured. */
export const writerForReading: JournalWriter = {
  secure: () => Promise.resolve(err(onlyShown)),
  keepFiles: () => Promise.resolve(err(onlyShown)),
  readFile: () => Promise.resolve(null),
  backlog: () => 0,
  trouble: () => Promise.resolve(onlyShown),
};

/** A writer for one context (page or worker) of a database. */
export function createJournalWriter(db: DeskDb, journal: Journal): JournalWriter {
  const queue: Waiting[] = [];
  let sending = false;
  let stopped: JournalTrouble | null = null;
  let bytes = 0;
  let asked = false;
  let untrimmed = { entries: 0, bytes: 0 };

  /** A database that cannot be read while something is missing is a trouble like others: it must not end the writer. */
  async function deliver(entries: readonly JournalEntry[]): Promise<Result<number, JournalTrouble>> {
    try {
      return await deliverAll(entries);
    } catch (cause) {
      return err(unreadable(cause));
    }
  }

  async function deliverAll(entries: readonly JournalEntry[]): Promise<Result<number, JournalTrouble>> {
    let batch = entries;
    for (let tries = 0; tries < GAP_TRIES; tries += 1) {
      const answer = await journal.append(batch);
      if (answer.ok) return ok(answer.value.n);
      if (answer.error.kind !== 'gap') return err(answer.error);
      const held = await heldEntries(db, answer.error.last);
      if (held === null || held.length === 0) return err(lostPart);
      batch = held;
    }
    return err(lostPart);
  }

  async function trim(secured: number): Promise<void> {
    if (untrimmed.entries < TRIM_ENTRIES && untrimmed.bytes < TRIM_BYTES) return;
    untrimmed = { entries: 0, bytes: 0 };
    // Entries that stay longer cost room only, so a refusal is nobody's trouble; the next round tries again.
    await trimEntries(db, secured).catch(() => undefined);
  }

  async function sendBatch(batch: readonly Waiting[]): Promise<void> {
    const delivered = await deliver(batch.map(({ entry }) => entry));
    stopped = delivered.ok ? null : delivered.error;
    for (const { entry, settle } of batch) {
      bytes -= entry.text.length;
      untrimmed.entries += 1;
      untrimmed.bytes += entry.text.length;
      settle(delivered.ok ? ok(undefined) : delivered);
    }
    if (delivered.ok) await trim(delivered.value);
  }

  /** One request on its way; what comes meanwhile goes together with the next. */
  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    while (queue.length > 0) await sendBatch(queue.splice(0));
    sending = false;
  }

  async function sendRest(): Promise<JournalTrouble | null> {
    const state = await journal.state();
    if (state.trouble !== null) return state.trouble;
    const rest = await heldEntries(db, state.head?.n ?? 0).catch(() => null);
    if (rest === null) return lostPart;
    if (rest.length === 0) return null;
    const delivered = await deliver(rest);
    return delivered.ok ? null : delivered.error;
  }

  return {
    secure(entry) {
      return new Promise((settle) => {
        queue.push({ entry, settle });
        bytes += entry.text.length;
        void send();
      });
    },
    async keepFiles(files) {
      for (const file of files) {
        const kept = await journal.putFile(file);
        if (!kept.ok) return kept;
      }
      return ok(undefined);
    },
    readFile: (sha256) => journal.readFile(sha256),
    backlog: () => bytes,
    async trouble(isLarge) {
      if (stopped !== null) stopped = await sendRest();
      else if (isLarge || !asked) stopped = (await journal.state()).trouble;
      asked = true;
      return stopped;
    },
  };
}
