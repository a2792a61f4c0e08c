import { useMemo } from 'react';
import { isDecided } from '../../../shared/domain/pop/claim-decision';
import { presentClaim } from '../../../shared/domain/pop/present-claim';
import type { FundRequestId } from '../../../shared/schema/ids';
import { useRecords } from '../../data/hooks';

/** Whether the claim of a request is decided, so that its documents cannot be filed differently any more. */
export function useIsClosed(requestId: FundRequestId): boolean {
  const { list } = useRecords('claim');
  return useMemo(() => {
    const claim = presentClaim(list.filter((one) => one.requestId === requestId));
    return claim !== undefined && isDecided(claim);
  }, [list, requestId]);
}
