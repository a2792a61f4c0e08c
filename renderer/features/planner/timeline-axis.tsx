import { type CSSProperties, memo, type RefObject, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { AxisSpan, FiscalWeek } from '../../../shared/domain/planning/axis';
import type { PlainDate, QuarterId } from '../../../shared/schema/values';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { cx } from '../../ui/cx';
import { dateText } from '../../widgets/date-text';
import { textWidth } from './bar-text';
import styles from './timeline.module.css';

/** A phase of a quarter's planning on the axis (PLAN-1). */
export type Band = {
  readonly key: string;
  readonly quarter: QuarterId;
  readonly label: string;
  readonly startDay: number;
  readonly endDay: number;
  readonly due: PlainDate;
  readonly steps: number;
  /** Steps of the plan shown in the goals panel that are done; null for other quarters. */
  readonly done: number | null;
  readonly isNow: boolean;
};

/** The days in which a quarter is planned, which lie before it (PLAN-1). */
export type PlannedQuarter = {
  readonly quarter: QuarterId;
  readonly starts: PlainDate;
  readonly startDay: number;
  readonly endDay: number;
};

/** A planning call on the axis (PLAN-2). */
export type CallTick = { readonly date: PlainDate; readonly day: number; readonly focus: string };

/** All that stands above the rows. */
export type AxisData = {
  /** Which quarter is planned when: its phases from the first to the last. */
  readonly planned: readonly PlannedQuarter[];
  readonly months: readonly AxisSpan[];
  readonly weeks: readonly FiscalWeek[];
  readonly bands: readonly Band[];
  readonly calls: readonly CallTick[];
};

type TimelineAxisProps = {
  readonly axis: AxisData;
  readonly dayWidth: number;
  readonly nameWidth: number;
  readonly fromDay: number;
  readonly toDay: number;
  readonly today: { readonly day: number; readonly date: PlainDate } | null;
  readonly scroller: RefObject<HTMLElement | null>;
};

const WEEK_LABEL = 34;
/** Room that a week's label takes together with its first day. */
const WEEK_DAY_LABEL = 82;
/** Room that the date of today takes in the row of the weeks. */
const TODAY_LABEL = 54;
/** Narrower phases show their name alone. */
const STEPS_ROOM = 120;
/** Type of a phase's name as part of that of a bar, and what stands beside the words. */
const BAND_TYPE = 11 / 12;
const BAND_EDGES = 10;
/** Between two phases. */
const BAND_GAP = 2;
/** Room for a name that ends in an ellipsis; where there is less, none is shown. */
const CUT_NAME = 34;

/** Phases, months and fiscal weeks above the rows; screen readers get dates with each bar instead. */
export const TimelineAxis = memo(function TimelineAxis(props: TimelineAxisProps) {
  const { axis, dayWidth, nameWidth, fromDay, toDay } = props;
  const root = useRef<HTMLDivElement>(null);
  useScrolled(root, props.scroller);
  const intl = useIntl();
  const shows = (span: { readonly startDay: number; readonly endDay: number }) =>
    span.endDay > fromDay && span.startDay < toDay;
  const place = (span: { readonly startDay: number; readonly endDay: number }) => ({
    left: nameWidth + span.startDay * dayWidth,
    width: (span.endDay - span.startDay) * dayWidth,
  });
  /** A name stays in view while its span is scrolled away under it, as far as the rest of the span holds it. */
  const name = (span: { readonly endDay: number }, needs = CUT_NAME): CSSProperties => ({
    left: nameWidth,
    maxWidth: `min(100%, calc((${span.endDay * dayWidth - BAND_GAP} - var(--scrolled, 0)) * 1px))`,
    opacity: `calc((${span.endDay * dayWidth - needs} - var(--scrolled, 0)) / 8)`,
  });
  const todayLeft = props.today === null ? null : (props.today.day + 0.5) * dayWidth;
  /** Whether a label at the start of a span would lie under the date of today. */
  const isUnderToday = (startDay: number, room: number) =>
    todayLeft !== null &&
    startDay * dayWidth < todayLeft + TODAY_LABEL &&
    startDay * dayWidth + room > todayLeft;
  /** The phase of now, where its own place does not hold its whole name; else when the quarter starts. */
  const aboutPlanning = ({ quarter, starts }: PlannedQuarter) => {
    const now = axis.bands.find((band) => band.isNow && band.quarter === quarter);
    return now !== undefined && (now.endDay - now.startDay) * dayWidth < STEPS_ROOM
      ? `now: ${now.label}`
      : `which starts on ${dateText(starts, intl, 'short')}`;
  };
  return (
    <div ref={root} className={styles.axis} aria-hidden>
      {axis.planned.filter(shows).map((span) => (
        <div key={span.quarter} className={styles.planned} style={place(span)}>
          <span className={styles.bandText} style={name(span)}>
            {`Planning of ${quarterLabel(span.quarter)} `}
            <span className={styles.bandSteps}>{aboutPlanning(span)}</span>
          </span>
        </div>
      ))}
      {axis.bands.filter(shows).map((band) => {
        const width = (band.endDay - band.startDay) * dayWidth;
        const word = longestWord(band.label);
        return (
          <div
            key={band.key}
            className={cx(styles.band, band.isNow && styles.bandNow, width < word && styles.bandNarrow)}
            style={place(band)}
            title={`${quarterLabel(band.quarter)} planning: ${band.label}, until ${dateText(band.due, intl, 'weekday')}`}
          >
            <span className={styles.bandText} style={name(band, width < word ? CUT_NAME : word)}>
              {`${band.label} `}
              {width < STEPS_ROOM ? null : (
                <span className={styles.bandSteps}>
                  {band.done === null ? `${band.steps} steps` : `${band.done}/${band.steps}`}
                </span>
              )}
            </span>
          </div>
        );
      })}
      {axis.calls
        .filter(({ day }) => day >= fromDay && day < toDay)
        .map((call) => (
          <div
            key={call.date}
            className={styles.call}
            style={{ transform: `translateX(${nameWidth + (call.day + 0.5) * dayWidth - 3}px)` }}
            title={`Planning call, ${dateText(call.date, intl, 'weekday')}: ${call.focus}`}
          />
        ))}
      {axis.months.filter(shows).map((month) => (
        <div key={month.date} className={styles.month} style={place(month)}>
          <span className={styles.monthText} style={name(month)}>
            {intl.formatDate(`${month.date}T00:00:00.000Z`, {
              month: 'long',
              year: 'numeric',
              timeZone: 'UTC',
            })}
          </span>
        </div>
      ))}
      {axis.weeks.filter(shows).map((week) => (
        <div key={week.date} className={styles.week} style={place(week)}>
          {(7 * dayWidth < WEEK_LABEL && week.number % 2 === 0) ||
          isUnderToday(week.startDay, WEEK_LABEL) ? null : (
            <span className={styles.weekText}>
              W{week.number}
              {7 * dayWidth < WEEK_DAY_LABEL || isUnderToday(week.startDay, WEEK_DAY_LABEL) ? null : (
                <span className={styles.weekDay}>{dateText(week.date, intl, 'short')}</span>
              )}
            </span>
          )}
        </div>
      ))}
      {props.today === null || todayLeft === null ? null : (
        <div className={styles.todayFlag} style={{ transform: `translateX(${nameWidth + todayLeft}px)` }}>
          <span>{dateText(props.today.date, intl, 'short')}</span>
        </div>
      )}
    </div>
  );
});

/** Room for the longest word of a name; where there is less, the name is cut in one line. */
function longestWord(label: string): number {
  return Math.max(...label.split(' ').map(textWidth)) * BAND_TYPE + BAND_EDGES;
}

/** Tells the names how far the timeline is scrolled, without drawing anything anew in React. */
function useScrolled(root: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): void {
  // Not before the paint: the scroller around it is in the page only after its parts.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const tell = () => root.current?.style.setProperty('--scrolled', String(element.scrollLeft));
    tell();
    element.addEventListener('scroll', tell, { passive: true });
    return () => element.removeEventListener('scroll', tell);
  }, [root, scroller]);
}
