import type { Finding } from '../../domain/finding';
import { findActivityType } from '../../domain/lookup';
import { checkInvoice } from '../../domain/pop/invoice-checks';
import { type ProofLine, proofChecklist, proofFindings } from '../../domain/pop/proofs';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';

/** The reviewer's page: what is needed, what came, and every check of invoice and proofs (POP-3, POP-5, POP-8). */
export type ClaimReview = { readonly checklist: readonly ProofLine[]; readonly findings: readonly Finding[] };

/** Works out the checklist and all checks of a claim from what is on this desk. */
export async function claimReview(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
): Promise<ClaimReview> {
  const [partner, documents, claims, requests] = await Promise.all([
    context.store.get('partner', request.partnerId),
    context.store.list({ kind: 'document' }),
    context.store.list({ kind: 'claim' }),
    context.store.list({ kind: 'fund-request' }),
  ]);
  const own = documents.filter((document) => document.requestId === request.id);
  const activityType = findActivityType(context.playbook, request.activityType);
  const checklist = proofChecklist(activityType, own, context.playbook);
  const findings = [
    ...checkInvoice({
      invoice: claim.invoice,
      request,
      partner: partner ?? null,
      playbook: context.playbook,
      documents: own,
      otherDocuments: documents.filter((document) => document.requestId !== request.id),
      otherClaims: claims.filter((other) => other.id !== claim.id),
      requestTitles: Object.fromEntries(requests.map((entry) => [entry.id, entry.title])),
      ticks: claim.ticks,
    }),
    ...proofFindings(activityType, checklist, context.playbook),
  ];
  return { checklist, findings };
}
