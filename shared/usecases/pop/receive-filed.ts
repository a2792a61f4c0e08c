import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import type { UseCaseProblem } from '../problem';
import { receivedClaim } from './receive-claim';
import { closedClaim, loadSeenClaim, type SeenClaim, writeClaim } from './seen-claim';

/** Counts what was filed before its day came as received, once it is handed in: since that day (POP-1, POP-2). */
export function receiveFiled(
  context: UseCaseContext,
  seen: SeenClaim,
): Promise<Result<Claim, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const loaded = await loadSeenClaim(context, seen);
    if (!loaded.ok) return loaded;
    const { request, claim } = loaded.value;
    const closed = closedClaim(claim);
    if (closed !== null) return err(closed);
    const all = await context.store.list({
      kind: 'document',
      by: { index: 'requestId', equals: request.id },
    });
    const documents = all.filter(({ deletedRemotely }) => !deletedRemotely);
    const received =
      claim.receivedAt === null ? await receivedClaim(context, request, claim, documents, []) : null;
    if (received === null) {
      return err({
        code: 'nothing-handed-in',
        message: 'Nothing more is handed in; nothing was saved.',
        fix: 'File each document as the invoice or the proof that it is; a proof counts from the first day of the activity.',
      });
    }
    return writeClaim(context, claim, received, { action: 'received documents', travels: true });
  });
}
