import type { PopNotice } from '../../../shared/domain/pop/deadlines';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { DateText } from '../../widgets/date-text';
import { DraftedNotices } from '../../widgets/drafted-notices';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';

type AwaitedProofProps = {
  readonly row: QueueRow;
  /** Whether something is here that becomes a proof once it is filed, or once the activity has begun. */
  readonly mayBeProof: boolean;
  readonly onDraft: (notice: PopNotice) => void;
};

/** What stands in the place of the decision while nothing was handed in: why, what was said to the partner, and the next notice (POP-1, POP-7). */
export function AwaitedProof({ row, mayBeProof, onDraft }: AwaitedProofProps) {
  const { request, partner, deadline } = row;
  const { noticeDue } = deadline;
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
          {mayBeProof
            ? 'Nothing is handed in yet. File each document as the invoice or the proof that it is; proofs count from the first day of the activity.'
            : 'Nothing has been received. Drop the documents here as soon as the partner sends them.'}
        </p>
        <DraftedNotices request={request} />
      </div>
      {noticeDue === null || partner === undefined ? null : (
        <Button onPress={() => onDraft(noticeDue)}>
          {noticeDue.kind === 'reminder' ? 'Draft the reminder' : 'Draft the last notice'}
        </Button>
      )}
    </div>
  );
}
