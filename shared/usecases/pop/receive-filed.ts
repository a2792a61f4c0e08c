import { decideClaim } from '../../domain/pop/claim-decision';
import { err, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import type { Instant } from '../../schema/values';
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

/** Refusals after which what counts as received can never be taken back any more. */
export const receivedForGood: readonly string[] = ['more-came', 'changes-asked', 'already-decided'];

/**
 * Takes back that what was filed counts as received, which a person did at `at`: the clock of the proof runs on (POP-1,
 * POP-2). Refused once something else came, changes were asked for or the claim was decided.
 */
export function takeBackReceived(
  context: UseCaseContext,
  seen: SeenClaim,
  at: Instant,
): Promise<Result<Claim, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const loaded = await loadSeenClaim(context, seen);
    if (!loaded.ok) return loaded;
    const { request, claim } = loaded.value;
    const by = { index: 'requestId', equals: request.id };
    const documents = await context.store.list({ kind: 'document', by });
    if (documents.some(({ createdAt, deletedRemotely }) => !deletedRemotely && createdAt > at))
      return err({
        code: 'more-came',
        message: 'More documents have come since; nothing was saved.',
        fix: 'File what does not belong here as no proof instead.',
      });
    const takenBack = decideClaim(claim, { kind: 'take-back' }, context.playbook);
    if (!takenBack.ok) return err(takenBack.error);
    return writeClaim(
      context,
      claim,
      { ...claim, ...takenBack.value },
      { action: 'took back what was received', travels: true },
    );
  });
}
