import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BackupOpening } from '../../shared/ipc/backup-contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { causeSentence } from '../../shared/lib/cause';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Clock } from '../../shared/ports/clock';
import type { Log } from '../../shared/ports/log';
import type { BackupWorkspace, RestoredFrom } from '../../shared/schema/backup';
import type { Home, Homes } from '../../shared/schema/home';
import type { JournalTrouble } from '../../shared/schema/journal';
import type { BackupDesk } from '../ipc/handlers/backup';
import { notOpen } from '../ipc/handlers/journal';
import { aesCipher, type Cipher } from '../journal/cipher';
import { errorCode, nodeDisk } from '../journal/disk';
import type { OpenJournal } from '../journal/journal';
import { newDataKey, type WrappedKey, wrapKey } from '../journal/key-wrap';
import { contentsOf, openBackup, type ReadableBackup } from '../journal/open-backup';
import { fillFromBackup } from '../journal/restore-backup';
import type { BackupWritten } from '../journal/write-backup';
import { diskProblem } from '../platform/disk-problem';
import { fileStamp } from '../platform/file-name';
import type { ChoosePlace } from '../platform/save-file';
import type { JournalDeskKeys } from './desk-journal';

/** What backups are saved and restored with. */
export type BackupOptions = {
  readonly workspace: BackupWorkspace;
  readonly version: string;
  /** The open journal; null before. */
  readonly journal: () => OpenJournal | null;
  /** The keys that it is sealed with. */
  readonly keys: () => Promise<JournalDeskKeys | null>;
  /** Puts a new journal in the place of the open one. */
  readonly replace: (
    fill: (journal: OpenJournal) => Promise<Result<void, JournalTrouble>>,
  ) => Promise<Result<void, IpcFailure>>;
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
  /** Number of the last entry that has to be in it. */
  readonly last: number;
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

  async function write(path: string, way: Way): Promise<Result<BackupWritten, IpcFailure>> {
    const journal = options.journal();
    if (journal === null) return err(notOpen);
    if ((await journal.state()).storeId === null) return err(nothingSecured);
    const { cipher, wrapped, dbVersion, last } = way;
    if (!(await hasUpTo(journal, last))) return err(lacksChanges);
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
  async function keepBefore(dbVersion: number, last: number): Promise<Result<string, IpcFailure>> {
    const keys = await options.keys();
    if (keys === null) return err(notOpen);
    const path = join(options.kept, `${BEFORE}${fileStamp(clock.now())}${EXTENSION}`);
    try {
      await nodeDisk.makeFolder(options.kept);
    } catch (error) {
      return err(diskProblem(path, error));
    }
    const written = await write(path, { cipher: keys.current, wrapped: keys.wrapped, dbVersion, last });
    return written.ok ? ok(path) : written;
  }

  /** The one that was just put back is no old one: the person chose it. */
  function removeOld(newest: string, restored: string): void {
    const names = readdirSync(options.kept).filter((name) => name.startsWith(BEFORE));
    const others = names.filter((name) => ![newest, restored].includes(join(options.kept, name))).sort();
    for (const name of others.slice(0, 1 - KEPT)) {
      try {
        rmSync(join(options.kept, name), { force: true });
      } catch (error) {
        log.warn(`An old backup could not be removed: ${String(error)}`);
      }
    }
  }

  return {
    async save({ dbVersion, last, passphrase }) {
      const path = await options.place(`channel-desk-${clock.now().slice(0, 10)}${EXTENSION}`);
      if (path === null) return ok(null);
      const { cipher, wrapped } = passphrase === null ? plain : await sealed(passphrase);
      const written = await write(path, { cipher, wrapped, dbVersion, last });
      if (!written.ok) return written;
      log.info(`A backup of ${written.value.rows} rows and ${written.value.files} files was saved.`);
      return ok({ path, ...written.value, left: [...written.value.left] });
    },
    async choose({ dbVersion }) {
      const path = await options.askFile();
      if (path === null) return ok(null);
      chosen = { path, read: null };
      return readChosen(null, dbVersion);
    },
    unlock: ({ dbVersion, passphrase }) => readChosen(passphrase, dbVersion),
    async restore({ last }) {
      if (chosen === null || chosen.read === null) return err(noneChosen);
      const { path, read } = chosen;
      const { backup, problems, known } = read;
      const before = await keepBefore(known, last);
      if (!before.ok) return before;
      const from: RestoredFrom = {
        storeId: randomUUID(),
        name: basename(path),
        at: backup.header.madeAt,
        before: before.value,
      };
      try {
        const done = await options.replace(async (journal) => {
          const filled = await fillFromBackup(journal, backup, from, problems);
          // Before it stands, since data of one org must never meet a sign-in at another; no sooner, or a desk to which
          // nothing came would be bound to that org.
          if (filled.ok) await options.adoptHomes(backup.header.homes);
          return filled;
        });
        if (!done.ok) return done;
      } catch (error) {
        return err(notRead(path, error));
      }
      chosen = null;
      removeOld(before.value, path);
      log.warn(
        `The workspace was restored from a backup of ${from.at}; what was there before is ${from.before}.`,
      );
      return ok({ before: before.value });
    },
  };
}

const plain = { cipher: null, wrapped: null };

async function sealed(passphrase: string): Promise<Pick<Way, 'cipher' | 'wrapped'>> {
  const key = newDataKey();
  const keyId = randomUUID();
  const cipher = aesCipher({ keyId, key, protection: 'passphrase' });
  return { cipher, wrapped: await wrapKey(key, keyId, passphrase) };
}

function notWritten(path: string, error: unknown): IpcFailure {
  if (errorCode(error) !== '') return diskProblem(path, error);
  return { message: `The backup was not saved. ${causeSentence(error)}`, fix: 'Try again in a moment.' };
}

function notRead(path: string, error: unknown): IpcFailure {
  return {
    message: `${path} could not be read. ${causeSentence(error)}`,
    fix: 'See that the file is there and that you may read it, and choose it again. Nothing was changed.',
  };
}

function otherWorkspace(name: string, workspace: BackupWorkspace): IpcFailure {
  return workspace === 'demo'
    ? {
        message: `“${name}” is a backup of the demo workspace.`,
        fix: 'Restore it in the demo; here it would take the place of your own work. Nothing was changed.',
      }
    : {
        message: `“${name}” is a backup of real work, and this is the demo workspace.`,
        fix: 'Start Channel Desk without the demo, and restore it there. Nothing was changed.',
      };
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

function otherHome(name: string, { there, here }: Stranger): IpcFailure {
  return {
    message: `“${name}” holds data of ${there.name}, and this desk that of ${here.name}. They are not mixed.`,
    fix: 'To restore it, start Channel Desk with a data folder of its own (CHANNEL_DESK_USER_DATA). Nothing was changed.',
  };
}

function newerRows(name: string): IpcFailure {
  return {
    message: `“${name}” was made by a newer version of Channel Desk, whose records this one cannot read.`,
    fix: 'Install that version or a newer one, and restore the backup there. Nothing was changed.',
  };
}

function nothingReadable(name: string): IpcFailure {
  return {
    message: `Nothing in “${name}” can be read any more.`,
    fix: 'Choose another backup. Nothing was changed.',
  };
}

const noneChosen: IpcFailure = { message: 'No backup is chosen.', fix: 'Choose the file of a backup first.' };
const lacksChanges: IpcFailure = {
  message: 'The journal, from which a backup is made, lacks changes that are in the database.',
  fix: 'Start Channel Desk again: the journal is then written anew from the database. Nothing is lost, and nothing was changed.',
};

/** The database may be full all the same, so that a backup of this journal would only look like one. */
const nothingSecured: IpcFailure = {
  message:
    'The backup was not saved. The journal, from which it is written, holds nothing of this workspace yet.',
  fix: 'Start Channel Desk again: it then writes the journal from the database. Save the backup afterwards.',
};
