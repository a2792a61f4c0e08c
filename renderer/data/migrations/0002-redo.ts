import type { DeskMigration } from '../desk-migration';

/** Entries on their way to the journal; the number that the database gives them orders all commits. */
export const migration0002: DeskMigration = {
  version: 2,
  stores: { redo: '++n' },
};
