import { assertNever } from '../lib/assert-never';
import type { FundRequest } from '../schema/fund-request';
import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';

/** What people did to an approved activity in Salesforce; null where nothing is left open by it. */
function endIn({ approval }: FundRequest): string | null {
  switch (approval.kind) {
    case 'declined':
      return 'was declined in Salesforce after its approval';
    case 'draft':
    case 'in-review':
    case 'sent-back':
      return 'is no longer approved in Salesforce';
    case 'approved':
    // It only comes from this app on another device, which closes the items itself (SY-121).
    case 'withdrawn':
      return null;
    default:
      return assertNever(approval);
  }
}

/** Tells the log that an approval was ended in Salesforce while people work on in the activity's GitLab items (SY-39). */
export function tellEnded(draft: Draft, before: AnyRecord, after: AnyRecord): void {
  if (before.kind !== 'fund-request' || after.kind !== 'fund-request') return;
  const { gitlab, title } = after.record;
  const end = endIn(after.record);
  if (before.record.approval.kind !== 'approved' || end === null) return;
  if (gitlab.epic === null && Object.keys(gitlab.issues).length === 0) return;
  draft.log('warning', `“${title}” ${end}. What GitLab has of it stays open until somebody closes it.`);
}
