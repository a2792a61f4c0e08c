import { BackupContents } from '../schema/backup';
import { z } from '../schema/zod';
import { resultOf } from './result-of';

/** A backup as the person chose it: its contents, or that its passphrase is wanted first. */
export const BackupOpening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('locked'), name: z.string(), isWrong: z.boolean() }),
  z.object({ kind: z.literal('read'), contents: BackupContents }),
]);
export type BackupOpening = z.infer<typeof BackupOpening>;

const Passphrase = z.string().min(8).max(1000);
const DbVersion = z.int().positive();
/** Number of the last entry that the database has made, which a backup has to hold. */
const LastEntry = z.int().nonnegative();

/** Channels of backups: one file with everything of the workspace, saved and restored where the person says. */
export const backupContract = {
  /** Null when the person cancels; `left` names what could not be read any more. */
  'backup.save': {
    in: z.object({ dbVersion: DbVersion, last: LastEntry, passphrase: Passphrase.nullable() }),
    out: resultOf(
      z
        .object({
          path: z.string(),
          rows: z.int().nonnegative(),
          files: z.int().nonnegative(),
          left: z.array(z.string()),
        })
        .nullable(),
    ),
  },
  /** Lets the person choose a file and reads it through; null when she cancels. Nothing is changed. */
  'backup.choose': { in: z.object({ dbVersion: DbVersion }), out: resultOf(BackupOpening.nullable()) },
  /** Reads the chosen file with its passphrase. */
  'backup.unlock': {
    in: z.object({ dbVersion: DbVersion, passphrase: z.string().max(1000) }),
    out: resultOf(BackupOpening),
  },
  /** Puts the chosen backup in the place of the workspace, of which a backup is kept before; the page begins anew afterwards. */
  'backup.restore': { in: z.object({ last: LastEntry }), out: resultOf(z.object({ before: z.string() })) },
} as const;
