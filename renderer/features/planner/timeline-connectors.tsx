import { memo } from 'react';
import { type Bar, type TimelineLayout, visibleBars } from '../../../shared/domain/planning/layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { rowMetrics } from './metrics';
import styles from './timeline.module.css';

type ConnectorsProps = {
  readonly layout: TimelineLayout<PlanItem>;
  readonly tops: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly fromDay: number;
  readonly toDay: number;
  readonly dayWidth: number;
  readonly nameWidth: number;
};

type Placed = { readonly bar: Bar<PlanItem>; readonly top: number };

const STUB = 6;

/** Thin lines from the end of a bar to the start of those that depend on it (PLAN-3), where both ends are near. */
export const Connectors = memo(function Connectors(props: ConnectorsProps) {
  const { layout, tops, dayWidth } = props;
  const placed = new Map<string, Placed>();
  for (let index = props.first; index < props.last; index += 1) {
    const row = layout.rows[index];
    if (row === undefined) continue;
    for (const bar of visibleBars(row, props.fromDay, props.toDay))
      placed.set(bar.item.id, { bar, top: (tops[index] ?? 0) + (bar.lane + 0.5) * rowMetrics.laneHeight });
  }
  const lines = [...placed.values()].flatMap((to) =>
    to.bar.item.dependsOn.flatMap((id) => {
      const from = placed.get(id);
      return from === undefined ? [] : [{ key: `${id}>${to.bar.item.id}`, from, to }];
    }),
  );
  if (lines.length === 0) return null;
  const origin = props.fromDay * dayWidth;
  const top = tops[props.first] ?? 0;
  return (
    <svg
      className={styles.connectors}
      style={{ transform: `translate(${props.nameWidth + origin}px, ${top}px)` }}
      width={(props.toDay - props.fromDay) * dayWidth}
      height={(tops[props.last] ?? 0) - top}
      aria-hidden
    >
      {lines.map(({ key, from, to }) => {
        const x1 = from.bar.endDay * dayWidth - origin;
        const x2 = to.bar.startDay * dayWidth - origin;
        const [y1, y2] = [from.top - top, to.top - top];
        const isLate = from.bar.endDay > to.bar.startDay;
        return (
          <g key={key} className={isLate ? styles.connectorLate : styles.connector}>
            <path d={connectorPath(x1, y1, x2, y2)} />
            <path className={styles.arrow} d={`M${x2 - 5} ${y2 - 3}L${x2} ${y2}L${x2 - 5} ${y2 + 3}z`} />
          </g>
        );
      })}
    </svg>
  );
});

function connectorPath(x1: number, y1: number, x2: number, y2: number): string {
  if (x2 - x1 >= 2 * STUB) return `M${x1} ${y1}H${x1 + STUB}V${y2}H${x2 - 4}`;
  const middle = y1 + Math.sign(y2 - y1 || 1) * (rowMetrics.laneHeight / 2);
  return `M${x1} ${y1}H${x1 + STUB}V${middle}H${x2 - STUB * 1.5}V${y2}H${x2 - 4}`;
}
