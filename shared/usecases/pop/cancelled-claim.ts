import { decideClaim } from '../../domain/pop/claim-decision';
import type { Commit } from '../../ports/local-store';
import type { Claim } from '../../schema/claim';
import type { UseCaseContext } from '../context';
import { claimWrite } from './claim-write';

/**
 * The parts of a commit that reject the open claim of an activity which is cancelled, with the same reason: nothing is
 * paid on it any more (MDF-12). Null where there is no claim or it was decided before.
 */
export function claimOfCancelled(
  context: UseCaseContext,
  claim: Claim | undefined,
  { by, reason }: { readonly by: string; readonly reason: string },
): Required<Pick<Commit, 'puts' | 'expect' | 'newIntents' | 'audits'>> | null {
  if (claim === undefined) return null;
  const action = { kind: 'reject', at: context.clock.now(), by, note: reason } as const;
  const decided = decideClaim(claim, action, context.playbook);
  if (!decided.ok) return null;
  return claimWrite(
    context,
    claim,
    { ...claim, ...decided.value },
    {
      action: 'rejected the claim with its activity',
      note: reason,
      travels: true,
    },
  );
}
