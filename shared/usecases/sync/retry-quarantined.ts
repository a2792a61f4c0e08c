import { LONG_AGO } from '../../domain/recovery/long-ago';
import { quarantineKind } from '../../domain/recovery/quarantine-kind';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { Intent } from '../../schema/intent';
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

/** Why an answer is of no use any more: the change that it belongs to is over, so nothing looks for what may have arrived. */
function changeOver(item: Quarantined, intent: Intent | undefined): UseCaseProblem {
  const isGivenUp = intent?.state === 'discarded';
  return {
    code: 'change-over',
    message: `The change of “${item.what}” ${isGivenUp ? 'was discarded' : 'is over'}, so nothing is tried again.`,
    fix: isGivenUp
      ? 'In the queue, under Finished, send it after all; or let this item go.'
      : 'Let this item go; export it first if somebody should look into it.',
  };
}

async function retryAnswered(
  context: Context,
  item: Quarantined,
  intentId: string,
): Promise<Result<void, UseCaseProblem>> {
  const intent = await context.store.intent(intentId);
  // One that waits or is on its way is looked into by itself.
  if (intent?.state === 'waiting' || intent?.state === 'running') return ok(undefined);
  if (intent?.state !== 'parked') return err(changeOver(item, intent));
  const retried = await retryIntent(context, intent.id);
  return retried.ok ? ok(undefined) : retried;
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
    case 'answer':
      return retryAnswered(context, item, found.intentId);
    case 'orphan':
    case 'other':
      // Looked at in every pass anyway; the caller starts one.
      return ok(undefined);
    default:
      return assertNever(found);
  }
}
