import type { Intent } from '../schema/intent';
import { discarded } from './intent-steps';
import { isTakenBack, nameOf } from './intents';
import { commitDraft, type Pass } from './pass';

/** Whether a decision may still be dropped: an approval that has stopped, a cancelling of which nothing was sent. */
function mayBeDropped({ kind, state, steps }: Intent): boolean {
  if (kind === 'fund-request.approved') return state === 'parked';
  return kind === 'fund-request.cancelled' && steps.every((step) => step.attempts === 0);
}

/**
 * Drops approvals that have stopped and cancellings that wait, once they were taken back: a retry could only drop them
 * too, and until then they would hold up what takes them back, or pass for a verdict that waits (SY-9, SY-121).
 */
export async function dropTakenBack(pass: Pass): Promise<void> {
  const open = await pass.store.openIntents();
  const lost: Intent[] = [];
  for (const intent of open.filter(mayBeDropped)) {
    const request = await pass.store.get('fund-request', intent.subject.id);
    if (request !== undefined && isTakenBack(intent, request)) lost.push(intent);
  }
  if (lost.length === 0) return;
  await commitDraft(pass, async (draft) => {
    for (const intent of lost) {
      draft.putIntent(discarded(intent, draft.now));
      draft.log(
        'info',
        `The ${nameOf(intent)} was not sent: the decision was taken back before it was sent.`,
      );
    }
  });
}
