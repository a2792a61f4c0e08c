import { presentClaim } from '../../domain/pop/present-claim';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import { ClaimId, type FundRequestId } from '../../schema/ids';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';

/** A new claim on an approved request, before anything has come (POP-1); `former` are claims that it had before. */
export function newClaim(
  context: UseCaseContext,
  request: FundRequest,
  former: readonly Claim[] = [],
): Claim {
  const now = context.clock.now();
  return {
    id: ClaimId.parse(
      derivedId([request.id, 'claim'], context.ids, (id) => former.some((claim) => claim.id === id)),
    ),
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

/** The claim of an approved request, or a new one that is not stored yet. */
export async function claimFor(context: UseCaseContext, request: FundRequest): Promise<Claim> {
  const claims = await claimsOf(context, request.id);
  return presentClaim(claims) ?? newClaim(context, request, claims);
}

/** The claim that is stored for a request; none before anything was claimed. */
export async function storedClaim(
  context: Pick<UseCaseContext, 'store'>,
  requestId: FundRequestId,
): Promise<Claim | undefined> {
  return presentClaim(await claimsOf(context, requestId));
}

/** The claim that tells whether the activity of a request took place: of several any that was accepted says so (MDF-12). */
export async function provingClaim(
  context: Pick<UseCaseContext, 'store'>,
  requestId: FundRequestId,
): Promise<Claim | undefined> {
  const claims = (await claimsOf(context, requestId)).filter(({ deletedRemotely }) => !deletedRemotely);
  const proof = claims.find(({ decision: { kind } }) => kind === 'accepted' || kind === 'paid');
  return proof ?? presentClaim(claims);
}

/** All claims that a request has or had. */
export function claimsOf(context: Pick<UseCaseContext, 'store'>, requestId: FundRequestId): Promise<Claim[]> {
  return context.store.list({ kind: 'claim', by: { index: 'requestId', equals: requestId } });
}
