import { useMemo } from 'react';
import type { Finding } from '../../../shared/domain/finding';
import { blockingFindings } from '../../../shared/domain/pop/claim-decision';
import {
  claimReimbursement,
  type ClaimReimbursement,
  takenByOthers,
} from '../../../shared/domain/pop/reimbursement';
import { besideChecklist, type ProofLine, unassignedDocuments } from '../../../shared/domain/pop/proofs';
import type { StoredDocument } from '../../../shared/schema/document';
import { type LeadLists, reviewOf } from '../../../shared/usecases/pop/claim-findings';
import { useRecords } from '../../data/hooks';
import { useDesk } from '../../widgets/desk-context';
import { byArrival } from '../../widgets/documents/by-arrival';
import type { Answer, ShownCheck } from './check-line';
import { compareByPlace, placeOfCheck } from './field-checks';
import type { QueueRow } from './queue';
import { useLeadLists } from './use-lead-lists';

/** Everything the desk shows of one claim. */
export type Review = {
  readonly checklist: readonly ProofLine[];
  readonly unassigned: readonly StoredDocument[];
  readonly beside: ReturnType<typeof besideChecklist>;
  /** In the order in which j and k go through them: by line of the checklist, then those not filed and those that serve none. */
  readonly documents: readonly StoredDocument[];
  readonly checks: readonly ShownCheck[];
  readonly blocking: readonly Finding[];
  readonly reimbursement: ClaimReimbursement;
  readonly leadLists: LeadLists;
};

/** Works out the review of a claim from what is on the desk and keeps it current (POP-3, POP-5, POP-8). */
export function useReview({ request, claim, partner }: QueueRow): Review {
  const { playbook } = useDesk();
  const documents = useRecords('document').list;
  const claims = useRecords('claim').list;
  const requests = useRecords('fund-request').list;
  const leadLists = useLeadLists(request, documents);
  return useMemo(() => {
    const kept = documents.filter((document) => !document.deletedRemotely).sort(byArrival);
    const { checklist, findings } = reviewOf(playbook, {
      request,
      claim,
      partner: partner ?? null,
      documents: kept,
      claims,
      requests,
      leadLists,
    });
    const own = kept.filter((document) => document.requestId === request.id);
    const unassigned = unassignedDocuments(checklist, own);
    const beside = besideChecklist(own);
    const ticks = claim?.ticks ?? {};
    const blocking = blockingFindings(findings, ticks, playbook);
    const proofKeys = checklist.map(({ key }) => key);
    const compare = compareByPlace(proofKeys);
    const sorted = [...findings].sort((a, b) => compare(a.code, b.code));
    const open = sorted.filter((finding) => finding.verdict !== 'pass').slice(0, 9);
    return {
      checklist,
      leadLists,
      unassigned,
      beside,
      documents: [
        ...checklist.flatMap((line) => line.documents),
        ...unassigned,
        ...beside.other,
        ...beside.misplaced,
      ],
      checks: sorted.map((finding) => {
        const at = open.indexOf(finding);
        return {
          finding,
          place: placeOfCheck(finding.code, proofKeys),
          key: at < 0 ? null : String(at + 1),
          answer: answerOf(finding, finding.code in ticks, playbook.pop.overridable),
          tick: ticks[finding.code] ?? null,
        };
      }),
      blocking: [...blocking].sort((a, b) => compare(a.code, b.code)),
      reimbursement: claimReimbursement(
        claim?.invoice?.total ?? null,
        request,
        partner?.salesforce?.id ?? null,
        playbook,
        takenByOthers(request.id, claim, claims),
      ),
    };
  }, [playbook, documents, claims, requests, request, claim, partner, leadLists]);
}

function answerOf(finding: Finding, isAnswered: boolean, overridable: readonly string[]): Answer {
  if (finding.verdict === 'warn') return 'override';
  if (overridable.includes(finding.code)) return finding.verdict === 'fail' ? 'override' : 'none';
  const isProof = finding.rule === 'POP-3';
  return !isProof && (finding.verdict === 'needs-person' || isAnswered) ? 'yes-no' : 'none';
}
