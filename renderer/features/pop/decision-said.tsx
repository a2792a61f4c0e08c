import { IN_PORTAL, IN_SALESFORCE } from '../../../shared/domain/merging/claim-fields';
import type { Claim } from '../../../shared/schema/claim';
import { Notice } from '../../ui/states';
import { InstantText } from '../../widgets/date-text';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';

/** What was decided on a claim, by whom and when. */
export function DecisionSaid({ claim }: { readonly claim: NonNullable<QueueRow['claim']> }) {
  const { decision } = claim;
  switch (decision.kind) {
    case 'open':
      return null;
    case 'changes-requested':
      return <WithNote tone="waiting" decision={decision} did="asked for changes" />;
    case 'rejected':
      return <WithNote tone="bad" decision={decision} did="rejected the claim" />;
    case 'accepted':
      return (
        <Notice tone="good">
          {decision.by === IN_SALESFORCE ? (
            <>
              Accepted in Salesforce; this desk learned of it on <InstantText at={decision.at} />.
            </>
          ) : (
            <>
              {decision.by} accepted the claim on <InstantText at={decision.at} />.
            </>
          )}
        </Notice>
      );
    case 'paid':
      return (
        <Notice tone="good">
          {decision.by === undefined ? (
            <>
              Marked as paid on <InstantText at={decision.at} />
            </>
          ) : (
            <>
              {decision.by === IN_PORTAL ? 'Paid, says the partner portal' : `Paid in ${decision.by}`}; it
              came here on <InstantText at={decision.at} />
            </>
          )}
          {claim.zipNumber === null ? '' : `, requisition ${claim.zipNumber}`}.
        </Notice>
      );
  }
}

type WithNoteProps = {
  readonly tone: 'waiting' | 'bad';
  readonly decision: Extract<Claim['decision'], { readonly note: string }>;
  readonly did: string;
};

function WithNote({ tone, decision: { by, at, note }, did }: WithNoteProps) {
  return (
    <Notice tone={tone}>
      {by} {did} on <InstantText at={at} />:<p className={styles.said}>{note}</p>
    </Notice>
  );
}
