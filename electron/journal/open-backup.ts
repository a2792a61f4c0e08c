import { basename } from 'node:path';
import type { BackupContents } from '../../shared/schema/backup';
import { err, ok, type Result } from '../../shared/lib/result';
import { aesCipher, type Cipher, keyFor, type Keys } from './cipher';
import { type Disk, type DiskFile, withFile } from './disk';
import { readHeader } from './header';
import { unwrapKey } from './key-wrap';
import { type BackupFound, type BackupRow, readBackup } from './read-backup';
import type { BackupHeader } from './write-backup';

/** Why nothing of a backup can be read. */
export type BackupRefusal =
  /** It has a passphrase, which is to be given first. */
  | { readonly kind: 'locked'; readonly isWrong: boolean }
  | { readonly kind: 'refused'; readonly message: string; readonly fix: string };

/** A backup that can be read, any number of times. */
export type ReadableBackup = {
  readonly header: BackupHeader;
  /** Hands over what is in it, in its order. */
  read(take: (found: BackupFound) => Promise<void>): Promise<void>;
};

/** Finds out whether a file is a backup that can be read with the passphrase, or with the keys of the journal. */
export async function openBackup(
  disk: Disk,
  path: string,
  passphrase: string | null,
  keys: Keys,
): Promise<Result<ReadableBackup, BackupRefusal>> {
  const name = basename(path);
  const found = await withFile(disk, path, 'read', readHeader);
  if (found.kind === 'newer') return err(newer(name));
  if (found.kind === 'damaged' || found.header.kind !== 'backup') return err(noBackup(name));
  const { header, end } = found;
  const key = await keyOf(header, passphrase, keys);
  if (!key.ok) return key;
  return ok({
    header,
    read: (take) =>
      withFile(disk, path, 'read', async (file: DiskFile) => {
        for await (const part of readBackup(file, header, end, key.value)) await take(part);
      }),
  });
}

async function keyOf(
  header: BackupHeader,
  passphrase: string | null,
  keys: Keys,
): Promise<Result<Cipher | null, BackupRefusal>> {
  const found = keyFor(keys, header);
  if (found.kind === 'key') return ok(found.cipher);
  if (header.wrapped === null) return err(otherComputer);
  if (passphrase === null) return err({ kind: 'locked', isWrong: false });
  const { keyId } = header.wrapped;
  const key = await unwrapKey(header.wrapped, passphrase);
  if (key === null) return err({ kind: 'locked', isWrong: true });
  return ok(aesCipher({ keyId, key, protection: 'passphrase' }));
}

/** Problems that are listed one by one. */
const LISTED = 20;

/** Reads a backup through and tells what it holds. */
export async function contentsOf(backup: ReadableBackup, path: string): Promise<BackupContents> {
  const { madeAt, app, workspace, dbVersion } = backup.header;
  const rows = new Map<string, number>();
  const problems: string[] = [];
  let [problemCount, files, unsent] = [0, 0, 0];
  await backup.read(async (found) => {
    if (found.kind === 'file') files += 1;
    else if (found.kind === 'problem') {
      problemCount += 1;
      if (problems.length < LISTED) problems.push(found.what);
    } else {
      for (const row of found.rows) {
        rows.set(row.table, (rows.get(row.table) ?? 0) + 1);
        if (isUnsent(row)) unsent += 1;
      }
    }
  });
  const count = (table: string): number => rows.get(table) ?? 0;
  return {
    name: basename(path),
    madeAt,
    app,
    workspace,
    dbVersion,
    partners: count('partners'),
    requests: count('fundRequests'),
    planItems: count('planItems'),
    rows: [...rows.values()].reduce((sum, number) => sum + number, 0),
    files,
    unsent,
    problems,
    problemCount,
  };
}

function isUnsent({ table, row }: BackupRow): boolean {
  if (table !== 'intents') return false;
  const { state } = row as { readonly state: string };
  return state !== 'done' && state !== 'discarded';
}

function noBackup(name: string): BackupRefusal {
  return {
    kind: 'refused',
    message: `“${name}” is no backup of Channel Desk, or its beginning is damaged.`,
    fix: 'Choose a file that was saved with “Save a backup”; its name ends in .deskbackup.',
  };
}

function newer(name: string): BackupRefusal {
  return {
    kind: 'refused',
    message: `“${name}” was made by a newer version of Channel Desk.`,
    fix: 'Install that version or a newer one, and restore the backup there. Nothing was changed.',
  };
}

const otherComputer: BackupRefusal = {
  kind: 'refused',
  message:
    'This backup was kept before another one was restored, with the key of the journal that it replaced.',
  fix: 'It can be restored only on the computer that made it, while that key is there. Choose another backup. Nothing was changed.',
};
