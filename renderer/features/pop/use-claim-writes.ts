import { useCallback, useRef } from 'react';
import type { Result } from '../../../shared/lib/result';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequestId } from '../../../shared/schema/ids';
import type { SeenClaim } from '../../../shared/usecases/pop/decide-claim';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useDeskData } from '../../data/hooks';

/** Does one write of the person to the claim and gives null, or what stood in the way. */
export type WriteClaim = (
  work: (seen: SeenClaim) => Promise<Result<Claim, UseCaseProblem>>,
) => Promise<UseCaseProblem | null>;

/**
 * Does the person's writes to the claim of a request one after the other: each over the claim that the screen shows as she
 * acts, or over what she wrote herself just before and the screen does not show yet.
 */
export function useClaimWrites(requestId: FundRequestId): WriteClaim {
  const { cache } = useDeskData();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const own = useRef(0);
  return useCallback(
    (work) => {
      const claims = cache.view('claim').list;
      const shown = claims.find((claim) => claim.requestId === requestId && !claim.deletedRemotely)?.rev ?? 0;
      const write = async (): Promise<UseCaseProblem | null> => {
        const rev = Math.max(shown, own.current);
        const done = await work({ requestId, rev: rev === 0 ? null : rev });
        if (!done.ok) return done.error;
        own.current = done.value.rev;
        return null;
      };
      const written = turn.current.then(write, write);
      turn.current = written;
      return written;
    },
    [cache, requestId],
  );
}
