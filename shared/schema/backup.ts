import { AuditEntry } from './audit';
import { HeldRow } from './held-row';
import { Intent } from './intent';
import { recordSchemas } from './record';
import { Settings } from './settings';
import { Base, Conflict, Quarantined } from './sync-state';
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

/** Rows of the workspace itself that a backup keeps: what the person set. */
const MetaRow = z.object({ key: z.literal('settings'), value: Settings.partial() });

/** Several bases in one row; the text is read with `Base` when one of them is asked for. */
const BasePackRow = z.object({
  first: z.string(),
  keys: z.array(z.string()),
  text: z.string().refine(isBases, 'is no list of bases'),
});

function isBases(text: string): boolean {
  try {
    return z.array(Base).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Schema of the rows of every table that a backup holds, by the table's name; the bytes of `blobs` come apart. */
export const backupRows: Readonly<Record<string, z.ZodType>> = {
  partners: recordSchemas.partner,
  budgets: recordSchemas.budget,
  fundRequests: recordSchemas['fund-request'],
  claims: recordSchemas.claim,
  documents: recordSchemas.document,
  planItems: recordSchemas['plan-item'],
  quarterPlans: recordSchemas['quarter-plan'],
  registrations: recordSchemas.registration,
  intents: Intent,
  bases: Base,
  packedBases: BasePackRow,
  conflicts: Conflict,
  audit: AuditEntry,
  blobs: z.null(),
  quarantine: Quarantined,
  heldRows: HeldRow,
  meta: MetaRow,
};

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
