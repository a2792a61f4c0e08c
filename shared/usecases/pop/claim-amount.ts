import { claimReimbursement } from '../../domain/pop/reimbursement';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Money } from '../../schema/values';
import type { UseCaseContext } from '../context';

/** What will be paid on a claim as far as its invoice tells; null while it cannot be computed (POP-5). */
export async function claimAmount(
  context: UseCaseContext,
  claim: Pick<Claim, 'invoice'>,
  request: FundRequest,
): Promise<Money | null> {
  const partner = await context.store.get('partner', request.partnerId);
  const reimbursement = claimReimbursement(
    claim.invoice?.total ?? null,
    request,
    partner?.salesforce?.id ?? null,
    context.playbook,
  );
  return reimbursement.kind === 'known' ? reimbursement.amount : null;
}
