import type { Intent } from '../schema/intent';
import { discarded } from './intent-steps';
import { isTakenBack } from '../domain/merging/verdicts';
import { nameOf } from './intents';
import { commitDraft, type Pass } from './pass';

/** Whether a decision has stopped that a retry could only drop once it was taken back; a cancelling that may have arrived is looked for first. */
function hasStopped({ kind, state, steps }: Intent): boolean {
  if (state !== 'parked') return false;
  if (kind === 'fund-request.cancelled') return steps.every((step) => step.state !== 'sent');
  return kind === 'fund-request.approved';
}

/**
 * Drops approvals and cancellings that have stopped and were taken back since: until then they would hold up what takes
 * them back, and what is changed after it (SY-9, SY-121).
 */
export async function dropTakenBack(pass: Pass): Promise<void> {
  const open = await pass.store.openIntents();
  const stopped = open.filter(hasStopped);
  const lost: Intent[] = [];
  for (const intent of stopped) {
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
