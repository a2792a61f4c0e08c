import { claimReimbursement, takenByOthers } from '../../domain/pop/reimbursement';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Money } from '../../schema/values';
import type { UseCaseContext } from '../context';
import { claimsOf } from './claim-of';

type Invoiced = Pick<Claim, 'id' | 'invoice' | 'reimbursement'>;

/**
 * What will be paid on a claim as far as its invoice tells; null while it cannot be computed (POP-5). What another system
 * said stays while the total was not known here before either, since nothing was computed that would be void now.
 */
export async function claimAmount(
  context: UseCaseContext,
  before: Invoiced,
  claim: Pick<Claim, 'invoice'>,
  request: FundRequest,
): Promise<Money | null> {
  const total = claim.invoice?.total ?? null;
  if (total === null && (before.invoice?.total ?? null) === null) return before.reimbursement;
  const partner = await context.store.get('partner', request.partnerId);
  const reimbursement = claimReimbursement(
    total,
    request,
    partner?.salesforce?.id ?? null,
    context.playbook,
    takenByOthers(request.id, before, await claimsOf(context, request.id)),
  );
  return reimbursement.kind === 'known' ? reimbursement.amount : null;
}
