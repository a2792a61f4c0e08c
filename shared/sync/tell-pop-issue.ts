import { toldClaim } from '../domain/merging/given-up';
import { hasNewsForIssue } from '../domain/pop/agreement';
import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';
import { touches } from '../domain/merging/verdicts';
import { keyOf } from './keys';
import { necessary } from './necessary';

/**
 * A decision that was made in Salesforce is brought to the claim's POP issue, and so is all of a claim that is there again
 * after it counted as deleted, unless a change that waits takes it along (POP-2).
 */
export async function tellPopIssue(
  draft: Draft,
  before: AnyRecord,
  after: AnyRecord,
  newId: () => string,
): Promise<void> {
  if (before.kind !== 'claim' || after.kind !== 'claim') return;
  const isBack = before.record.deletedRemotely;
  if (!isBack && !hasNewsForIssue(toldClaim(before.record), toldClaim(after.record))) return;
  const open = await draft.openIntents(keyOf(after));
  if (open.some((intent) => touches(intent, 'gitlab'))) return;
  draft.addIntent(necessary(draft, newId, 'claim.put', after.record, ['stage']));
}
