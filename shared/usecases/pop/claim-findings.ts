import type { Finding } from '../../domain/finding';
import { findActivityType } from '../../domain/lookup';
import { paysNothing } from '../../domain/pop/duplicates';
import { firstClaims } from '../../domain/pop/first-claims';
import { checkInvoice } from '../../domain/pop/invoice-checks';
import { type LeadCounts, leadListFindings } from '../../domain/pop/lead-list';
import { takenByOthers } from '../../domain/pop/reimbursement';
import { receivedFindings } from '../../domain/pop/received-late';
import { type ProofLine, proofChecklist, proofFindings } from '../../domain/pop/proofs';
import type { Claim } from '../../schema/claim';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import { MISPLACED_PROOF } from '../../schema/proof-value';
import type { Partner } from '../../schema/partner';
import type { Playbook } from '../../playbook/playbook';
import type { UseCaseContext } from '../context';

/** The reviewer's page: what is needed, what came, and every check of invoice and proofs (POP-3, POP-5, POP-8). */
export type ClaimReview = { readonly checklist: readonly ProofLine[]; readonly findings: readonly Finding[] };

/** What is known of the rows of lead lists, by the hash of each file (POP-8). */
export type LeadLists = Readonly<Record<string, LeadCounts>>;

/** Everything on the desk that the checks look at. */
export type ReviewParts = {
  readonly request: FundRequest;
  readonly claim: Pick<Claim, 'id' | 'invoice' | 'ticks' | 'receivedAt'> | null;
  readonly partner: Partner | null;
  /** Of all requests: the others show whether a file was seen before. */
  readonly documents: readonly StoredDocument[];
  readonly claims: readonly Claim[];
  readonly requests: readonly FundRequest[];
  readonly leadLists: LeadLists;
};

/** What was handed in for other requests and may be paid for there, so that it must not be handed in again (POP-5). */
function othersOf({ request, claim, documents, claims, requests }: ReviewParts) {
  const free = new Set<string>(requests.filter((one) => paysNothing(one, claims)).map(({ id }) => id));
  const misplaced = new Set<string>(
    documents.filter(({ proof }) => proof === MISPLACED_PROOF).map(({ id }) => id),
  );
  return {
    documents: documents.filter(
      ({ requestId, deletedRemotely }) =>
        requestId !== request.id && !deletedRemotely && !free.has(requestId),
    ),
    claims: claims.filter(
      ({ id, requestId, invoiceOf }) =>
        id !== claim?.id && !free.has(requestId) && !(invoiceOf !== undefined && misplaced.has(invoiceOf)),
    ),
  };
}

/** Works out the checklist and all checks of a claim; before there is one, of what would be one. */
export function reviewOf(playbook: Playbook, parts: ReviewParts): ClaimReview {
  const { request, claim, partner, documents, claims, requests, leadLists } = parts;
  const seen = othersOf(parts);
  const own = documents.filter((document) => document.requestId === request.id);
  const activityType = findActivityType(playbook, request.activityType);
  const checklist = proofChecklist(activityType, own, playbook);
  const findings = [
    ...checkInvoice({
      invoice: claim?.invoice ?? null,
      request,
      partner,
      playbook,
      documents: own,
      otherDocuments: seen.documents,
      otherClaims: seen.claims,
      taken: takenByOthers(request.id, claim, claims),
      requestTitles: Object.fromEntries(requests.map(({ id, title }) => [id, title])),
      ticks: claim?.ticks ?? {},
    }),
    ...proofFindings(activityType, checklist, playbook),
    ...leadFindings(checklist, leadLists),
    ...receivedFindings(request, claim?.receivedAt ?? null, firstClaims(claims, playbook)(request), playbook),
  ];
  return { checklist, findings };
}

function leadFindings(checklist: readonly ProofLine[], leadLists: LeadLists): Finding[] {
  const found = checklist
    .filter(({ leadList }) => leadList)
    .flatMap(({ documents }) =>
      documents.flatMap(({ name, sha256 }) => {
        const counts = leadLists[sha256];
        return counts === undefined ? [] : leadListFindings(name, counts);
      }),
    );
  // One answer acknowledges them all.
  const [first] = found;
  return first === undefined ? [] : [{ ...first, message: found.map(({ message }) => message).join(' ') }];
}

/** Reads what is on this desk and works out the checklist and all checks of a claim. */
export async function claimReview(
  context: UseCaseContext,
  request: FundRequest,
  claim: Claim,
  leadLists: LeadLists = {},
): Promise<ClaimReview> {
  const [partner, documents, claims, requests] = await Promise.all([
    context.store.get('partner', request.partnerId),
    context.store.list({ kind: 'document' }),
    context.store.list({ kind: 'claim' }),
    context.store.list({ kind: 'fund-request' }),
  ]);
  return reviewOf(context.playbook, {
    request,
    claim,
    partner: partner ?? null,
    documents,
    claims,
    requests,
    leadLists,
  });
}
