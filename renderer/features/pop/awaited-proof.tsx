import type { PopNotice } from '../../../shared/domain/pop/deadlines';
import { isHandedIn } from '../../../shared/domain/pop/handed-in';
import type { StoredDocument } from '../../../shared/schema/document';
import { MISPLACED_PROOF, OTHER_PROOF } from '../../../shared/schema/proof-value';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { DateText } from '../../widgets/date-text';
import { useDesk, useNow } from '../../widgets/desk-context';
import { DraftedNotices } from '../../widgets/drafted-notices';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';

type AwaitedProofProps = {
  readonly row: QueueRow;
  readonly documents: readonly StoredDocument[];
  readonly onDraft: (notice: PopNotice) => void;
  /** Counts as received what was filed before its day. */
  readonly onReceive: () => void;
};

/** What stands in the place of the decision while nothing was received: why, what was said to the partner, and what can be done next (POP-1, POP-7). */
export function AwaitedProof({ row, documents, onDraft, onReceive }: AwaitedProofProps) {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const { request, partner, deadline } = row;
  const { noticeDue } = deadline;
  const mayBeProof = documents.some(({ proof }) => proof !== OTHER_PROOF && proof !== MISPLACED_PROOF);
  const canReceive = isHandedIn(documents, request, { playbook, holidays }, now);
  if (deadline.state === 'expired' && !mayBeProof) {
    return (
      <>
        <Notice tone="bad">
          Nothing was received in time; the funds are forfeited since <DateText date={deadline.expires} />. If
          you let the partner hand in late, drop the documents here all the same.
        </Notice>
        <DraftedNotices request={request} />
      </>
    );
  }
  return (
    <div className={styles.waiting}>
      <div>
        <p>
          {canReceive
            ? 'What was filed here before is handed in by now. Count it as received to review it; it counts since that day.'
            : mayBeProof
              ? 'Nothing is handed in yet. File each document as the invoice or the proof that it is. What was filed before the activity can be counted as received here from its first day on.'
              : 'Nothing has been received. Drop the documents here as soon as the partner sends them.'}
        </p>
        <DraftedNotices request={request} />
      </div>
      {canReceive ? <Button onPress={onReceive}>Count as received</Button> : null}
      {noticeDue === null || partner === undefined ? null : (
        <Button onPress={() => onDraft(noticeDue)}>
          {noticeDue.kind === 'reminder' ? 'Draft the reminder' : 'Draft the last notice'}
        </Button>
      )}
    </div>
  );
}
