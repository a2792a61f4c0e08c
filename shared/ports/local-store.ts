import type { Result } from '../lib/result';
import type { AuditEntry, NewAuditEntry } from '../schema/audit';
import type { HeldRow } from '../schema/held-row';
import type { Intent, RecordKey } from '../schema/intent';
import type { AnyRecord, RecordKind, RecordOf } from '../schema/record';
import type { Settings } from '../schema/settings';
import type {
  Base,
  Conflict,
  Cursor,
  NamedWait,
  Quarantined,
  Stream,
  SyncLogEntry,
} from '../schema/sync-state';
import type { Sha256 } from '../schema/values';

/** An intent before the store numbers it. */
export type NewIntent = Omit<Intent, 'seq'>;

/** A document's bytes with the hash that names them. */
export type BlobPut = { readonly sha256: Sha256; readonly bytes: Uint8Array };

/**
 * Everything that must be written together, as plain data: it happens whole or not at all (design: one
 * transaction for record, outbox and audit). Every part is optional.
 */
export type Commit = {
  readonly puts?: readonly AnyRecord[];
  /** Revisions the writer read; the commit is refused when a record has moved on since. */
  readonly expect?: readonly { readonly key: RecordKey; readonly rev: number | null }[];
  readonly newIntents?: readonly NewIntent[];
  /** Whole intents as changed by the sync engine or steered by the person. */
  readonly intents?: readonly Intent[];
  /** Revisions of the intents as the writer read them; the commit is refused when one was changed since. */
  readonly expectIntents?: readonly { readonly id: string; readonly rev: number }[];
  readonly audits?: readonly NewAuditEntry[];
  readonly blobs?: readonly BlobPut[];
  readonly bases?: readonly Base[];
  readonly cursors?: readonly Cursor[];
  /** Revisions of the bookmarks as the writer read them, null for none; the commit is refused when one was changed since. */
  readonly expectCursors?: readonly { readonly stream: Stream; readonly rev: number | null }[];
  readonly namedWaits?: readonly NamedWait[];
  readonly conflicts?: readonly Conflict[];
  readonly quarantine?: readonly Quarantined[];
  readonly releaseQuarantine?: readonly string[];
  readonly heldRows?: readonly HeldRow[];
  readonly releaseHeldRows?: readonly string[];
  readonly log?: readonly SyncLogEntry[];
  /** True where everything in it can be had from the remotes again, so that it need not wait for the journal (G1). */
  readonly journalMayLag?: boolean;
};

/** Why a commit did not happen, so that nothing of it was written; only `unsecured` was. */
export type CommitProblem =
  | {
      readonly kind: 'moved-on';
      readonly key: RecordKey;
      readonly expected: number | null;
      readonly found: number | null;
    }
  | {
      readonly kind: 'intent-moved-on';
      readonly id: string;
      readonly expected: number;
      readonly found: number | null;
    }
  | { readonly kind: 'cursor-moved-on'; readonly stream: Stream }
  | { readonly kind: 'invalid'; readonly key: RecordKey; readonly path: string; readonly message: string }
  /** The one case in which the commit was made: the database has it, the journal does not yet (G1). */
  | { readonly kind: 'unsecured'; readonly message: string }
  | { readonly kind: 'storage'; readonly message: string };

/** Queries the screens and the engine need; every one of them is served by an index. */
export type RecordQuery<K extends RecordKind> = {
  readonly kind: K;
  readonly by?: { readonly index: string; readonly equals: string };
};

/** The local database as use cases and the sync engine see it. */
export type LocalStore = {
  get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined>;
  /** All records of a kind, or those whose indexed field equals a value. */
  list<K extends RecordKind>(query: RecordQuery<K>): Promise<RecordOf<K>[]>;
  /** Up to `limit` records of a kind in the order of their ids, from the first one behind `after`. */
  page<K extends RecordKind>(kind: K, after: string | null, limit: number): Promise<RecordOf<K>[]>;
  /** Those of the records with these ids that are there. */
  getMany<K extends RecordKind>(kind: K, ids: readonly string[]): Promise<RecordOf<K>[]>;
  /** All records of a kind whose indexed field has one of the values; an index of numbers is asked with numbers. */
  listMany<K extends RecordKind>(
    kind: K,
    index: string,
    values: readonly (string | number)[],
  ): Promise<RecordOf<K>[]>;
  count(kind: RecordKind): Promise<number>;
  commit(commit: Commit): Promise<Result<void, CommitProblem>>;
  blob(sha256: Sha256): Promise<Uint8Array | undefined>;
  /** Intents that are not done or discarded, in the order of `seq`. */
  openIntents(): Promise<Intent[]>;
  /** How many intents are not done or discarded, and how many of them are parked; found without reading them. */
  openCounts(): Promise<{ readonly open: number; readonly parked: number }>;
  intentsFor(key: RecordKey): Promise<Intent[]>;
  intent(id: string): Promise<Intent | undefined>;
  /** Open intents of several records. */
  openIntentsOf(keys: readonly RecordKey[]): Promise<Intent[]>;
  /** Those of the bases with these keys that are there. */
  bases(keys: readonly string[]): Promise<Base[]>;
  base(key: RecordKey, remote: 'salesforce' | 'gitlab'): Promise<Base | undefined>;
  cursor(stream: Stream): Promise<Cursor | undefined>;
  /** The last wait that each remote named, over or not. */
  namedWaits(): Promise<NamedWait[]>;
  openConflicts(): Promise<Conflict[]>;
  conflict(id: string): Promise<Conflict | undefined>;
  quarantined(): Promise<Quarantined[]>;
  /** Ids of what is in quarantine, without the things themselves. */
  quarantineIds(): Promise<string[]>;
  quarantinedAs(ids: readonly string[]): Promise<Quarantined[]>;
  heldRows(): Promise<HeldRow[]>;
  auditFor(key: RecordKey): Promise<AuditEntry[]>;
  settings(): Promise<Settings | undefined>;
  saveSettings(settings: Settings): Promise<void>;
};
