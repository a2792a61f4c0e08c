import { type IntlShape, useIntl } from 'react-intl';
import { assertNever } from '../../shared/lib/assert-never';
import type { Deadline } from '../../shared/domain/calendar/clock';
import type { Instant, PlainDate } from '../../shared/schema/values';
import { cx } from '../ui/cx';
import { StatusShape, type StatusTone } from '../ui/status';
import styles from './date-text.module.css';

/** How long a date is written: `24 Nov`, `24 Nov 2026`, `Tue, 24 Nov 2026`. */
export type DateForm = 'short' | 'normal' | 'weekday';

const dateForms = {
  short: { day: 'numeric', month: 'short' },
  normal: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<DateForm, Intl.DateTimeFormatOptions>;

const minuteForm = { ...dateForms.normal, hour: '2-digit', minute: '2-digit' } as const;

/** A calendar date in the person's locale, as text. */
export function dateText(
  date: PlainDate,
  intl: Pick<IntlShape, 'formatDate'>,
  form: DateForm = 'normal',
): string {
  // A plain date has no zone; formatting its midnight in UTC keeps the day.
  return intl.formatDate(`${date}T00:00:00.000Z`, { ...dateForms[form], timeZone: 'UTC' });
}

/** A calendar date; null shows a dash with the words "no date". */
export function DateText({ date, form }: { readonly date: PlainDate | null; readonly form?: DateForm }) {
  const intl = useIntl();
  if (date === null)
    return (
      <span className={styles.none} role="img" aria-label="no date">
        –
      </span>
    );
  return (
    <time dateTime={date} className={styles.date}>
      {dateText(date, intl, form)}
    </time>
  );
}

/** Two dates as one span: `3 – 14 Nov 2026`. */
export function DateRangeText({ start, end }: { readonly start: PlainDate; readonly end: PlainDate }) {
  const intl = useIntl();
  const text = (): string =>
    intl.formatDateTimeRange(`${start}T00:00:00.000Z`, `${end}T00:00:00.000Z`, {
      ...dateForms.normal,
      timeZone: 'UTC',
    });
  return <span className={styles.date}>{start === end ? dateText(start, intl) : text()}</span>;
}

/** A moment in the person's zone: `24 Nov 2026, 17:00`, or to the second where the order of many tells something. */
export function InstantText({ at, toSecond }: { readonly at: Instant; readonly toSecond?: boolean }) {
  const intl = useIntl();
  return (
    <time dateTime={at} className={styles.date}>
      {intl.formatDate(at, toSecond ? { ...minuteForm, second: '2-digit' } : minuteForm)}
    </time>
  );
}

type DeadlineTextProps = {
  readonly deadline: Deadline;
  /** What the rule counts in: approval clocks in business days (MDF-4), POP in calendar days (POP-1). */
  readonly counts: 'business-days' | 'days';
  /** `full` for the inspector, `short` for a table cell. */
  readonly form?: 'full' | 'short';
};

/** A deadline relative and absolute, its urgency as shape and word (MDF-4, POP-1). */
export function DeadlineText({ deadline, counts, form }: DeadlineTextProps) {
  const intl = useIntl();
  return (
    <span className={styles.deadline}>
      <StatusShape tone={deadlineTone(deadline)} />
      <span className={cx(styles.words, form === 'short' && styles.oneLine)}>
        <span className={styles.relative}>{relativeText(deadline, counts)}</span>
        <span className={styles.absolute}>
          {' · '}
          <time dateTime={deadline.dueAt}>{absoluteText(deadline, intl, form ?? 'full')}</time>
        </span>
      </span>
    </span>
  );
}

/** The tone of a deadline: overdue is bad, today waits, what lies ahead is neutral. */
export function deadlineTone(deadline: Deadline): StatusTone {
  switch (deadline.state) {
    case 'ahead':
      return 'neutral';
    case 'today':
      return 'waiting';
    case 'overdue':
      return 'bad';
    default:
      return assertNever(deadline.state);
  }
}

/** `due in 2 business days`, `due today`, `3 days overdue`. */
export function relativeText(deadline: Deadline, counts: DeadlineTextProps['counts']): string {
  // Over a weekend no business day may be left although the date lies ahead or behind; days say it then.
  const inBusinessDays = counts === 'business-days' && deadline.businessDaysLeft !== 0;
  const count = Math.abs(inBusinessDays ? deadline.businessDaysLeft : deadline.daysLeft);
  const unit = `${inBusinessDays ? 'business ' : ''}${count === 1 ? 'day' : 'days'}`;
  switch (deadline.state) {
    case 'ahead':
      return `due in ${count} ${unit}`;
    case 'today':
      return 'due today';
    case 'overdue':
      return count === 0 ? 'overdue since today' : `${count} ${unit} overdue`;
    default:
      return assertNever(deadline.state);
  }
}

function absoluteText(
  deadline: Deadline,
  intl: Pick<IntlShape, 'formatDate'>,
  form: 'full' | 'short',
): string {
  if (form === 'short') return dateText(deadline.due, intl, 'short');
  return intl.formatDate(deadline.dueAt, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: deadline.timeZone,
    timeZoneName: 'short',
  });
}
