import type { Lookup } from '../../../shared/lib/lookup';
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { rowTops, type TimelineLayout, visibleRows } from '../../../shared/domain/planning/layout';
import type { PlanFinding } from '../../../shared/domain/planning/plan-checks';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { PlanItem } from '../../../shared/schema/plan';
import type { AxisSpan } from '../../../shared/domain/planning/axis';
import type { PlainDate } from '../../../shared/schema/values';
import { cx } from '../../ui/cx';
import type { Drag } from './drag';
import { AXIS_HEIGHT, nameWidth as nameWidthOf, rowMetrics } from './metrics';
import { type AxisData, TimelineAxis } from './timeline-axis';
import { TimelineBackdrop } from './timeline-backdrop';
import { Connectors } from './timeline-connectors';
import { TimelineGhost } from './timeline-ghost';
import { type ActivePlace, type TimelineAction, timelineKey } from './timeline-keys';
import { TimelineRowView } from './timeline-row';
import styles from './timeline.module.css';
import { openingView } from './opening-view';
import { dayAndRow, useDrag } from './use-drag';
import { useReveal, useShowOpened } from './use-reveal';
import type { Viewport } from './use-viewport';

/** What the screen can ask of the timeline. */
export type TimelineHandle = {
  scrollToDay: (day: number) => void;
  focus: () => void;
};

type TimelineProps = {
  readonly layout: TimelineLayout<PlanItem>;
  readonly viewport: Viewport;
  readonly dayWidth: number;
  readonly axis: AxisData;
  readonly weekends: readonly AxisSpan[];
  readonly quarter: { readonly startDay: number; readonly endDay: number };
  readonly today: { readonly day: number; readonly date: PlainDate } | null;
  readonly requests: Lookup<FundRequest>;
  readonly findings: ReadonlyMap<string, readonly PlanFinding[]>;
  readonly openId: string | null;
  readonly active: ActivePlace | null;
  readonly onActive: (place: ActivePlace) => void;
  readonly onAction: (action: Exclude<TimelineAction, { kind: 'go' }>) => void;
  readonly onOpen: (itemId: string) => void;
  readonly onCreate: (rowKey: string, startDay: number, endDay: number) => void;
  readonly onDrop: (drag: Drag) => Promise<void>;
  readonly handle: Ref<TimelineHandle>;
};

const USUAL_DAYS = 7;

/** The timeline: partner rows with bars, drawn only where they can be seen, for pointer and keyboard. */
export function Timeline(props: TimelineProps) {
  const { layout, viewport, dayWidth, active } = props;
  const { scroller, visible, width } = viewport;
  const names = nameWidthOf(width);
  const tops = useMemo(() => rowTops(layout.rows, rowMetrics), [layout]);
  const height = tops.at(-1) ?? 0;
  const fromDay = Math.max(0, Math.floor(visible.left / dayWidth));
  const toDay = Math.min(layout.days, Math.ceil(visible.right / dayWidth));
  const geometry = { layout, tops, dayWidth, nameWidth: names, headHeight: AXIS_HEIGHT };

  useStartInView(props, names, tops);

  const { drag, handlers } = useDrag({
    scroller,
    geometry,
    onPress: (rowKey, itemId) => {
      props.onActive({ rowKey, itemId });
      if (itemId !== null) props.onOpen(itemId);
    },
    onDrop: async (done) => {
      if (done.kind === 'create') props.onCreate(done.to.rowKey, done.to.startDay, done.to.endDay);
      else await props.onDrop(done);
    },
  });

  const reveal = useReveal({ layout, tops, dayWidth, nameWidth: names, viewport });
  useShowOpened(props, reveal);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const action = timelineKey(event, layout.rows, active);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.kind !== 'go') return props.onAction(action);
    reveal(action.place);
    props.onActive(action.place);
  }

  function onDoubleClick(event: MouseEvent<HTMLDivElement>): void {
    const element = scroller.current;
    if (element === null || !(event.target instanceof Element)) return;
    if (event.target.closest('[data-bar], [role=rowheader]') !== null) return;
    if (event.target.closest('[data-row]') === null) return;
    const { day, rowKey } = dayAndRow(element, geometry, event);
    if (rowKey !== null) props.onCreate(rowKey, day, day + USUAL_DAYS);
  }

  const { first, last } = visibleRows(tops, visible.top - AXIS_HEIGHT, visible.bottom);
  const shown = layout.rows.slice(first, last);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Plan by partner"
      aria-rowcount={layout.rows.length}
      aria-describedby="planner-keys"
      aria-activedescendant={activeElementId(active, shown)}
      tabIndex={0}
      className={cx(styles.scroller, drag !== null && styles.dragging)}
      onScroll={viewport.onScroll}
      onKeyDown={onKeyDown}
      onDoubleClick={onDoubleClick}
      onFocus={() => {
        const row = layout.rows[0];
        if (active === null && row !== undefined)
          props.onActive({ rowKey: row.key, itemId: row.bars[0]?.item.id ?? null });
      }}
      {...handlers}
    >
      <div
        role="presentation"
        className={styles.canvas}
        style={{ width: names + layout.days * dayWidth, height: AXIS_HEIGHT + height }}
      >
        <div role="presentation" className={styles.head} style={{ height: AXIS_HEIGHT }}>
          <TimelineAxis
            axis={props.axis}
            dayWidth={dayWidth}
            nameWidth={names}
            fromDay={fromDay}
            toDay={toDay}
            today={props.today}
            scroller={scroller}
          />
          <div className={styles.corner} style={{ width: names }} aria-hidden>
            <span>Partner</span>
          </div>
        </div>
        <TimelineBackdrop
          months={props.axis.months}
          weekends={props.weekends}
          quarter={props.quarter}
          dayWidth={dayWidth}
          nameWidth={names}
          fromDay={fromDay}
          toDay={toDay}
          height={height}
          todayDay={props.today?.day ?? null}
        />
        <div role="presentation" className={styles.rows} style={{ top: AXIS_HEIGHT }}>
          {shown.map((row, at) => (
            <TimelineRowView
              key={row.key}
              row={row}
              index={first + at + 1}
              top={tops[first + at] ?? 0}
              height={(tops[first + at + 1] ?? 0) - (tops[first + at] ?? 0)}
              label={row.label ?? (row.key === '' ? 'No partner' : 'Unknown partner')}
              nameWidth={names}
              dayWidth={dayWidth}
              fromDay={fromDay}
              toDay={toDay}
              activeId={active?.rowKey === row.key ? (active.itemId ?? '') : null}
              openId={row.bars.some(({ item }) => item.id === props.openId) ? props.openId : null}
              draggedId={drag?.from.rowKey === row.key ? drag.itemId : null}
              requests={props.requests}
              findings={props.findings}
            />
          ))}
          <Connectors
            layout={layout}
            tops={tops}
            first={first}
            last={last}
            fromDay={fromDay}
            toDay={toDay}
            dayWidth={dayWidth}
            nameWidth={names}
          />
          {drag === null ? null : (
            <TimelineGhost drag={drag} layout={layout} tops={tops} dayWidth={dayWidth} nameWidth={names} />
          )}
        </div>
      </div>
    </div>
  );
}

function activeElementId(
  active: ActivePlace | null,
  shown: TimelineLayout<PlanItem>['rows'],
): string | undefined {
  if (active === null || !shown.some(({ key }) => key === active.rowKey)) return undefined;
  return active.itemId === null ? `planner-row-${active.rowKey}` : `planner-bar-${active.itemId}`;
}

/** Opens where there is something to see, and keeps the day in the middle when the zoom or the window changes. */
function useStartInView(props: TimelineProps, names: number, tops: readonly number[]): void {
  const { viewport, dayWidth, quarter, handle } = props;
  const { scroller, width, onScroll } = viewport;
  // Kept from the last scrolling: once the timeline has become narrower, the place that it had is lost.
  const middle = useRef(0);
  // Read when the quarter or the width changes, and never a reason to scroll by themselves.
  const now = useRef({ layout: props.layout, today: props.today, tops });
  useLayoutEffect(() => {
    now.current = { layout: props.layout, today: props.today, tops };
  });
  const shown = useRef<{ startDay: number; dayWidth: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || width === 0) return undefined;
    const before = shown.current;
    shown.current = { startDay: quarter.startDay, dayWidth };
    const half = (element.clientWidth - names) / 2;
    const remember = () => {
      middle.current = (element.scrollLeft + half) / dayWidth;
    };
    if (before === null || before.startDay !== quarter.startDay) {
      const { day, row } = openingView({
        layout: now.current.layout,
        quarter,
        today: now.current.today?.day ?? null,
        days: Math.floor((element.clientWidth - names) / dayWidth),
        isFirst: before === null,
      });
      element.scrollLeft = Math.max(0, day * dayWidth - 1);
      const top = row === null ? 0 : (now.current.tops[row] ?? 0);
      const isBelow = top + rowMetrics.laneHeight > element.scrollTop + element.clientHeight - AXIS_HEIGHT;
      if (isBelow || top < element.scrollTop) element.scrollTop = top;
    } else if (before.dayWidth !== dayWidth) {
      element.scrollLeft = middle.current * dayWidth - half;
    }
    remember();
    onScroll();
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroller, onScroll, width, quarter, dayWidth, names]);
  useImperativeHandle(
    handle,
    () => ({
      scrollToDay: (day) => {
        const element = scroller.current;
        if (element === null) return;
        element.scrollLeft = (day + 0.5) * dayWidth - (element.clientWidth - names) / 2;
        onScroll();
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
    }),
    [scroller, onScroll, dayWidth, names],
  );
}
