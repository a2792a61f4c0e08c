import type { Deadline } from '../../../shared/domain/calendar/clock';
import type { AuditEntry } from '../../../shared/schema/audit';
import type { Instant, PlainDate } from '../../../shared/schema/values';
import { Facts, Section } from '../../ui/page-frame';
import { Track } from '../../ui/track';
import { DateRangeText, DateText, DeadlineText, InstantText } from '../../widgets/date-text';
import { HistoryList } from '../../widgets/history-list';
import { MoneyText } from '../../widgets/money-text';
import styles from './gallery.module.css';
import { Sample } from './sample';

const at = '2026-11-22T08:00:00.000Z' as Instant;
const due: Deadline = {
  due: '2026-11-24' as PlainDate,
  dueAt: '2026-11-24T16:00:00.000Z' as Instant,
  timeZone: 'Europe/Berlin',
  state: 'ahead',
  daysLeft: 2,
  businessDaysLeft: 2,
};
const history: AuditEntry[] = [
  {
    seq: 1,
    at,
    by: 'Ada Lovelace',
    action: 'created it',
    record: { kind: 'fund-request', id: 'r1' },
    changes: [],
    note: null,
    playbookVersion: '1',
    previousHash: '',
    hash: '',
  },
  {
    seq: 2,
    at,
    by: 'Grace Hopper',
    action: 'changed the cost',
    record: { kind: 'fund-request', id: 'r1' },
    // Changed values are written with the names that an open workspace knows; there is none here.
    changes: [],
    note: 'The venue costs more than was planned.',
    playbookVersion: '1',
    previousHash: '',
    hash: '',
  },
];

/** Amounts, dates, deadlines, tracks and history. */
export function WidgetSamples() {
  return (
    <>
      <Sample title="Amounts and dates">
        <div className={styles.panel}>
          <Facts
            items={[
              ['Total cost', <MoneyText key="a" money={{ minor: 1_250_000, currency: 'EUR' }} />],
              [
                'Requested',
                <MoneyText
                  key="b"
                  money={{ minor: 625_000, currency: 'EUR' }}
                  converted={{ minor: 681_250, currency: 'USD' }}
                />,
              ],
              ['In yen', <MoneyText key="c" money={{ minor: 98_000, currency: 'JPY' }} />],
              ['Pipeline', <MoneyText key="d" money={null} />],
              ['Start', <DateText key="e" date={'2026-11-24' as PlainDate} form="weekday" />],
              [
                'Runs',
                <DateRangeText key="f" start={'2026-11-24' as PlainDate} end={'2026-12-03' as PlainDate} />,
              ],
              ['Received', <InstantText key="g" at={at} />],
              ['End', <DateText key="h" date={null} />],
            ]}
          />
        </div>
        <div className={styles.panel}>
          <DeadlineText deadline={due} counts="business-days" />
          <br />
          <DeadlineText
            deadline={{ ...due, state: 'today', daysLeft: 0, businessDaysLeft: 0 }}
            counts="business-days"
          />
          <br />
          <DeadlineText
            deadline={{ ...due, state: 'overdue', daysLeft: -3, businessDaysLeft: -1 }}
            counts="days"
          />
          <br />
          <DeadlineText deadline={due} counts="days" form="short" />
        </div>
      </Sample>
      <Sample title="Track and history">
        <div className={styles.panel}>
          <Section title="Approval">
            <Track
              label="Approval"
              steps={[
                {
                  id: '1',
                  title: '1  Channel Marketing Manager',
                  tone: 'good',
                  state: 'Approved',
                  detail: 'Ada Lovelace · 20 Nov 2026, 10:14',
                },
                {
                  id: '2',
                  title: '2  Senior Partner Program Manager',
                  tone: 'active',
                  state: 'Deciding',
                  isCurrent: true,
                  detail: <DeadlineText deadline={due} counts="business-days" />,
                },
                { id: '3', title: '3  Final approver', tone: 'neutral', state: 'Waiting' },
              ]}
            />
          </Section>
          <Section title="History">
            <HistoryList entries={history} />
          </Section>
        </div>
      </Sample>
    </>
  );
}
