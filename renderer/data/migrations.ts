import type { DeskMigration } from './desk-migration';
import { migration0001 } from './migrations/0001-first';
import { migration0002 } from './migrations/0002-redo';

/** All schema steps, oldest first, contiguous from 1. */
export const migrations: readonly DeskMigration[] = [migration0001, migration0002];
