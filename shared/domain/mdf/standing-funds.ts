import type { FundRequest } from '../../schema/fund-request';

type Holding = Pick<FundRequest, 'id' | 'title' | 'approval' | 'fundsFrom' | 'deletedRemotely'>;

/** Whether a request keeps the funds that it got: while it stands, and once it was cancelled, since they go on from there. */
function keepsFunds({ approval }: Pick<FundRequest, 'approval'>): boolean {
  return (
    approval.kind === 'approved' || (approval.kind === 'withdrawn' && approval.cancelledBy !== undefined)
  );
}

/** The request that has the funds of another one, so that they go once; null while they are with nobody else (MDF-12). */
export function fundsHolder<T extends Holding>(
  from: Pick<FundRequest, 'id'>,
  requests: readonly T[],
): T | null {
  const holds = (one: T): boolean =>
    one.fundsFrom === from.id &&
    keepsFunds(one) &&
    !(one.approval.kind === 'approved' && one.deletedRemotely);
  return requests.find(holds) ?? null;
}

/** The request without the funds of another one where its approval with them does not stand, so that it is approved by itself (MDF-12). */
export function withStandingFunds(request: FundRequest): FundRequest {
  if (request.fundsFrom === undefined || keepsFunds(request)) return request;
  const { fundsFrom: _, ...rest } = request;
  return rest;
}
