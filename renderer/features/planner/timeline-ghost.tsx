import { useIntl } from 'react-intl';
import { addDays } from '../../../shared/domain/calendar/plain-date';
import type { TimelineLayout } from '../../../shared/domain/planning/layout';
import type { PlanItem } from '../../../shared/schema/plan';
import { spanText } from './bar-text';
import type { Drag } from './drag';
import { BAR_HEIGHT, BAR_INSET, rowMetrics } from './metrics';
import styles from './timeline.module.css';

type TimelineGhostProps = {
  readonly drag: Drag;
  readonly layout: TimelineLayout<PlanItem>;
  readonly tops: readonly number[];
  readonly dayWidth: number;
  readonly nameWidth: number;
};

/** Where the bar will be when the pointer is let go, with its dates. */
export function TimelineGhost({ drag, layout, tops, dayWidth, nameWidth }: TimelineGhostProps) {
  const intl = useIntl();
  const { startDay, endDay, rowKey } = drag.to;
  const index = layout.rows.findIndex(({ key }) => key === rowKey);
  const row = layout.rows[index];
  // In its own row it stays on its lane; in another it floats at the top.
  const lane =
    rowKey === drag.from.rowKey ? (row?.bars.find(({ item }) => item.id === drag.itemId)?.lane ?? 0) : 0;
  const dates = { start: addDays(layout.from, startDay), end: addDays(layout.from, endDay - 1) };
  const top = (tops[index] ?? 0) + lane * rowMetrics.laneHeight + BAR_INSET;
  return (
    <div
      className={styles.ghost}
      data-ghost
      style={{
        transform: `translate(${nameWidth + startDay * dayWidth}px, ${top}px)`,
        width: (endDay - startDay) * dayWidth,
        height: BAR_HEIGHT,
      }}
    >
      <span className={styles.ghostDates}>
        {spanText(dates, intl)}
        {rowKey === drag.from.rowKey ? null : (
          <span className={styles.ghostRow}>{row?.label ?? 'No partner'}</span>
        )}
      </span>
    </div>
  );
}
