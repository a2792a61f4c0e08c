import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { assertNever } from '../../../shared/lib/assert-never';
import { cx } from '../../ui/cx';
import { Status } from '../../ui/status';
import { DateText, DeadlineText } from '../../widgets/date-text';
import { PartnerName } from '../../widgets/partner-name';
import { claimStatus, type StatusWords } from '../../widgets/status-of';
import styles from './queue.module.css';
import type { QueueRow } from './queue';

type QueueListProps = {
  readonly rows: readonly QueueRow[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  /** The part of the queue that a row is in, where rows of several are listed; each begins with its name. */
  readonly partOf: ((row: QueueRow) => string) | null;
};

/** Rows that are drawn at once. */
const PAGE = 100;

/** Approved requests by deadline; arrow keys go through them, Enter opens. */
export function QueueList({ rows, openId, onOpen, partOf }: QueueListProps) {
  const [asked, setAsked] = useState(PAGE);
  const list = useRef<HTMLUListElement>(null);
  const firstNew = useRef<number | null>(null);
  // The open claim is always among those that are drawn, as one comes here from other screens too.
  const openAt = rows.findIndex(({ request }) => request.id === openId);
  const visible = [...rows.slice(0, asked), ...(openAt < asked ? [] : rows.slice(openAt, openAt + 1))];
  // The button stays last, so keys would have to come back up through all that it brought.
  useEffect(() => {
    if (firstNew.current === null) return;
    list.current?.querySelectorAll('button')[firstNew.current]?.focus();
    firstNew.current = null;
  }, [asked]);
  function showMore(): void {
    firstNew.current = asked;
    setAsked(asked + PAGE);
  }
  const reachable = visible.some(({ request }) => request.id === openId) ? openId : visible[0]?.request.id;
  return (
    <ul ref={list} aria-label="Claims" onKeyDown={moveFocus}>
      {visible.map((row, at) => {
        const part = partOf?.(row) ?? null;
        const before = visible[at - 1];
        const begins = part !== null && (before === undefined || partOf?.(before) !== part);
        const { request, partner, deadline, claim } = row;
        const isOpen = request.id === openId;
        const status = rowStatus(row);
        return (
          <li key={request.id}>
            {begins ? <div className={styles.part}>{part}</div> : null}
            <AriaButton
              className={cx(styles.row, isOpen && styles.rowOpen)}
              excludeFromTabOrder={request.id !== reachable}
              {...(isOpen ? { 'aria-current': 'true' as const } : {})}
              onPress={() => onOpen(request.id)}
            >
              <span className={styles.rowTitle}>{request.title}</span>
              <span className={styles.rowPartner}>
                <PartnerName partner={partner} />
              </span>
              <span className={styles.rowState}>
                {deadline.state === 'received' ||
                deadline.state === 'accepted' ||
                deadline.state === 'unsettled' ||
                deadline.state === 'completed' ? (
                  <>
                    <Status tone={status.tone}>{status.word}</Status>
                    {claim?.receivedAt === null ? null : <DateText date={deadline.due} form="short" />}
                  </>
                ) : deadline.state === 'expired' || deadline.state === 'upcoming' ? (
                  <>
                    <Status tone={status.tone}>{status.word}</Status>
                    <DateText date={deadline.due} form="short" />
                  </>
                ) : (
                  <DeadlineText deadline={deadline.deadline} counts="days" form="short" />
                )}
              </span>
            </AriaButton>
          </li>
        );
      })}
      {rows.length > visible.length ? (
        <li>
          <AriaButton className={cx(styles.more)} onPress={showMore}>
            Show more of {rows.length - visible.length}
          </AriaButton>
        </li>
      ) : null}
    </ul>
  );
}

/** The state of a claim: its decision once something came, the deadline's until then (POP-1, POP-2). */
export function rowStatus({ deadline, claim }: QueueRow): StatusWords {
  switch (deadline.state) {
    case 'upcoming':
      return { tone: 'neutral', word: 'Activity not over' };
    case 'open':
      return { tone: 'neutral', word: 'Waiting for partner' };
    case 'overdue':
      return { tone: 'bad', word: 'Overdue' };
    case 'expired':
      return { tone: 'bad', word: 'Expired' };
    case 'received':
    case 'accepted':
    case 'unsettled':
    case 'completed':
      return claim === null ? { tone: 'good', word: 'Completed' } : claimStatus(claim);
    default:
      return assertNever(deadline.state);
  }
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  event.preventDefault();
  buttons[step(at, buttons.length - 1)]?.focus();
}
