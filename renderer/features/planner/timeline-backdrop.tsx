import { memo } from 'react';
import type { AxisSpan } from '../../../shared/domain/planning/axis';
import styles from './timeline.module.css';

type TimelineBackdropProps = {
  readonly months: readonly AxisSpan[];
  readonly weekends: readonly AxisSpan[];
  readonly quarter: { readonly startDay: number; readonly endDay: number };
  readonly dayWidth: number;
  readonly nameWidth: number;
  readonly fromDay: number;
  readonly toDay: number;
  readonly height: number;
  readonly todayDay: number | null;
};

/** Weekends, months, the quarter and today behind the bars. */
export const TimelineBackdrop = memo(function TimelineBackdrop(props: TimelineBackdropProps) {
  const { dayWidth, fromDay, toDay, quarter } = props;
  const shows = (span: { readonly startDay: number; readonly endDay: number }) =>
    span.endDay > fromDay && span.startDay < toDay;
  const x = (day: number) => day * dayWidth;
  return (
    <svg
      className={styles.backdrop}
      style={{ left: props.nameWidth + x(fromDay) }}
      width={x(toDay - fromDay)}
      height={props.height}
      viewBox={`${x(fromDay)} 0 ${x(toDay - fromDay)} ${props.height}`}
      aria-hidden
    >
      {props.weekends.filter(shows).map((run) => (
        <rect
          key={run.date}
          className={styles.weekend}
          x={x(run.startDay)}
          width={x(run.endDay - run.startDay)}
          height={props.height}
        />
      ))}
      {props.months.filter(shows).map((month) => (
        <line
          key={month.date}
          className={styles.monthLine}
          x1={x(month.startDay) + 0.5}
          x2={x(month.startDay) + 0.5}
          y2={props.height}
        />
      ))}
      {[quarter.startDay, quarter.endDay].map((day) => (
        <line
          key={day}
          className={styles.quarterLine}
          x1={x(day) + 0.5}
          x2={x(day) + 0.5}
          y2={props.height}
        />
      ))}
      {props.todayDay === null ? null : (
        <line
          className={styles.todayLine}
          x1={x(props.todayDay + 0.5)}
          x2={x(props.todayDay + 0.5)}
          y2={props.height}
        />
      )}
    </svg>
  );
});
