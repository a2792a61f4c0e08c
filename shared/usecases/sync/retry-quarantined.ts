import { LONG_AGO } from '../../domain/recovery/long-ago';
import { quarantineKind } from '../../domain/recovery/quarantine-kind';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import { IntentId } from '../../schema/ids';
import { type Cursor, cursorRev, type Quarantined, type Stream } from '../../schema/sync-state';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';
import { retryIntent } from './retry-intent';

type Context = Pick<UseCaseContext, 'store' | 'clock'>;

async function changeCursor(
  { store, clock }: Context,
  item: Quarantined,
  stream: Stream,
  change: (cursor: Cursor) => Cursor,
): Promise<Result<void, UseCaseProblem>> {
  const text = `Asked to look again: ${item.what}.`;
  // A sync that is reading the feed just then writes its bookmark page by page.
  return againWhenMoved(async () => {
    const cursor = await store.cursor(stream);
    const rev = cursorRev(cursor);
    const committed = await store.commit({
      ...(cursor === undefined ? {} : { cursors: [{ ...change(cursor), rev: (rev ?? 0) + 1 }] }),
      expectCursors: [{ stream, rev }],
      log: [{ at: clock.now(), level: 'info', text }],
    });
    return committed.ok ? ok(undefined) : err(problemOfCommit(committed.error));
  });
}

function searchedAgain(cursor: Cursor): Cursor {
  const { sweep } = cursor;
  return {
    ...cursor,
    owed: true,
    ...(sweep === undefined ? {} : { sweep: { ...sweep, began: LONG_AGO } }),
  };
}

/** Has the next sync look again at what was set aside: it reads the feed anew, searches for what is missing, or repeats the change (G10). */
export async function retryQuarantined(context: Context, id: string): Promise<Result<void, UseCaseProblem>> {
  const item = (await context.store.quarantined()).find((one) => one.id === id);
  if (item === undefined) return err(notFound('This item'));
  const found = quarantineKind(id);
  switch (found.kind) {
    case 'row':
      return changeCursor(context, item, found.stream, (cursor) => ({ ...cursor, whole: null }));
    case 'missing':
      return changeCursor(context, item, found.stream, searchedAgain);
    case 'lookalike':
      // Which of the two is left tells the list, or the search when one is gone from it.
      return changeCursor(context, item, found.stream, (cursor) => ({
        ...searchedAgain(cursor),
        whole: null,
      }));
    case 'answer': {
      const intent = await context.store.intent(found.intentId);
      // One that is on its way or over is looked into by itself.
      if (intent?.state !== 'parked') return ok(undefined);
      const retried = await retryIntent(context, IntentId.parse(found.intentId));
      return retried.ok ? ok(undefined) : retried;
    }
    case 'orphan':
    case 'other':
      // Looked at in every pass anyway; the caller starts one.
      return ok(undefined);
    default:
      return assertNever(found);
  }
}
