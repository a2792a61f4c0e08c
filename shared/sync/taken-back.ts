import type { Intent } from '../schema/intent';
import { discarded } from './intent-steps';
import { isTakenBack } from '../domain/merging/verdicts';
import { nameOf } from './intents';
import { commitDraft, type Pass } from './pass';

/**
 * Drops approvals that have stopped and were taken back since: a retry could only drop them too, and until then they
 * would hold up what takes them back (SY-9, SY-121).
 */
export async function dropTakenBack(pass: Pass): Promise<void> {
  const open = await pass.store.openIntents();
  const stopped = open.filter(({ kind, state }) => kind === 'fund-request.approved' && state === 'parked');
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
