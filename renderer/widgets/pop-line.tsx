import { useMemo } from 'react';
import { type PopDeadline, popDeadline } from '../../shared/domain/pop/deadlines';
import { claimsByRequest } from '../../shared/domain/pop/present-claim';
import { firstClaims } from '../../shared/domain/pop/first-claims';
import type { FundRequest } from '../../shared/schema/fund-request';
import { useRecords } from '../data/hooks';
import { DateText, DeadlineText } from './date-text';
import { useDesk, useNow } from './desk-context';
import styles from './pop-line.module.css';
import { popStatus, StatusOf } from './status-of';

/** Where the proof of performance of a request stands now; null unless it is approved and still there (POP-1). */
export function usePopOf(): (request: FundRequest) => PopDeadline | null {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const { list } = useRecords('claim');
  const claims = useMemo(
    () => ({ of: claimsByRequest(list), isFirst: firstClaims(list, playbook) }),
    [list, playbook],
  );
  return (request) =>
    request.deletedRemotely
      ? null
      : popDeadline({
          request,
          claim: claims.of.get(request.id) ?? null,
          firstTime: claims.isFirst(request),
          playbook,
          holidays,
          now,
        });
}

/** The proof of performance of a request in one line: its state, and its deadline while it is awaited (POP-1). */
export function PopLine({ pop }: { readonly pop: PopDeadline }) {
  const { state, deadline, due } = pop;
  const isAwaited = state === 'upcoming' || state === 'open' || state === 'overdue' || state === 'expired';
  return (
    <span className={styles.line}>
      Proof
      <StatusOf status={popStatus(state)} />
      {isAwaited ? (
        <DeadlineText deadline={deadline} counts="days" form="short" />
      ) : (
        <span>
          due <DateText date={due} />
        </span>
      )}
    </span>
  );
}
