import { IN_SALESFORCE } from '../../../shared/domain/merging/claim-fields';
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
      return (
        <Notice tone="waiting">
          {decision.by} asked for changes on <InstantText at={decision.at} />:
          <p className={styles.said}>{decision.note}</p>
        </Notice>
      );
    case 'rejected':
      return (
        <Notice tone="bad">
          {decision.by} rejected the claim on <InstantText at={decision.at} />:
          <p className={styles.said}>{decision.note}</p>
        </Notice>
      );
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
          Marked as paid on <InstantText at={decision.at} />
          {claim.zipNumber === null ? '' : `, requisition ${claim.zipNumber}`}.
        </Notice>
      );
  }
}
