import type { RecordKind } from '../../schema/record';

const decisive: Partial<Record<RecordKind, readonly string[]>> = {
  'fund-request': ['title', 'partner', 'activityType', 'start', 'end', 'totalCost', 'requested', 'status'],
  claim: ['title', 'request', 'amount', 'invoiceNumber', 'invoiceDate', 'status'],
};

const decided: Partial<Record<RecordKind, readonly string[]>> = {
  'fund-request': ['status', 'state', 'approvedAmount', 'declineReason'],
  claim: ['status'],
};

/** Fields that a decision rests on: when one changed remotely, the decision has to be looked at again (G4). */
export function decisiveFields(kind: RecordKind): ReadonlySet<string> {
  return new Set(decisive[kind]);
}

/** Fields that carry a decision: they travel with the decision and with nothing else (G4). */
export function decisionFields(kind: RecordKind): ReadonlySet<string> {
  return new Set(decided[kind]);
}

/** Name of the conflict field that stands for "the decision" or "the record as a whole". */
export const conflictSubjects = { decision: 'status', record: 'record' } as const;
