import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';

/**
 * Tells the log that an approved activity was ended in Salesforce while people work on in its GitLab items (SY-39).
 * `withdrawn` only comes from this app on another device, which closes them itself (SY-121); a status that people move
 * there is a decline here.
 */
export function tellEnded(draft: Draft, before: AnyRecord, after: AnyRecord): void {
  if (before.kind !== 'fund-request' || after.kind !== 'fund-request') return;
  const { approval, gitlab, title } = after.record;
  if (before.record.approval.kind !== 'approved' || approval.kind !== 'declined') return;
  if (gitlab.epic === null && Object.keys(gitlab.issues).length === 0) return;
  draft.log(
    'warning',
    `“${title}” was declined in Salesforce after its approval. What GitLab has of it stays open until somebody closes it.`,
  );
}
