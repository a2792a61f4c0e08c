import type { FundRequest } from '../../../shared/schema/fund-request';
import { useIntentsFor, useOpenConflicts } from '../../data/hooks';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { GivenUpNotice } from '../../widgets/given-up-notice';
import { useNavigation } from '../../widgets/navigation';
import { CancelledNotice } from './cancellation-facts';
import styles from './request-parts.module.css';

/** What stands in the way of a request: a conflict, a change that is parked, a delete elsewhere, why it came back. */
export function RequestNotices({ request }: { readonly request: FundRequest }) {
  const go = useNavigation((navigation) => navigation.go);
  const key = { kind: 'fund-request' as const, id: request.id };
  const conflicts = useOpenConflicts()?.filter(
    ({ record }) => record.id === key.id && record.kind === key.kind,
  );
  const parked = useIntentsFor(key)?.filter(({ state }) => state === 'parked') ?? [];
  const { approval } = request;
  return (
    <div className={styles.notices}>
      {conflicts?.map((conflict) => (
        <Notice
          key={conflict.id}
          tone="waiting"
          actions={<Button onPress={() => go('sync', { tab: 'conflicts', id: conflict.id })}>Choose</Button>}
        >
          It was changed here and elsewhere. Both values are kept until you choose.
        </Notice>
      ))}
      {parked.map((intent) => (
        <Notice
          key={intent.id}
          tone="bad"
          actions={<Button onPress={() => go('sync', { tab: 'queue', id: intent.id })}>Open</Button>}
        >
          {intent.problem?.message ?? 'A change could not be sent.'} {intent.problem?.fix}
        </Notice>
      ))}
      {request.decisionGivenUp ? <GivenUpNotice subject={key} what="decision" /> : null}
      {request.deletedRemotely ? (
        <Notice tone="waiting">It was deleted in Salesforce. It is kept here so that nothing is lost.</Notice>
      ) : null}
      {approval.kind === 'withdrawn' && approval.cancelledBy !== undefined ? (
        <CancelledNotice request={request} />
      ) : null}
      {approval.kind === 'sent-back' ? (
        <Notice tone="waiting">
          Sent back at level {approval.level}: {approval.reason}
        </Notice>
      ) : null}
    </div>
  );
}
