import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';

/** Tells the log that an approved activity was ended in Salesforce while people work on in its GitLab items (SY-39). */
export function tellEnded(draft: Draft, before: AnyRecord, after: AnyRecord): void {
  if (before.kind !== 'fund-request' || after.kind !== 'fund-request') return;
  const { approval, gitlab, title } = after.record;
  if (before.record.approval.kind !== 'approved') return;
  if (approval.kind !== 'declined' && approval.kind !== 'withdrawn') return;
  if (gitlab.epic === null && Object.keys(gitlab.issues).length === 0) return;
  draft.log(
    'warning',
    `“${title}” was ${approval.kind === 'declined' ? 'declined' : 'withdrawn'} in Salesforce after its approval. What GitLab has of it stays open until somebody closes it.`,
  );
}
