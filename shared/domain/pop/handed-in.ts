import type { ActivityType } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import { INVOICE_PROOF, reservedProofs } from '../../schema/proof-value';
import type { PlainDate } from '../../schema/values';

/**
 * Whether a document is something that the partner hands in for the claim (POP-1, POP-2). The invoice always is, and a
 * proof of the type's checklist from the first day of the activity on. What nobody filed counts only once the activity
 * has ended, and until it is filed; what was filed as no proof or as belonging elsewhere never does.
 */
export function isHandedIn(
  { proof }: Pick<StoredDocument, 'proof'>,
  { start, end }: Pick<FundRequest, 'start' | 'end'>,
  activityType: Pick<ActivityType, 'proofs'> | undefined,
  today: PlainDate,
): boolean {
  if (proof === INVOICE_PROOF) return true;
  if (activityType?.proofs.some(({ key }) => key === proof)) return start <= today;
  // A proof of another type is filed under no line of this one.
  return !(proof !== null && reservedProofs.includes(proof)) && end < today;
}
