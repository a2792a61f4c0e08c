import type { DeskMigration } from '../desk-migration';
import { foldNamesAgain } from '../fold-names';

/** Marks that make another letter, as in kana, are no longer folded away from the names of partners. */
export const migration0005: DeskMigration = {
  version: 5,
  stores: {},
  upgrade: (transaction) => foldNamesAgain(transaction.table('partners')),
};
