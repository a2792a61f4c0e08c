import type { AuditEntry } from '../../shared/schema/audit';
import { firstBrokenLink } from './audit-chain';
import type { DeskDb } from './desk-db';

/** What a look through the history found: all its lines in order, or the first that does not fit those before it. */
export type HistoryCheck =
  | { readonly kind: 'whole'; readonly lines: number }
  | { readonly kind: 'broken'; readonly at: AuditEntry; readonly fitting: number };

/** Lines looked at before the window has its turn again. */
const LINES_AT_ONCE = 500;

/** Goes through the history from its first line; a last line that was taken away leaves no trace in it. */
export async function checkHistory(db: Pick<DeskDb, 'audit'>): Promise<HistoryCheck> {
  let previous: AuditEntry | undefined;
  let lines = 0;
  for (;;) {
    const after = previous?.seq ?? -1;
    const some = await db.audit.where(':id').above(after).limit(LINES_AT_ONCE).toArray();
    const broken = firstBrokenLink(some, previous);
    if (broken !== undefined) return { kind: 'broken', at: broken, fitting: lines + some.indexOf(broken) };
    lines += some.length;
    previous = some.at(-1) ?? previous;
    if (some.length < LINES_AT_ONCE) return { kind: 'whole', lines };
  }
}
