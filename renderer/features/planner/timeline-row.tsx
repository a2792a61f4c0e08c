import type { Lookup } from '../../../shared/lib/lookup';
import { memo } from 'react';
import { visibleBars, type TimelineRow } from '../../../shared/domain/planning/layout';
import type { PlanFinding } from '../../../shared/domain/planning/plan-checks';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { PlanItem } from '../../../shared/schema/plan';
import { cx } from '../../ui/cx';
import { fundsOf } from './bar-text';
import { rowMetrics } from './metrics';
import { TimelineBar } from './timeline-bar';
import styles from './timeline.module.css';

type TimelineRowProps = {
  readonly row: TimelineRow<PlanItem>;
  /** 1 for the first. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly label: string;
  readonly nameWidth: number;
  readonly dayWidth: number;
  readonly fromDay: number;
  readonly toDay: number;
  /** The bar under the keyboard when it is in this row; the empty string for the row itself, null for elsewhere. */
  readonly activeId: string | null;
  /** The bar shown in the inspector when it is in this row. */
  readonly openId: string | null;
  /** The bar being dragged when it is from this row. */
  readonly draggedId: string | null;
  readonly requests: Lookup<FundRequest>;
  readonly findings: ReadonlyMap<string, readonly PlanFinding[]>;
};

/** A partner's row with those of its bars that can be seen. */
export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowProps) {
  const { row, dayWidth, activeId } = props;
  const bars = visibleBars(row, props.fromDay, props.toDay);
  const around = neighbours(row);
  const shownCount = row.bars.length;
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      className={cx(styles.row)}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      data-row={row.key}
    >
      <div
        role="rowheader"
        id={`planner-row-${row.key}`}
        className={cx(styles.name, activeId === '' && styles.activeName)}
        style={{ width: props.nameWidth }}
        title={props.label}
      >
        <span className={styles.nameText}>{props.label}</span>
        <span className={styles.nameCount} aria-hidden>
          {shownCount === 0 ? '' : shownCount}
        </span>
      </div>
      {bars.map((bar) => (
        <TimelineBar
          key={bar.item.id}
          item={bar.item}
          column={(around.get(bar.item.id)?.index ?? 0) + 2}
          left={props.nameWidth + bar.startDay * dayWidth}
          width={(bar.endDay - bar.startDay) * dayWidth}
          top={bar.lane * rowMetrics.laneHeight}
          room={((around.get(bar.item.id)?.nextStart ?? 0) - bar.endDay) * dayWidth}
          funds={fundsOf(bar.item, props.requests)}
          findings={props.findings.get(bar.item.id) ?? none}
          isActive={activeId === bar.item.id}
          isOpen={props.openId === bar.item.id}
          isDragged={props.draggedId === bar.item.id}
          stickyLeft={props.nameWidth}
        />
      ))}
    </div>
  );
});

const none: readonly PlanFinding[] = [];

type Neighbour = { readonly index: number; readonly nextStart: number };

const known = new WeakMap<TimelineRow<PlanItem>, ReadonlyMap<string, Neighbour>>();

/** Place of every bar in its row, and where the next one of its lane begins: so far its label may reach. */
function neighbours(row: TimelineRow<PlanItem>): ReadonlyMap<string, Neighbour> {
  const before = known.get(row);
  if (before !== undefined) return before;
  const nextOfLane = new Map<number, number>();
  const found = new Map<string, Neighbour>();
  for (let index = row.bars.length - 1; index >= 0; index -= 1) {
    const bar = row.bars[index];
    if (bar === undefined) continue;
    found.set(bar.item.id, { index, nextStart: nextOfLane.get(bar.lane) ?? Number.POSITIVE_INFINITY });
    nextOfLane.set(bar.lane, bar.startDay);
  }
  known.set(row, found);
  return found;
}
