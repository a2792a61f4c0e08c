import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { DeskDb } from '../../../renderer/data/desk-db';
import { notInBackup } from '../../../shared/schema/backup';
import { backupRows } from '../../../shared/schema/backup-rows';

it('G2 every table of the database is in a backup, or is left out on purpose', () => {
  const tables = new DeskDb('tables').tables.map(({ name }) => name);
  expect([...Object.keys(backupRows), ...notInBackup].sort()).toEqual(tables.sort());
});
