import type { Transaction } from 'dexie';

/** One frozen step of the database schema; a released file is never edited, a change is a new file. */
export type DeskMigration = {
  readonly version: number;
  /** Dexie index strings by table; only tables that change need to be named, null drops a table. */
  readonly stores: Readonly<Record<string, string | null>>;
  /** Moves rows from the version before; must return its promise. */
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
};
