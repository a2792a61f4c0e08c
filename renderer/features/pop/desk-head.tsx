import { Button } from '../../ui/button';
import { DeadlineText } from '../../widgets/date-text';
import { MoneyText } from '../../widgets/money-text';
import { useNavigation } from '../../widgets/navigation';
import { PartnerName } from '../../widgets/partner-name';
import { StatusOf } from '../../widgets/status-of';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';
import { rowStatus } from './queue-list';

/** Which claim is reviewed, how it stands, and the way to its request. */
export function DeskHead({ row, isClosed }: { readonly row: QueueRow; readonly isClosed: boolean }) {
  const { request, partner, deadline } = row;
  const go = useNavigation((navigation) => navigation.go);
  return (
    <header className={styles.deskHead}>
      <div className={styles.deskNames}>
        <h2 className={styles.deskTitle}>{request.title}</h2>
        <PartnerName partner={partner} withDetails />
      </div>
      <div className={styles.deskFacts}>
        <StatusOf status={rowStatus(row)} />
        {isClosed ? null : <DeadlineText deadline={deadline.deadline} counts="days" form="short" />}
        <span>
          Approved <MoneyText money={request.approvedAmount} />
        </span>
        <Button variant="quiet" onPress={() => go('mdf', { id: request.id })}>
          Open request
        </Button>
      </div>
    </header>
  );
}
