import type { ActivityType, Holidays, Playbook } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import { INVOICE_PROOF, reservedProofs } from '../../schema/proof-value';
import type { Instant } from '../../schema/values';
import { regionClock } from '../calendar/clock';
import { dateInZone, instantAt } from '../calendar/zoned';
import { findActivityType } from '../lookup';

/** The rules that tell what counts as handed in. */
type HandedInRules = {
  readonly playbook: Pick<Playbook, 'mdf' | 'calendar' | 'regions'>;
  readonly holidays: Holidays;
};

/**
 * Since when a document is something that the partner handed in for the claim; null while it is not (POP-1, POP-2). The
 * invoice is from the moment it came, and a proof of the type's checklist too, but not before the first day of the
 * activity. What nobody filed is where it came after the last day; what was filed as no proof or as belonging elsewhere
 * never is.
 */
export function handedInSince(
  { proof, createdAt }: Pick<StoredDocument, 'proof' | 'createdAt'>,
  { start, end }: Pick<FundRequest, 'start' | 'end'>,
  activityType: Pick<ActivityType, 'proofs'> | undefined,
  timeZone: string,
  now: Instant,
): Instant | null {
  if (proof === INVOICE_PROOF) return createdAt;
  if (activityType?.proofs.some(({ key }) => key === proof)) {
    const begins = instantAt(start, '00:00', timeZone);
    if (now < begins) return null;
    return createdAt < begins ? begins : createdAt;
  }
  // A proof of another type is filed under no line of this one.
  if (proof !== null && reservedProofs.includes(proof)) return null;
  return dateInZone(createdAt, timeZone) > end ? createdAt : null;
}

/** Whether something that was filed for a request is handed in by now, also where its claim does not say so yet (POP-1). */
export function isHandedIn(
  documents: readonly Pick<StoredDocument, 'proof' | 'createdAt' | 'deletedRemotely'>[],
  request: Pick<FundRequest, 'start' | 'end' | 'activityType' | 'region'>,
  { playbook, holidays }: HandedInRules,
  now: Instant,
): boolean {
  if (documents.length === 0) return false;
  const activityType = findActivityType(playbook, request.activityType);
  const { timeZone } = regionClock(playbook, holidays, request.region);
  return documents.some(
    (document) =>
      !document.deletedRemotely && handedInSince(document, request, activityType, timeZone, now) !== null,
  );
}
