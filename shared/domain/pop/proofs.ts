import type { ActivityType, Playbook } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import { INVOICE_PROOF, MISPLACED_PROOF, OTHER_PROOF, reservedProofs } from '../../schema/proof-value';
import type { Finding } from '../finding';

/** One line of the reviewer's checklist: what is needed and what came (POP-3). */
export type ProofLine = {
  /** Key of the proof, or `invoice`. */
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly leadList: boolean;
  /** `accepted` when at least one document was accepted and none waits for review; one that needs changes beside it does not count. */
  readonly status: 'missing' | 'received' | 'changes-requested' | 'accepted';
  readonly documents: readonly StoredDocument[];
};

/** What is needed for an activity type and what has come for each, the invoice first (POP-3, POP-8, POP-9). */
export function proofChecklist(
  activityType: ActivityType | undefined,
  documents: readonly StoredDocument[],
  playbook: Pick<Playbook, 'pop'>,
): ProofLine[] {
  const { invoice } = playbook.pop;
  const lines = [
    { key: INVOICE_PROOF, label: invoice.label, help: invoice.help, required: true, leadList: false },
    ...(activityType?.proofs ?? []),
  ];
  return lines.map((line) => {
    const own = documents.filter((document) => document.proof === line.key);
    return {
      key: line.key,
      label: line.label,
      help: line.help,
      required: line.required,
      leadList: line.leadList,
      status: statusOf(own),
      documents: own,
    };
  });
}

function statusOf(documents: readonly StoredDocument[]): ProofLine['status'] {
  if (documents.length === 0) return 'missing';
  const kinds = new Set(documents.map((document) => document.review.kind));
  if (kinds.has('unreviewed')) return 'received';
  return kinds.has('accepted') ? 'accepted' : 'changes-requested';
}

/** Documents that were filed beside the checklist, as no proof or as belonging elsewhere. */
export function besideChecklist(
  documents: readonly StoredDocument[],
): Record<'other' | 'misplaced', StoredDocument[]> {
  return {
    other: documents.filter(({ proof }) => proof === OTHER_PROOF),
    misplaced: documents.filter(({ proof }) => proof === MISPLACED_PROOF),
  };
}

/** Documents that nobody filed yet: unassigned ones and those of another type's proofs. */
export function unassignedDocuments(
  checklist: readonly ProofLine[],
  documents: readonly StoredDocument[],
): StoredDocument[] {
  const keys = new Set([...reservedProofs, ...checklist.map((line) => line.key)]);
  return documents.filter((document) => document.proof === null || !keys.has(document.proof));
}

/** Whether every required proof has come, and at least as many of the type as the playbook asks for (POP-3, POP-8). */
export function proofFindings(
  activityType: ActivityType | undefined,
  checklist: readonly ProofLine[],
  playbook: Pick<Playbook, 'pop'>,
): Finding[] {
  if (activityType === undefined) {
    return [
      {
        rule: 'POP-3',
        code: 'proofs-known',
        verdict: 'undecidable',
        message: 'The activity type is not in the playbook, so nobody can tell which proofs it needs.',
        fix: 'Have the type put right in Salesforce and sync, or add it to the playbook.',
      },
    ];
  }
  const proofs = checklist.filter((line) => line.key !== INVOICE_PROOF);
  const there = proofs.filter((line) => line.status !== 'missing').length;
  const wanted = playbook.pop.minimumProofs;
  return [
    ...proofs.filter((line) => line.required).map(proofFinding),
    there >= wanted
      ? {
          rule: 'POP-8',
          code: 'proofs-minimum',
          verdict: 'pass',
          message: `Proofs beside the invoice: ${there}.`,
          fix: '',
        }
      : {
          rule: 'POP-8',
          code: 'proofs-minimum',
          verdict: 'fail',
          message: `Beside the invoice at least ${wanted} of the type's proofs must be there; there are ${there}.`,
          fix: 'Ask the partner for the proofs, or assign the documents that serve as one.',
        },
  ];
}

function proofFinding(line: ProofLine): Finding {
  const base = { rule: 'POP-3', code: `proof-${line.key}` };
  switch (line.status) {
    case 'missing':
      return {
        ...base,
        verdict: 'fail',
        message: `${line.label} is missing.`,
        fix: 'Ask the partner for it, or assign the document that serves as it.',
      };
    case 'changes-requested':
      return {
        ...base,
        verdict: 'fail',
        message: `${line.label} needs changes by the partner.`,
        fix: 'Wait for the new document, or accept the one that is there.',
      };
    case 'received':
      return {
        ...base,
        verdict: 'needs-person',
        message: `${line.label} has not been reviewed.`,
        fix: 'Look at it, then accept it or ask for changes.',
      };
    case 'accepted':
      return { ...base, verdict: 'pass', message: `${line.label} is accepted.`, fix: '' };
  }
}
