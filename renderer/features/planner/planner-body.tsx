import { type RefObject, useEffect, useMemo, useState } from 'react';
import { addDays, diffDays } from '../../../shared/domain/calendar/plain-date';
import { weekendsOf } from '../../../shared/domain/planning/axis';
import { assertNever } from '../../../shared/lib/assert-never';
import { PartnerId } from '../../../shared/schema/ids';
import type { PlanItem } from '../../../shared/schema/plan';
import type { PlainDate } from '../../../shared/schema/values';
import type { Reschedule } from '../../../shared/usecases/plan/reschedule-plan-item';
import { planOf } from '../../../shared/usecases/plan/save-quarter-plan';
import { useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { useDesk, useToday } from '../../widgets/desk-context';
import { useQuarter } from '../../widgets/quarter';
import type { Drag } from './drag';
import type { ItemPlace } from './item-values';
import { LABEL_ROOM, nameWidth } from './metrics';
import styles from './planner.module.css';
import { dayWidth as dayWidthOf, quarterDay, scrollWindow, stepZoom, type Zoom } from './time-window';
import { Timeline, type TimelineHandle } from './timeline';
import { type ActivePlace, placeNow, type TimelineAction } from './timeline-keys';
import { useAxis } from './use-axis';
import type { PlanActions } from './use-plan-actions';
import { type PlanView, usePlanLayout } from './use-planner';
import { useViewport } from './use-viewport';
import { unseen } from '../../ui/unseen';

type PlannerBodyProps = {
  readonly plan: PlanView;
  readonly actions: PlanActions;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  readonly handle: RefObject<TimelineHandle | null>;
  readonly active: ActivePlace | null;
  readonly onActive: (place: ActivePlace) => void;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onCreate: (place: ItemPlace) => void;
  /** Begins a new tactic in the row of a place. */
  readonly onNew: (place: ActivePlace | null) => void;
  /** Closes what is open beside the timeline. */
  readonly onClose: () => void;
  /** While searching, partners without a hit have no row. */
  readonly isSearching: boolean;
  readonly quarterSpan: { readonly from: PlainDate; readonly days: number };
};

const nothingDone: readonly string[] = [];

function partnerOf(rowKey: string): PlanItem['partnerId'] {
  return rowKey === '' ? null : PartnerId.parse(rowKey);
}

/** The timeline of the plan and what its presses, drags and keys do. */
export function PlannerBody(props: PlannerBodyProps) {
  const { plan, actions, zoom } = props;
  const { playbook, holidays, settings } = useDesk();
  const { quarter } = useQuarter();
  const today = useToday();
  const items = useRecords('plan-item');
  const requests = useRecords('fund-request');
  const plans = useRecords('quarter-plan');
  const viewport = useViewport();
  const [said, setSaid] = useState('');

  const window = useMemo(() => scrollWindow(quarter, playbook), [quarter, playbook]);
  const dayWidth = dayWidthOf(zoom, viewport.widest - nameWidth(viewport.widest));
  const layout = usePlanLayout(plan, window, {
    emptyRows: !props.isSearching,
    minimumDays: Math.ceil(LABEL_ROOM / dayWidth),
  });
  const active = useMemo(() => placeNow(layout.rows, props.active), [layout.rows, props.active]);
  const { onActive } = props;
  const hasMoved = active !== props.active && active?.itemId === props.active?.itemId;
  // Its row is where a new tactic begins, and where the keys stay once it is gone.
  useEffect(() => {
    if (hasMoved && active !== null && active.itemId !== null) onActive(active);
  }, [hasMoved, active, onActive]);
  const stepsDone =
    planOf(plans.list, { quarter, partnerId: null, region: null })?.phaseStepsDone ?? nothingDone;
  const region = settings.regions[0] ?? '';
  const axis = useAxis({ window, playbook, holidays, today, region, quarter, stepsDone });
  const weekends = useMemo(
    () => weekendsOf(window, playbook.calendar.weekend),
    [window, playbook.calendar.weekend],
  );
  const startDay = quarterDay(quarter, window, playbook);
  const quarterDays = useMemo(
    () => ({ startDay, endDay: startDay + props.quarterSpan.days }),
    [startDay, props.quarterSpan.days],
  );
  const todayMark = useMemo(
    () =>
      today < window.from || today > window.to ? null : { day: diffDays(window.from, today), date: today },
    [today, window],
  );

  function itemOf(id: string | null): PlanItem | undefined {
    return id === null ? undefined : items.byId.get(id);
  }
  async function place(item: PlanItem, rowKey: string, move: Reschedule): Promise<void> {
    setSaid(await actions.reschedule(item, move));
    props.onActive({ rowKey, itemId: item.id });
  }
  async function drop({ itemId, from, to }: Drag): Promise<void> {
    const item = itemOf(itemId);
    if (item === undefined) return;
    await place(item, to.rowKey, {
      kind: 'by',
      startDays: to.startDay - from.startDay,
      endDays: to.endDay - from.endDay,
      ...(to.rowKey === from.rowKey ? {} : { partnerId: partnerOf(to.rowKey) }),
    });
  }
  function createAt(rowKey: string, from: number, to: number): void {
    props.onCreate({
      partnerId: rowKey === '' ? null : rowKey,
      start: addDays(window.from, from),
      end: addDays(window.from, to - 1),
    });
  }
  async function toRow(item: PlanItem, step: -1 | 1): Promise<void> {
    const at = layout.rows.findIndex(({ key }) => key === active?.rowKey);
    const row = layout.rows[at + step];
    if (row !== undefined) await place(item, row.key, { kind: 'row', partnerId: partnerOf(row.key) });
  }
  async function shift(item: PlanItem, startDays: number, endDays: number): Promise<void> {
    const isMilestone = item.kind === 'milestone';
    if (isMilestone && startDays !== endDays) return;
    const isEmpty = addDays(item.start, startDays) > addDays(item.end, endDays);
    if (!isEmpty) await place(item, active?.rowKey ?? '', { kind: 'by', startDays, endDays });
  }

  function act(action: Exclude<TimelineAction, { kind: 'go' }>): void {
    const item = itemOf(active?.itemId ?? null);
    switch (action.kind) {
      case 'open':
        if (item === undefined) props.onNew(active);
        else props.onOpen(item.id);
        return;
      case 'shift':
        if (item !== undefined) void shift(item, action.startDays, action.endDays);
        return;
      case 'row':
        if (item !== undefined) void toRow(item, action.step);
        return;
      case 'cancel':
        if (item !== undefined) void actions.setStatus(item, 'cancelled').then(setSaid);
        return;
      case 'close':
        return props.onClose();
      case 'zoom':
        return props.onZoom(stepZoom(zoom, action.step));
      case 'today':
        if (todayMark !== null) props.handle.current?.scrollToDay(todayMark.day);
        return;
      default:
        return assertNever(action);
    }
  }

  return (
    <>
      {actions.problem === null ? null : (
        <div className={styles.problem}>
          <Notice
            tone="bad"
            actions={
              <Button variant="quiet" onPress={actions.clearProblem}>
                Dismiss
              </Button>
            }
          >
            {actions.problem}
          </Notice>
        </div>
      )}
      <Timeline
        layout={layout}
        viewport={viewport}
        dayWidth={dayWidth}
        axis={axis}
        weekends={weekends}
        quarter={quarterDays}
        today={todayMark}
        requests={requests.byId}
        findings={plan.findings}
        openId={props.openId}
        active={active}
        onActive={props.onActive}
        onAction={act}
        onOpen={props.onOpen}
        onCreate={createAt}
        onDrop={drop}
        handle={props.handle}
      />
      <p id="planner-keys" className={unseen}>
        Arrow keys go between bars, Enter opens, Alt with arrows moves by a day and with Shift by a week, Alt
        with up or down moves to another partner, Shift with arrows changes the last day, N adds a tactic,
        Escape closes what is open beside.
      </p>
      <div aria-live="polite" className={unseen}>
        {said}
      </div>
    </>
  );
}
