import type { FundRequest } from '../../shared/schema/fund-request';
import { DateText, InstantText } from './date-text';
import styles from './drafted-notices.module.css';

/** Which reminders and last notices were drafted to the partner, when and by whom; nothing while there is none (POP-7). */
export function DraftedNotices({ request }: { readonly request: Pick<FundRequest, 'notices'> }) {
  const { notices = [] } = request;
  if (notices.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Notices to the partner">
      {notices.map(({ kind, on, at, by }) => (
        <li key={`${kind} ${on}`}>
          {kind === 'reminder' ? 'Reminder' : 'Last notice'} of <DateText date={on} /> drafted by{' '}
          <bdi>{by}</bdi>, <InstantText at={at} />
        </li>
      ))}
    </ul>
  );
}
