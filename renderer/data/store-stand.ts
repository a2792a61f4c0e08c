import type { StoreStand } from '../../shared/domain/recovery/decide-recovery';
import { z } from '../../shared/schema/zod';
import type { DeskDb } from './desk-db';
import { isHeld } from './held-entries';

/** Name of the line that says which journal the database belongs to, and whether it is whole. */
export const standKey = 'journal';

const Mark = z.object({ storeId: z.string(), isWhole: z.boolean(), isUnsecured: z.boolean().optional() });

/** Whether anything but entries on their way is in the database; a person's settings count. */
async function isEmpty(db: DeskDb): Promise<boolean> {
  for (const table of db.tables) if ((await table.count()) > 0) return false;
  return true;
}

/** Finds out how the database stands. */
export async function readStand(db: DeskDb): Promise<StoreStand> {
  const mark = Mark.safeParse((await db.meta.get(standKey))?.value);
  if (!mark.success) {
    if (await isEmpty(db)) return { kind: 'empty' };
    return { kind: 'standing', storeId: null, head: null, firstHeld: null };
  }
  const { storeId, isWhole, isUnsecured = false } = mark.data;
  if (!isWhole) return { kind: 'unfinished', storeId };
  const [first, last] = await Promise.all([
    db.redo.orderBy(':id').filter(isHeld).first(),
    db.redo.orderBy(':id').last(),
  ]);
  return {
    kind: 'standing',
    storeId,
    head: last?.n === undefined ? null : { n: last.n, id: last.id },
    firstHeld: first?.n ?? null,
    isUnsecured,
  };
}
