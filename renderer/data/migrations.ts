import type { DeskMigration } from './desk-migration';
import { migration0001 } from './migrations/0001-first';
import { migration0002 } from './migrations/0002-redo';
import { migration0003 } from './migrations/0003-packed-bases';
import { migration0004 } from './migrations/0004-sealed';
import { migration0005 } from './migrations/0005-folded-names';

/** All schema steps, oldest first, contiguous from 1. */
export const migrations: readonly DeskMigration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
];
