import type { DeskMigration } from '../desk-migration';

/** Agreed states of many records that came at once, a few dozen to a row. */
export const migration0003: DeskMigration = {
  version: 3,
  stores: { packedBases: 'first, &*keys' },
};
