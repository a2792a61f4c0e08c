import type { DeskMigration } from '../desk-migration';

/** Which documents are sealed, and with which keys, is asked without loading their bytes. */
export const migration0004: DeskMigration = {
  version: 4,
  stores: { blobs: 'sha256, sealedWith' },
};
