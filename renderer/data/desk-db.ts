import { Dexie, type Table } from 'dexie';
import type { AuditEntry } from '../../shared/schema/audit';
import type { RowKey } from '../../shared/schema/journal';
import type { HeldRow } from '../../shared/schema/held-row';
import type { Intent } from '../../shared/schema/intent';
import type { RecordKind, RecordOf } from '../../shared/schema/record';
import type { Base, Conflict, Cursor, Quarantined, SyncLogEntry } from '../../shared/schema/sync-state';
import { migrations } from './migrations';

/** Table of each record kind. */
export const tableOf = {
  partner: 'partners',
  budget: 'budgets',
  'fund-request': 'fundRequests',
  claim: 'claims',
  document: 'documents',
  'plan-item': 'planItems',
  'quarter-plan': 'quarterPlans',
  registration: 'registrations',
} as const satisfies Record<RecordKind, string>;

/** Several bases in one row, under the first of their keys. A row of its own for a key counts before what is packed. */
export type BasePack = {
  readonly first: string;
  readonly keys: readonly string[];
  /** JSON of the bases: one text is written and read in a fraction of the time of so many objects. */
  readonly text: string;
};

/** The bytes of a document; with `sealedWith`, the key's id, they are encrypted. */
export type BlobRow = { readonly sha256: string; readonly bytes: Uint8Array; readonly sealedWith?: string };
/** A line of the sync log; the database numbers it. */
export type LogRow = SyncLogEntry & { readonly n?: number };
/** An entry as the database holds it until the journal has it; the last one stays and tells how far the database is. */
export type RedoRow = {
  readonly n?: number;
  readonly id: string;
  /** Empty when the journal has it for certain, and where `rows` says which rows it tells of. */
  readonly text: string;
  readonly rows?: NamedRows;
};
/** Rows that an entry tells of, by their keys: what they hold is read from the database when it is needed. */
export type NamedRows = {
  readonly at: string;
  readonly tables: readonly { readonly table: string; readonly keys: readonly RowKey[] }[];
};
/** One fact about the workspace itself, by its name. */
export type MetaRow = { readonly key: string; readonly value: unknown };

/** The IndexedDB database of one workspace, with strict durability: a commit is on disk before it is acknowledged. */
export class DeskDb extends Dexie {
  readonly intents!: Table<Intent, string>;
  readonly bases!: Table<Base, string>;
  readonly packedBases!: Table<BasePack, string>;
  readonly cursors!: Table<Cursor, string>;
  readonly conflicts!: Table<Conflict, string>;
  readonly audit!: Table<AuditEntry, number>;
  readonly blobs!: Table<BlobRow, string>;
  readonly quarantine!: Table<Quarantined, string>;
  readonly heldRows!: Table<HeldRow, string>;
  readonly log!: Table<LogRow, number>;
  readonly meta!: Table<MetaRow, string>;
  readonly redo!: Table<RedoRow, number>;

  /** @param upTo opens at an older version, for migration tests */
  constructor(name: string, upTo: number = migrations.length) {
    super(name, { chromeTransactionDurability: 'strict' });
    for (const step of migrations.slice(0, upTo)) {
      const version = this.version(step.version).stores(step.stores);
      if (step.upgrade) version.upgrade(step.upgrade);
    }
  }

  /** The table that holds records of a kind. */
  records<K extends RecordKind>(kind: K): Table<RecordOf<K>, string> {
    return this.table(tableOf[kind]);
  }
}
