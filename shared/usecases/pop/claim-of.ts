import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import { ClaimId } from '../../schema/ids';
import type { UseCaseContext } from '../context';

/** The claim of a request that is on this desk; undefined when there is none yet. */
export async function claimOf(context: UseCaseContext, requestId: string): Promise<Claim | undefined> {
  const claims = await context.store.list({ kind: 'claim', by: { index: 'requestId', equals: requestId } });
  return claims.find((claim) => !claim.deletedRemotely);
}

/** A new claim on an approved request, before anything has come (POP-1). */
export function newClaim(context: UseCaseContext, request: FundRequest): Claim {
  const now = context.clock.now();
  return {
    id: ClaimId.parse(context.ids.uuid()),
    rev: 0,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    requestId: request.id,
    partnerId: request.partnerId,
    title: request.title,
    stage: 'pending',
    invoice: null,
    reimbursement: null,
    ticks: {},
    receivedAt: null,
    decision: { kind: 'open' },
    zipNumber: null,
    zipDate: null,
    playbookVersion: context.playbook.version,
    salesforce: null,
  };
}
