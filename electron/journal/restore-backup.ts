import { err, ok, type Result } from '../../shared/lib/result';
import type { Journal } from '../../shared/ports/journal';
import type { RestoredFrom } from '../../shared/schema/backup';
import { restoredKey } from '../../shared/schema/backup';
import type { JournalTrouble, TableChange } from '../../shared/schema/journal';
import { failedTrouble } from './trouble';
import type { ReadableBackup } from './open-backup';
import type { BackupRow } from './read-backup';

/**
 * Makes an empty journal the one of a backup, from which the database is made again at the next start. What cannot be read
 * is left out, where that is as much as the person was told; nothing stands before the end.
 */
export async function fillFromBackup(
  journal: Journal,
  backup: ReadableBackup,
  from: RestoredFrom,
  problemsTold: number,
): Promise<Result<void, JournalTrouble>> {
  const begun = await journal.beginBase(from.storeId, { n: 0, id: '' });
  if (!begun.ok) return begun;
  let trouble: JournalTrouble | null = null;
  const note = (done: Result<void, JournalTrouble>): void => {
    if (!done.ok) trouble ??= done.error;
  };
  let problems = 0;
  await backup.read(async (found) => {
    if (trouble !== null) return;
    if (found.kind === 'problem') problems += 1;
    if (found.kind === 'rows') note(await journal.addToBase(found.rows.map(changeOf)));
    if (found.kind === 'file') note(await journal.putFile(found));
  });
  if (problems !== problemsTold) trouble ??= changed;
  const told = {
    table: 'meta',
    puts: [{ key: restoredKey, row: { key: restoredKey, value: from } }],
    deletes: [],
  };
  if (trouble === null) note(await journal.addToBase([told]));
  if (trouble === null) note(await journal.finishBase());
  return trouble === null ? ok(undefined) : err(trouble);
}

function changeOf({ table, key, row }: BackupRow): TableChange {
  return { table, puts: [{ key, row }], deletes: [] };
}

const changed = failedTrouble(
  'The file of the backup changed since it was read.',
  'Choose it again and look at what it holds now. Nothing was changed.',
);
