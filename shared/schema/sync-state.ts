import { FieldMap, FieldValue } from './field-value';
import { ConflictId } from './ids';
import { RecordKey } from './intent';
import { Instant } from './values';
import { z } from './zod';

/** Names of the remote feeds that are pulled; each has its own cursor. */
export const streams = [
  'partners',
  'budgets',
  'fund-requests',
  'claims',
  'registrations',
  'gitlab-issues',
  'gitlab-epics',
] as const;
/** A feed that is read to its end and then continued: one kind of rows of one remote. */
export const Stream = z.enum(streams);
export type Stream = z.infer<typeof Stream>;

/** The last agreed remote state of a record in one remote: the middle of a three-way merge (G4). */
export const Base = z.object({
  /** `<record kind>:<record id>:<remote>` */
  key: z.string(),
  record: RecordKey,
  remote: z.enum(['salesforce', 'gitlab']),
  fields: FieldMap,
  stamp: z.string().nullable(),
  /** Values of writes without an answer that were seen there; the same value again is somebody else's. */
  cameBack: FieldMap.optional(),
  /** Fields that are empty there and cannot be here; the log told of them. */
  emptied: z.array(z.string()).optional(),
});
export type Base = z.infer<typeof Base>;

/** A known row that was not found where it was, and why it is not simply counted as deleted. */
export const MissingRow = z.object({ id: z.string(), name: z.string(), why: z.string() });
export type MissingRow = z.infer<typeof MissingRow>;

/** The search for known rows that are no longer there (G6). */
export const Sweep = z.object({
  began: Instant,
  /** The last record asked after; null when the search has come to its end. */
  after: z.string().nullable(),
  /** Rows missing so far, the first of them by name. */
  count: z.int().nonnegative(),
  missing: z.array(MissingRow),
  /** Ids that were missing at the end of the search before. */
  before: z.array(z.string()),
  /** One of those was found again, perhaps changed meanwhile under a stamp that was passed long ago. */
  returned: z.boolean(),
});
export type Sweep = z.infer<typeof Sweep>;

/** A reading of a feed from its beginning to its end. */
export const WholeReading = z.object({
  began: Instant,
  /** Rows read so far. */
  done: z.int().nonnegative(),
  /** Rows that the feed had when it began, where the remote says it. */
  total: z.int().nonnegative().nullable(),
  isOver: z.boolean(),
});
export type WholeReading = z.infer<typeof WholeReading>;

/** How far a stream has been read; `value` is opaque to everything but its reader (G6). */
export const Cursor = z.object({
  stream: Stream,
  value: z.string(),
  at: Instant,
  /** The last reading from the beginning; null when the next one is due. */
  whole: WholeReading.nullable().optional(),
  /** When the feed was first read, since when something can have been deleted unseen. */
  readSince: Instant.optional(),
  sweep: Sweep.optional(),
  /** Counts the writes of it, so that none is made over another; left out for none yet. */
  rev: z.int().nonnegative().optional(),
  /** Deletions happened that nobody could list, so a search is due. */
  owed: z.boolean().optional(),
  /** Whether the feed was read from its beginning to its end at least once; left out by apps that did not note it. */
  readOnce: z.boolean().optional(),
});
export type Cursor = z.infer<typeof Cursor>;

/** Whether a feed has been read from its beginning to its end since it is known here. */
export function isReadOnce({ readOnce, whole, readSince }: Cursor): boolean {
  if (readOnce !== undefined) return readOnce;
  if (whole === undefined || whole === null || whole.isOver) return true;
  return readSince !== undefined && readSince < whole.began;
}

/** How often a bookmark was written; null when there is none. */
export function cursorRev(cursor: Cursor | undefined): number | null {
  return cursor === undefined ? null : (cursor.rev ?? 0);
}

/** Until when a remote asked to be left alone (G9). */
export const NamedWait = z.object({ remote: z.enum(['salesforce', 'gitlab']), until: Instant });
export type NamedWait = z.infer<typeof NamedWait>;

/** One field that was changed here and there. */
export const ConflictField = z.object({
  field: z.string(),
  base: FieldValue,
  mine: FieldValue,
  theirs: FieldValue,
});
export type ConflictField = z.infer<typeof ConflictField>;

/** A same-field conflict, a stale decision or a remote delete of a locally edited record; both values are kept until the person chooses (G4). */
export const Conflict = z.object({
  id: ConflictId,
  kind: z.enum(['fields', 'stale-decision', 'remote-delete']),
  record: RecordKey,
  label: z.string(),
  remote: z.enum(['salesforce', 'gitlab']),
  fields: z.array(ConflictField),
  /** The remote's whole state when the conflict was found, so that a choice needs no network. */
  theirs: FieldMap,
  theirStamp: z.string().nullable(),
  detectedAt: Instant,
  /** Null while open. */
  resolvedAt: Instant.nullable(),
  /** Chosen side per field, once resolved. */
  choices: z.record(z.string(), z.enum(['mine', 'theirs'])),
});
export type Conflict = z.infer<typeof Conflict>;

/** Something that could not be read and was set aside whole instead of being dropped (G10). */
export const Quarantined = z.object({
  id: z.string(),
  source: z.enum(['salesforce', 'gitlab', 'outbox', 'import', 'desk']),
  what: z.string(),
  reason: z.string(),
  raw: z.string(),
  at: Instant,
});
export type Quarantined = z.infer<typeof Quarantined>;

/** A line of the sync log shown to the person; never holds secrets. */
export const SyncLogEntry = z.object({
  at: Instant,
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
});
export type SyncLogEntry = z.infer<typeof SyncLogEntry>;
