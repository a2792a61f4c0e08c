import { type RefObject, useRef, useState } from 'react';
import { diffDays, maxDate, minDate } from '../../../shared/domain/calendar/plain-date';
import { quarterRange } from '../../../shared/domain/calendar/fiscal';
import { useRemembered } from '../../ui/remembered';
import { useCommands } from '../../widgets/commands';
import { useDesk, useToday } from '../../widgets/desk-context';
import { useQuarter } from '../../widgets/quarter';
import { type ItemPlace, usualSpan } from './item-values';
import { isZoom, scrollWindow, stepZoom, type Zoom } from './time-window';
import type { TimelineHandle } from './timeline';
import type { ActivePlace } from './timeline-keys';

type PlannerCommandsInput = {
  readonly onNew: (place: ItemPlace) => void;
  readonly onPrint: () => void;
  /** The partner that is filtered to. */
  readonly partnerId: string | null;
};

/** What the planner’s keys and toolbar share: the scale, the place of the keyboard, and what starts there. */
export type PlannerCommands = {
  readonly zoom: Zoom;
  readonly setZoom: (zoom: Zoom) => void;
  readonly timeline: RefObject<TimelineHandle | null>;
  readonly active: ActivePlace | null;
  readonly setActive: (place: ActivePlace) => void;
  readonly showToday: () => void;
  /** Starts a tactic in the row of the keyboard, today or at the quarter's first day. */
  readonly createHere: () => void;
  /** Starts one in the row of a place, at the same day. */
  readonly createIn: (place: ActivePlace | null) => void;
};

/** What can be done in the planner from anywhere on the screen, by key, palette and button. */
export function usePlannerCommands({ onNew, onPrint, partnerId }: PlannerCommandsInput): PlannerCommands {
  const { playbook } = useDesk();
  const today = useToday();
  const { quarter, present, setQuarter } = useQuarter();
  const [zoom, setZoom] = useRemembered<Zoom>('planner.zoom', 'quarter', isZoom);
  const [active, setActive] = useState<ActivePlace | null>(null);
  const timeline = useRef<TimelineHandle | null>(null);

  function showToday(): void {
    const window = scrollWindow(quarter, playbook);
    if (today < window.from || today > window.to) setQuarter(present);
    else timeline.current?.scrollToDay(diffDays(window.from, today));
  }

  function createIn(place: ActivePlace | null): void {
    const range = quarterRange(quarter, playbook.calendar);
    const start = minDate(maxDate(today, range.start), range.end);
    const row = place === null || place.rowKey === '' ? null : place.rowKey;
    onNew({ partnerId: row ?? partnerId, ...usualSpan(start) });
  }
  const createHere = () => createIn(active);

  useCommands('planner', [
    { id: 'planner.new', label: 'New tactic', group: 'Planner', shortcut: 'n', run: createHere },
    { id: 'planner.today', label: 'Show today', group: 'Planner', shortcut: 't', run: showToday },
    {
      id: 'planner.closer',
      label: 'Zoom in',
      group: 'Planner',
      shortcut: '+',
      run: () => setZoom(stepZoom(zoom, -1)),
    },
    {
      id: 'planner.wider',
      label: 'Zoom out',
      group: 'Planner',
      shortcut: '-',
      run: () => setZoom(stepZoom(zoom, 1)),
    },
    { id: 'planner.print', label: 'Print the plan', group: 'Planner', shortcut: 'mod+p', run: onPrint },
  ]);

  return { zoom, setZoom, timeline, active, setActive, showToday, createHere, createIn };
}
