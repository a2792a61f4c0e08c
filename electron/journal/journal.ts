import { err, ok, type Result } from '../../shared/lib/result';
import type { FileParts } from '../../shared/ports/file-source';
import type { Journal } from '../../shared/ports/journal';
import type { JournalState, JournalTrouble } from '../../shared/schema/journal';
import type { Sha256 } from '../../shared/schema/values';
import { openAppend } from './append';
import { addToBase, type Base, beginBase, clearLeftovers, finishBase, reseal } from './base';
import { type Book, oldestOf, segmentsAfter } from './book';
import type { Cipher } from './cipher';
import { type Context, LIMITS, type Limits, pathOf } from './context';
import { attempt, type Disk, nodeDisk } from './disk';
import { openDocuments } from './documents';
import { fold, LeftOff, worthFolding } from './fold';
import { openLane } from './lane';
import { openMark } from './mark';
import type { PointHook } from './points';
import { replayPage } from './replay';
import { type OpenProblem, scan } from './scan';
import { readEntries } from './segment';
import { openSegmentWriter } from './segment-writer';
import { openSpace } from './space';
import { failedTrouble, troubleOf } from './trouble';
import { type BackupTarget, type BackupWritten, writeBackup } from './write-backup';

/** What a journal is opened with. */
export type JournalOptions = {
  /** Its own folder, one per workspace; made when it is not there. */
  readonly folder: string;
  /** Seals what is written; null leaves it plain. */
  readonly cipher: Cipher | null;
  /** Keys that older files may be sealed with; they are sealed anew then. */
  readonly otherCiphers?: readonly Cipher[];
  readonly disk?: Disk;
  readonly now?: () => number;
  readonly limits?: Partial<Limits>;
  readonly point?: PointHook;
  readonly say?: (line: string) => void;
};

/** A journal on the disk. */
export type OpenJournal = Journal & {
  /** Reads a document part by part; null when it is not here. */
  openFile(sha256: Sha256): Promise<FileParts | null>;
  /** Writes everything it holds into one file; throws what the disk answers. */
  backUp(target: BackupTarget): Promise<BackupWritten>;
  /** Tries whether a trouble is over: for a timer, so that saving goes on without a new edit. */
  recheck(): Promise<void>;
  /** Whether every file of it is sealed with the present key, or plain without one. */
  isUniform(): boolean;
  /** Resolves when no housekeeping is under way. */
  settled(): Promise<void>;
  /** Finishes what was begun; nothing may be asked afterwards. */
  close(): Promise<void>;
};

/** Opens the journal of a folder: reads it through, and mends or tells what is damaged. */
export async function openJournal(options: JournalOptions): Promise<Result<OpenJournal, OpenProblem>> {
  const context: Context = {
    disk: options.disk ?? nodeDisk,
    folder: options.folder,
    keys: { current: options.cipher, others: options.otherCiphers ?? [] },
    limits: { ...LIMITS, ...options.limits },
    now: options.now ?? Date.now,
    point: options.point ?? null,
    say: options.say ?? (() => undefined),
  };
  const found = await scan(context);
  if ('message' in found) return err(found);
  const { book } = found;
  const journal = connect(context, book);
  await journal.prepare(found.temporary);
  return ok(journal);
}

function connect(context: Context, book: Book) {
  const lane = openLane();
  const space = openSpace(context);
  const mark = openMark(context);
  const writer = openSegmentWriter(context, book);
  const documents = openDocuments(context, space, (trouble) => {
    book.trouble = trouble;
  });
  let base: Base | null = null;
  let folding: Promise<void> | null = null;
  let leaveOff = false;
  /** Segments there were when folding failed: it is tried again when there are more. */
  let failedWith = -1;

  async function idsIn(from: number, to: number): Promise<ReadonlyMap<number, string>> {
    const place = { storeId: book.storeId ?? '', epoch: book.epoch };
    const ids = new Map<number, string>();
    for (const { n, id } of book.snapshots) if (id !== '') ids.set(n, id);
    for (const segment of segmentsAfter(book, from - 1)) {
      if (segment.before !== null && segment.first > 1) ids.set(segment.first - 1, segment.before);
      for await (const { n, id } of readEntries(context, place, pathOf(context, segment.name), {
        from,
        to,
      })) {
        ids.set(n, id);
      }
    }
    return ids;
  }

  async function idAt(n: number): Promise<string | null> {
    if (book.head?.n === n) return book.head.id;
    return (await idsIn(n, n)).get(n) ?? null;
  }

  function isFoldingDue(): boolean {
    if (leaveOff || base !== null || book.segments.length <= failedWith) return false;
    return worthFolding(context, book, writer.current());
  }

  async function keepFolding(): Promise<void> {
    try {
      do {
        if (!(await space.has(sizeOf(book)))) return;
        const named = await fold(context, book, writer.current(), () => {
          if (leaveOff || base !== null) throw new LeftOff();
        });
        if (named === null) return;
        failedWith = -1;
        await documents.clear(named);
      } while (isFoldingDue());
    } catch (error) {
      if (error instanceof LeftOff) return;
      failedWith = book.segments.length;
      context.say(`Folding the journal failed: ${String(error)}`);
    }
  }

  function wrote(): void {
    // Entries that were lost at the end and were sent again are here now.
    const head = book.head?.n ?? 0;
    book.losses = book.losses.filter(({ to }) => to === null || head < to || oldestOf(book) >= to);
    noteMark();
    wake();
  }

  function wake(): void {
    if (folding !== null || !isFoldingDue()) return;
    folding = keepFolding().finally(() => {
      folding = null;
    });
  }

  async function guarded(work: () => Promise<void>): Promise<Result<void, JournalTrouble>> {
    try {
      await work();
      return ok(undefined);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.cause !== 'failed') book.trouble = trouble;
      return err(trouble);
    }
  }

  function noteMark(): void {
    const { storeId, epoch, head, losses } = book;
    if (storeId === null || head === null) return;
    // What is lost was acknowledged all the same, and stays named.
    mark.note({ storeId, epoch, n: Math.max(head.n, ...losses.map(({ to }) => to ?? 0)) });
  }

  async function dropBase(): Promise<void> {
    const dropped = base;
    base = null;
    await dropped?.runs.clear();
  }

  async function recover(): Promise<void> {
    if (book.trouble === null) return;
    book.trouble = await space.restore();
  }

  const append = openAppend({
    context,
    book,
    lane,
    space,
    writer,
    idsIn,
    isClosed: () => leaveOff,
    wrote,
  });

  return {
    append,
    idAt,
    async state(): Promise<JournalState> {
      const { storeId, head, trouble, mixed, exposed } = book;
      const { current } = context.keys;
      const protection = current === null || mixed || exposed ? 'none' : current.protection;
      return { storeId, head, oldest: oldestOf(book), trouble, protection, losses: book.losses };
    },
    putFile: documents.put,
    readFile: documents.read,
    openFile: documents.open,
    wrongFiles: documents.wrong,
    replay: (after: number | null, part: string | null) => replayPage(context, book, after, part),
    beginBase: (storeId: string, head: { n: number; id: string }) =>
      guarded(async () => {
        await dropBase();
        await context.disk.makeFolder(context.folder);
        base = beginBase(context, storeId, head);
        await folding;
      }),
    addToBase: (changes: Parameters<Journal['addToBase']>[0]) => addToBase(base, changes),
    async finishBase(): Promise<Result<void, JournalTrouble>> {
      const begun = base;
      if (begun === null) return err(noBase);
      const done = await lane(() =>
        guarded(async () => {
          await writer.close();
          await finishBase(context, book, begun, idAt);
          noteMark();
        }),
      );
      await dropBase();
      return done;
    },
    backUp: (target: BackupTarget) => writeBackup(context, book, documents.read, target),
    isUniform: () => !book.mixed && book.leftovers.length === 0,
    recheck: () => lane(recover),
    async settled() {
      while (folding !== null) await folding;
      await mark.written();
    },
    async close() {
      leaveOff = true;
      await folding;
      await dropBase();
      await lane(() => writer.close());
      await mark.close();
    },
    /** What is to be done before anything is asked; on a disk that does not let it, reading goes on all the same. */
    async prepare(temporary: readonly string[]) {
      const done = await guarded(async () => {
        await context.disk.makeFolder(context.folder);
        for (const name of temporary) await attempt(() => context.disk.remove(pathOf(context, name)));
        await documents.clearTemporary();
        if (!book.mixed) await clearLeftovers(context, book);
      });
      book.trouble = done.ok ? await space.restore() : done.error;
      if (book.mixed && book.trouble === null) {
        await guarded(() => reseal(context, book));
        noteMark();
      }
      if (!(await documents.seal().catch(() => false))) book.mixed = true;
      wake();
    },
  };
}

/** About as many bytes as a snapshot of everything takes. */
function sizeOf(book: Book): number {
  return [...book.snapshots.slice(-1), ...book.segments].reduce((sum, { size }) => sum + size, 0);
}

const noBase = failedTrouble(
  'A new safety copy was finished that was not begun.',
  'Start the app again; it begins the copy when it starts.',
);
