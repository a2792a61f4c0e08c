import type { FieldMap } from '../../schema/field-value';
import type { RecordKind } from '../../schema/record';

const decisive: Partial<Record<RecordKind, readonly string[]>> = {
  'fund-request': [
    'title',
    'partner',
    'activityType',
    'start',
    'end',
    'totalCost',
    'requested',
    'status',
    // What the coarse status does not tell: sent back, at another level, cancelled instead of declined.
    'state',
  ],
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

/** The record with a decision that counts again, after one that the person gave up. */
export function takenUp<T extends { readonly decisionGivenUp?: true | undefined }>(record: T): T {
  if (record.decisionGivenUp === undefined) return record;
  const { decisionGivenUp: _, ...rest } = record;
  return rest as T;
}

/** Name of the conflict field that stands for "the decision" or "the record as a whole". */
export const conflictSubjects = { decision: 'status', record: 'record' } as const;

const statusWords: Readonly<Record<'fund-request' | 'claim', ReadonlySet<string>>> = {
  'fund-request': new Set(['draft', 'approved', 'rejected']),
  claim: new Set(['draft', 'approved', 'rejected', 'paid']),
};

/** The remote's status when it is one that this app has no word for, such as one that an org added; else null. */
export function foreignStatus(
  kind: 'fund-request' | 'claim' | 'registration',
  fields: FieldMap,
): string | null {
  const { status } = fields;
  if (kind === 'registration' || typeof status !== 'string' || status.trim() === '') return null;
  return statusWords[kind].has(status.trim().toLowerCase()) ? null : status;
}
