import { useCallback, useRef, useState } from 'react';
import { presentClaim } from '../../../shared/domain/pop/present-claim';
import type { Result } from '../../../shared/lib/result';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequestId } from '../../../shared/schema/ids';
import type { SeenClaim } from '../../../shared/usecases/pop/seen-claim';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useDeskData } from '../../data/hooks';
import { orProblem } from '../../widgets/broken-off';

/** Does one write of the person to the claim and gives null, or what stood in the way. */
export type WriteClaim = (
  work: (seen: SeenClaim) => Promise<Result<Claim, UseCaseProblem>>,
) => Promise<UseCaseProblem | null>;

export type ClaimWrites = {
  /** The claim with the person's last write, also while the screen's records do not show it yet. */
  readonly claim: Claim | null;
  readonly write: WriteClaim;
};

/**
 * Does the person's writes to the claim of a request one after the other: each over the claim that the screen shows as she
 * acts, or over what she wrote herself just before and the screen does not show yet.
 */
export function useClaimWrites(requestId: FundRequestId, shown: Claim | null): ClaimWrites {
  const { cache } = useDeskData();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const own = useRef<Claim | null>(null);
  const [written, setWritten] = useState<Claim | null>(null);
  if (written !== null && shown !== null && shown.rev >= written.rev) setWritten(null);
  const write = useCallback<WriteClaim>(
    (work) => {
      const claims = cache.view('claim').list;
      const seen = presentClaim(claims.filter((claim) => claim.requestId === requestId)) ?? null;
      const inTurn = async (): Promise<UseCaseProblem | null> => {
        const done = await orProblem(work({ requestId, claim: newest(seen, own.current) }));
        if (!done.ok) return done.error;
        own.current = done.value;
        setWritten(done.value);
        return null;
      };
      const result = turn.current.then(inTurn, inTurn);
      turn.current = result;
      return result;
    },
    [cache, requestId],
  );
  return { claim: newest(shown, written), write };
}

function newest(a: Claim | null, b: Claim | null): Claim | null {
  if (a === null || b === null) return a ?? b;
  return b.rev > a.rev ? b : a;
}
