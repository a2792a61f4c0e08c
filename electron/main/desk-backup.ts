import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { BackupOpening } from '../../shared/ipc/backup-contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Clock } from '../../shared/ports/clock';
import type { Log } from '../../shared/ports/log';
import type { BackupWorkspace, RestoredFrom } from '../../shared/schema/backup';
import type { Home, Homes } from '../../shared/schema/home';
import type { BackupDesk } from '../ipc/handlers/backup';
import { notOpen } from '../ipc/handlers/journal';
import { aesCipher, type Cipher } from '../journal/cipher';
import { nodeDisk } from '../journal/disk';
import type { OpenJournal } from '../journal/journal';
import { newDataKey, type WrappedKey, wrapKey } from '../journal/key-wrap';
import { openLane } from '../journal/lane';
import { contentsOf, openBackup, type ReadableBackup } from '../journal/open-backup';
import { fillFromBackup } from '../journal/restore-backup';
import type { BackupWritten } from '../journal/write-backup';
import { diskProblem } from '../platform/disk-problem';
import { fileStamp } from '../platform/file-name';
import { removeOld } from '../platform/remove-old';
import type { ChoosePlace } from '../platform/save-file';
import {
  lacksChanges,
  newerRows,
  noneChosen,
  nothingReadable,
  nothingSecured,
  notRead,
  notWritten,
  otherHome,
  otherWorkspace,
} from './backup-failures';
import type { JournalDeskKeys, OpenJournalDesk } from './desk-journal';

/** What backups are saved and restored with. */
export type BackupOptions = {
  readonly workspace: BackupWorkspace;
  readonly version: string;
  /** The open journal; null before. */
  readonly journal: () => OpenJournal | null;
  /** The keys that it is sealed with. */
  readonly keys: () => Promise<JournalDeskKeys | null>;
  /** Puts a new journal in the place of the open one. */
  readonly replace: OpenJournalDesk['replace'];
  /** Where the data of this workspace is from. */
  readonly homes: () => Promise<Homes>;
  /** Has a workspace that is from nowhere yet be from where its backup was. */
  readonly adoptHomes: (homes: Homes) => Promise<void>;
  readonly place: ChoosePlace;
  /** Asks for a file; null when the person changes her mind. */
  readonly askFile: () => Promise<string | null>;
  /** Folder in which what was there before a restoration is kept. */
  readonly kept: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** How long the journal may be behind the database: what is read from the remotes comes a moment later. */
const TRIES = 50;
const LOOK_AGAIN_MS = 200;
const EXTENSION = '.deskbackup';
const BEFORE = 'before-restore-';
/** Backups of what was there before a restoration that are kept. */
const KEPT = 3;

type Way = {
  readonly cipher: Cipher | null;
  readonly wrapped: WrappedKey | null;
  readonly dbVersion: number;
};

/** What was there before a restoration, kept in a file. */
type Before = {
  readonly path: string;
  /** Writes it once more where the journal, which takes nothing any more, got entries since. */
  readonly complete: (journal: OpenJournal) => Promise<Result<void, IpcFailure>>;
};

/** The chosen file, and what was read of it. */
type Chosen = {
  readonly path: string;
  readonly read: {
    readonly backup: ReadableBackup;
    readonly problems: number;
    /** Version of the database of the app that read it, and so of the rows that are here. */
    readonly known: number;
  } | null;
};

/** Saves and restores backups of the workspace. */
export function createBackupDesk(options: BackupOptions): BackupDesk {
  const { clock, log } = options;
  let chosen: Chosen | null = null;

  /** Waits a little for what the database has made and the journal is about to get. */
  async function hasUpTo(journal: OpenJournal, last: number): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (((await journal.state()).head?.n ?? 0) >= last) return true;
      await clock.sleep(LOOK_AGAIN_MS);
    }
    return false;
  }

  async function writeOpen(path: string, way: Way, last: number): Promise<Result<BackupWritten, IpcFailure>> {
    const journal = options.journal();
    if (journal === null) return err(notOpen);
    if ((await journal.state()).storeId === null) return err(nothingSecured);
    if (!(await hasUpTo(journal, last))) return err(lacksChanges);
    return write(journal, path, way);
  }

  async function write(
    journal: OpenJournal,
    path: string,
    { cipher, wrapped, dbVersion }: Way,
  ): Promise<Result<BackupWritten, IpcFailure>> {
    const { workspace, version } = options;
    try {
      const homes = await options.homes();
      const made = { id: randomUUID(), madeAt: clock.now(), app: version };
      const about = { ...made, workspace, dbVersion, homes, wrapped };
      return ok(await journal.backUp({ path, disk: nodeDisk, cipher, about }));
    } catch (error) {
      return err(notWritten(path, error));
    }
  }

  async function readChosen(
    passphrase: string | null,
    known: number,
  ): Promise<Result<BackupOpening, IpcFailure>> {
    if (chosen === null) return err(noneChosen);
    const { path } = chosen;
    chosen = { path, read: null };
    const keys = (await options.keys()) ?? { current: null, others: [] };
    try {
      const opened = await openBackup(nodeDisk, path, passphrase, keys);
      if (!opened.ok) {
        const { error } = opened;
        if (error.kind === 'refused') return err(error);
        return ok({ kind: 'locked', name: basename(path), isWrong: error.isWrong });
      }
      const { workspace, dbVersion, homes } = opened.value.header;
      if (workspace !== options.workspace) return err(otherWorkspace(basename(path), workspace));
      const stranger = strangerIn(homes, await options.homes());
      if (stranger !== null) return err(otherHome(basename(path), stranger));
      if (dbVersion > known) return err(newerRows(basename(path)));
      const contents = await contentsOf(opened.value, path);
      if (contents.rows === 0) return err(nothingReadable(basename(path)));
      chosen = { path, read: { backup: opened.value, problems: contents.problemCount, known } };
      return ok({ kind: 'read', contents });
    } catch (error) {
      return err(notRead(path, error));
    }
  }

  /**
   * Keeps what is there now, so that the restoration can be taken back: readable with the journal's own key, and with its
   * passphrase when that key is not here any more.
   */
  async function keepBefore(dbVersion: number, last: number): Promise<Result<Before, IpcFailure>> {
    const keys = await options.keys();
    if (keys === null) return err(notOpen);
    const path = join(options.kept, `${BEFORE}${fileStamp(clock.now())}${EXTENSION}`);
    try {
      await nodeDisk.makeFolder(options.kept);
    } catch (error) {
      return err(diskProblem(path, error));
    }
    const way: Way = { cipher: keys.current, wrapped: keys.wrapped, dbVersion };
    const held = await headOf(options.journal());
    const written = await writeOpen(path, way, last);
    if (!written.ok) return written;
    return ok({
      path,
      async complete(journal) {
        if ((await headOf(journal)) === held) return ok(undefined);
        const again = await write(journal, path, way);
        return again.ok ? ok(undefined) : again;
      },
    });
  }

  async function save({
    dbVersion,
    last,
    passphrase,
  }: Parameters<BackupDesk['save']>[0]): ReturnType<BackupDesk['save']> {
    const path = await options.place(`channel-desk-${clock.now().slice(0, 10)}${EXTENSION}`);
    if (path === null) return ok(null);
    const { cipher, wrapped } = passphrase === null ? plain : await sealed(passphrase);
    const written = await writeOpen(path, { cipher, wrapped, dbVersion }, last);
    if (!written.ok) return written;
    log.info(`A backup of ${written.value.rows} rows and ${written.value.files} files was saved.`);
    return ok({ path, ...written.value, left: [...written.value.left] });
  }

  async function restore(last: number): ReturnType<BackupDesk['restore']> {
    if (chosen === null || chosen.read === null) return err(noneChosen);
    const { path, read } = chosen;
    const { backup, problems, known } = read;
    const kept = await keepBefore(known, last);
    if (!kept.ok) return kept;
    const before = kept.value;
    const from: RestoredFrom = {
      storeId: randomUUID(),
      name: basename(path),
      at: backup.header.madeAt,
      before: before.path,
    };
    try {
      const done = await options.replace(
        (journal) => fillFromBackup(journal, backup, from, problems),
        async (old) => {
          const complete = await before.complete(old);
          // Before the new one stands, since data of one org must never meet a sign-in at another; no sooner, or a desk
          // to which nothing came would be bound to that org.
          if (complete.ok) await options.adoptHomes(backup.header.homes);
          return complete;
        },
      );
      if (!done.ok) return done;
    } catch (error) {
      return err(notRead(path, error));
    }
    chosen = null;
    // The one that was just put back is no old one: the person chose it.
    const stay = [before.path, path]
      .filter((one) => dirname(one) === options.kept)
      .map((one) => basename(one));
    const isOne = (name: string): boolean => name.startsWith(BEFORE);
    removeOld({ folder: options.kept, isOne, stay, newest: KEPT - 1, what: 'An old backup' }, log);
    log.warn(
      `The workspace was restored from a backup of ${from.at}; what was there before is ${from.before}.`,
    );
    return ok({ before: before.path });
  }

  // One at a time: two that are written at once may have the same name.
  const inTurn = openLane();

  return {
    save: (how) => inTurn(() => save(how)),
    async choose({ dbVersion }) {
      const path = await options.askFile();
      if (path === null) return ok(null);
      chosen = { path, read: null };
      return readChosen(null, dbVersion);
    },
    unlock: ({ dbVersion, passphrase }) => readChosen(passphrase, dbVersion),
    restore: ({ last }) => inTurn(() => restore(last)),
  };
}

async function headOf(journal: OpenJournal | null): Promise<string | null> {
  return (await journal?.state())?.head?.id ?? null;
}

const plain = { cipher: null, wrapped: null };

async function sealed(passphrase: string): Promise<Pick<Way, 'cipher' | 'wrapped'>> {
  const key = newDataKey();
  const keyId = randomUUID();
  const cipher = aesCipher({ keyId, key, protection: 'passphrase' });
  return { cipher, wrapped: await wrapKey(key, keyId, passphrase) };
}

type Stranger = { readonly there: Home; readonly here: Home };

/** An org or instance of the backup that is another one than that of this workspace; null when there is none. */
function strangerIn(backup: Homes, own: Homes): Stranger | null {
  for (const remote of ['salesforce', 'gitlab'] as const) {
    const [there, here] = [backup[remote], own[remote]];
    if (there !== null && here !== null && there.id !== here.id) return { there, here };
  }
  return null;
}
