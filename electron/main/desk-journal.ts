import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalOpening } from '../../shared/ipc/journal-contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import type { FileSource } from '../../shared/ports/file-source';
import type { Log } from '../../shared/ports/log';
import type { JournalTrouble } from '../../shared/schema/journal';
import { type JournalDesk, notOpen } from '../ipc/handlers/journal';
import type { Limits } from '../journal/context';
import type { Keys } from '../journal/cipher';
import { nodeDisk } from '../journal/disk';
import { heldDisk } from '../journal/held-disk';
import { openHold } from '../journal/hold';
import { openJournal, type OpenJournal } from '../journal/journal';
import type { WrappedKey } from '../journal/key-wrap';
import { openLane } from '../journal/lane';
import type { PointHook } from '../journal/points';
import { diskProblem } from '../platform/disk-problem';
import { fileStamp } from '../platform/file-name';
import type { JournalKeyRing, JournalKeys } from '../platform/journal-key';
import { copyDatabase, copyName } from './database-copies';
import { replacingOf } from './replacing-journal';

type Options = {
  /** Folder of the workspace's journal. */
  readonly folder: string;
  /** Folder of the claims of running copies of the app on that journal. */
  readonly claims: string;
  /** Folder in which the pages' databases lie. */
  readonly databases: string;
  /** Has Chromium let go of all databases of the pages and remove what it can. */
  readonly clearDatabases: () => Promise<void>;
  /** Where files that are given up are kept. */
  readonly kept: string;
  readonly keyRing: JournalKeyRing;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
  readonly point?: PointHook;
  /** Told when a trouble of the journal comes or goes. */
  readonly onTrouble: (trouble: JournalTrouble | null) => void;
};

/** The keys of the journal, and the one in use under its passphrase; null where it has none. */
export type JournalDeskKeys = Keys & { readonly wrapped: WrappedKey | null };

/** Fills a journal that nothing else uses yet. */
export type FillJournal = (journal: OpenJournal) => Promise<Result<void, JournalTrouble>>;

/** Looks at a journal for the last time. */
export type LastLook = (journal: OpenJournal) => Promise<Result<void, IpcFailure>>;

/** The journal for the rest of main. */
export type OpenJournalDesk = JournalDesk & {
  readonly files: FileSource;
  current(): OpenJournal | null;
  /** The keys it is sealed with; null while they are not to be had. */
  keys(): Promise<JournalDeskKeys | null>;
  /**
   * Has a new journal filled beside the open one and puts it in its place; the page opens it when it begins anew. The old
   * one takes nothing any more when it is given to `last`, which may read it and decides whether it is replaced.
   */
  replace(fill: FillJournal, last: LastLook): Promise<Result<void, IpcFailure>>;
  close(): Promise<void>;
};

/** How often a journal that takes nothing looks whether it can again. */
const LOOK_EVERY = 10_000;

function stamp(): string {
  return fileStamp(new Date().toISOString());
}

/** Keeps the journal of this app's workspace: opens it with its key, watches its troubles, sets damaged files aside. */
export function createJournalDesk(options: Options): OpenJournalDesk {
  const { keyRing, log } = options;
  const hold = openHold(options.claims);
  const replacing = replacingOf(options.folder, log);
  /** Chromium does not open a database any more that another copy kept it from once, so a new start is needed. */
  let isRefused = false;
  let open: { readonly journal: OpenJournal } | null = null;
  let trouble: JournalTrouble | null = null;

  async function look(): Promise<void> {
    if (open === null) return;
    if (trouble !== null) await open.journal.recheck();
    const now = (await open.journal.state()).trouble;
    if (now?.message === trouble?.message) return;
    trouble = now;
    log.warn(now === null ? 'The journal takes entries again.' : `The journal stopped: ${now.message}`);
    options.onTrouble(now);
  }

  const timer = setInterval(() => void look(), LOOK_EVERY);

  async function opening({ journal }: { journal: OpenJournal }): Promise<JournalOpening> {
    return { kind: 'open', state: await journal.state() };
  }

  function forgetLeaving(): void {
    try {
      keyRing.forgetLeaving();
    } catch (error) {
      log.warn(`A passphrase that was taken away is asked for once more at the next start: ${String(error)}`);
    }
  }

  function journalIn(folder: string, { cipher, others }: JournalKeys): ReturnType<typeof openJournal> {
    return openJournal({
      folder,
      disk: heldDisk(nodeDisk, hold),
      cipher,
      otherCiphers: others,
      say: (line) => log.info(`[journal] ${line}`),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.point === undefined ? {} : { point: options.point }),
    });
  }

  async function replaceNow(fill: FillJournal, last: LastLook): Promise<Result<void, IpcFailure>> {
    const old = open?.journal;
    const keys = old === undefined ? null : await keyRing.find(null);
    if (old === undefined || !keys?.ok) return err(notOpen);
    replacing.mend();
    const opened = await journalIn(replacing.next, keys.value);
    if (!opened.ok) return err(opened.error);
    let isFilled = false;
    try {
      const filled = await fill(opened.value);
      if (!filled.ok) return filled;
      isFilled = true;
    } finally {
      await opened.value.close();
      if (!isFilled) replacing.mend();
    }
    await close();
    let isReplaced = false;
    try {
      const looked = await last(old);
      if (!looked.ok) return looked;
      const done = onDisk(options.folder, replacing.switchOver);
      isReplaced = done.ok;
      return done.ok ? done : err(notReplaced(done.error));
    } finally {
      // Cut off between the two renames, or done: either way the old one or the new one stands whole.
      replacing.mend();
      // The page goes on with the old one, and nothing would open it again.
      if (!isReplaced) await openNow(null);
    }
  }

  async function openNow(passphrase: string | null): Promise<JournalOpening> {
    // Before the key: two copies that begin at once would each make one. A disk that takes no claim takes no entry either.
    const held = await hold
      .take()
      .catch((error: unknown) => log.warn(`[journal] no claim: ${String(error)}`));
    isRefused ||= held === 'elsewhere';
    if (isRefused) return { kind: 'in-use', ...inUse };
    const keys = await keyRing.find(passphrase);
    if (!keys.ok) return keys.error;
    replacing.mend();
    // A new journal in its place would have the old one taken for what a restoration left, and removed.
    if (replacing.isCutOff()) return { kind: 'unreadable', ...stillAside(replacing.replaced) };
    const opened = await journalIn(options.folder, keys.value);
    if (!opened.ok) {
      log.error(`The journal was not opened: ${opened.error.message}`);
      const { message, fix } = opened.error;
      return { kind: 'unreadable', message, fix };
    }
    open = { journal: opened.value };
    const state = await opened.value.state();
    // While anything is still sealed with it, the key of a passphrase that was taken away is needed.
    if (keys.value.cipher === null && opened.value.isUniform()) forgetLeaving();
    for (const { what } of state.losses) log.warn(`[journal] ${what}`);
    await look();
    return opening({ journal: opened.value });
  }

  async function close(): Promise<void> {
    const closing = open;
    open = null;
    await closing?.journal.close();
  }

  /** One opening at a time; a page that was loaded again gets what is open. */
  const inTurn = openLane();

  function onDisk<T>(place: string, work: () => T): Result<T, IpcFailure> {
    try {
      return ok(work());
    } catch (error) {
      return err(diskProblem(place, error));
    }
  }

  return {
    open: (passphrase) => inTurn(async () => (open === null ? openNow(passphrase) : opening(open))),
    setAside: () =>
      inTurn(async () => {
        await close();
        isRefused ||= (await hold.take().catch(() => null)) === 'elsewhere';
        if (isRefused) return err(inUse);
        const place = join(options.kept, `journal-${stamp()}`);
        return onDisk(place, () => {
          mkdirSync(options.kept, { recursive: true });
          const isThere = existsSync(options.folder);
          if (isThere) renameSync(options.folder, place);
          keyRing.moveNote(`${place}-key.json`);
          log.warn(`The journal was set aside as ${place}.`);
          return isThere ? { path: place } : null;
        });
      }),
    protect: (passphrase) =>
      inTurn(async () => {
        if (open === null) return err(notOpen);
        const done = await keyRing.protect(passphrase);
        if (!done.ok) return done;
        // The next opening, when the page loads again, writes with the new key what was written with the old one.
        await close();
        return ok(undefined);
      }),
    current: () => open?.journal ?? null,
    async keys() {
      const keys = open === null ? null : await keyRing.find(null);
      if (!keys?.ok) return null;
      const { cipher, others, wrapped = null } = keys.value;
      return { current: cipher, others, wrapped };
    },
    replace: (fill, last) => inTurn(() => replaceNow(fill, last)),
    files: { open: async (sha256) => (open === null ? null : open.journal.openFile(sha256)) },
    async keepDatabaseCopy() {
      if (!existsSync(options.databases)) return ok(null);
      const path = join(options.kept, copyName(stamp()));
      return onDisk(path, () => {
        copyDatabase(options.databases, path, log);
        return { path };
      });
    },
    async clearDatabase() {
      try {
        await options.clearDatabases();
        // Chromium says it did, and leaves what it cannot open; nothing holds that open.
        rmSync(options.databases, { recursive: true, force: true });
        log.warn('The local database was too damaged to be removed by its page; its files were cleared.');
        return ok(undefined);
      } catch (error) {
        return err(diskProblem(options.databases, error));
      }
    },
    async close() {
      clearInterval(timer);
      await close();
      await hold.release();
    },
  };
}

const inUse: IpcFailure = {
  message: 'Another copy of Channel Desk has this workspace open. Two at once would write over each other.',
  fix: 'Go on in the other copy, or close both and start Channel Desk again. Nothing was changed.',
};

function notReplaced({ message }: IpcFailure): IpcFailure {
  return {
    message: `The backup was not restored. ${message}`,
    fix: 'Close other programs that may have files of this folder open, such as a virus scanner, and restore the backup again. Your workspace is as it was.',
  };
}

function stillAside(place: string): Pick<IpcFailure, 'message' | 'fix'> {
  return {
    message: `A restoration was interrupted, and the journal, which is whole in ${place}, cannot be moved back.`,
    fix: 'Close other programs that may have files of this folder open, such as a virus scanner, and try again. Do not set the journal aside.',
  };
}
