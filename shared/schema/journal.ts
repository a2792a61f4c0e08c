import { Instant } from './values';
import { z } from './zod';

/** Primary key of a stored row. */
export const RowKey = z.union([z.string(), z.number()]);
export type RowKey = z.infer<typeof RowKey>;

/** What one commit did to one table: whole rows as they were written, and keys of rows that went. */
export const TableChange = z.object({
  table: z.string().min(1),
  puts: z.array(z.object({ key: RowKey, row: z.unknown() })),
  deletes: z.array(RowKey),
});
export type TableChange = z.infer<typeof TableChange>;

/** Content of a journal entry: the rows of one commit, so that doing them again in order rebuilds the store (G2). */
export const JournalChanges = z.object({ at: Instant, changes: z.array(TableChange) });
export type JournalChanges = z.infer<typeof JournalChanges>;

/** A place in the journal: entries are numbered from 1 without gaps; the id tells two entries of one number apart. */
export const JournalHead = z.object({ n: z.int().nonnegative(), id: z.string() });
export type JournalHead = z.infer<typeof JournalHead>;

/** Characters that an entry may have: the journal could not read a longer one back in one piece. */
export const LONGEST_ENTRY = 80_000_000;

/** An entry on its way: `text` is the JSON of `JournalChanges`, made once where the commit was made. */
export const JournalEntry = z.object({ n: z.int().positive(), id: z.uuid(), text: z.string().min(2) });
export type JournalEntry = z.infer<typeof JournalEntry>;

/** Why the journal takes nothing at the moment, in words. */
export const JournalTrouble = z.object({
  kind: z.literal('stopped'),
  cause: z.enum(['full', 'read-only', 'failed']),
  message: z.string(),
  fix: z.string(),
});
export type JournalTrouble = z.infer<typeof JournalTrouble>;

/** Something of the journal that could not be read any more; the damaged files go to the folder `keptAs` when a new base stands. */
export const JournalLoss = z.object({
  /** What is missing, in words for the person. */
  what: z.string(),
  /** Numbers of the entries that may be missing; null when it cannot be told. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  keptAs: z.string().nullable(),
});
export type JournalLoss = z.infer<typeof JournalLoss>;

/** The journal as it was found and stands. */
export const JournalState = z.object({
  /** Which store it belongs to; null for a new journal that nothing was written to. */
  storeId: z.string().nullable(),
  head: JournalHead.nullable(),
  /** The lowest number after which the entries are all here; a store that stands lower needs everything. */
  oldest: z.int().nonnegative(),
  trouble: JournalTrouble.nullable(),
  protection: z.enum(['key-store', 'passphrase', 'none']),
  losses: z.array(JournalLoss),
});
export type JournalState = z.infer<typeof JournalState>;

/** A part of what the journal holds, to be written in the order given; `next` asks for the part behind it, null at the end. */
export const ReplayPage = z.object({ changes: z.array(TableChange), next: z.string().nullable() });
export type ReplayPage = z.infer<typeof ReplayPage>;
