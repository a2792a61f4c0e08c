import { Instant } from './values';
import { z } from './zod';

/** Which workspace a backup is of; one is never put back into the other. */
export const BackupWorkspace = z.enum(['desk', 'demo']);
export type BackupWorkspace = z.infer<typeof BackupWorkspace>;

/** Name of the row that tells a new journal which backup it was made from. */
export const restoredKey = 'restored';

/** Which backup a journal was made from, and where what was there before is kept. */
export const RestoredFrom = z.object({
  storeId: z.string(),
  name: z.string(),
  at: Instant,
  before: z.string(),
});
export type RestoredFrom = z.infer<typeof RestoredFrom>;

/**
 * Tables that a backup leaves out: how far the remotes were read, because everything is read again afterwards, and what is
 * on its way or only for looking at.
 */
export const notInBackup: readonly string[] = ['cursors', 'redo', 'log'];

/** What a backup holds, as far as it can be read, and what of it cannot. */
export const BackupContents = z.object({
  /** Name of the file, without its folder. */
  name: z.string(),
  madeAt: Instant,
  /** Version of the app that made it. */
  app: z.string(),
  workspace: BackupWorkspace,
  /** Version of the database that its rows are of. */
  dbVersion: z.int().positive(),
  partners: z.int().nonnegative(),
  requests: z.int().nonnegative(),
  planItems: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  files: z.int().nonnegative(),
  /** Changes that had not been sent when it was made. */
  unsent: z.int().nonnegative(),
  /** What is missing or damaged, in words; the first of them, and how many there are. */
  problems: z.array(z.string()),
  problemCount: z.int().nonnegative(),
});
export type BackupContents = z.infer<typeof BackupContents>;
