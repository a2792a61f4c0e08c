import type { Playbook } from '../../playbook/playbook';
import type { PlainDate, QuarterId } from '../../schema/values';
import { addBusinessDays, type WorkCalendar } from '../calendar/business-days';
import { quarterRange } from '../calendar/fiscal';
import { addDays } from '../calendar/plain-date';
import { phasesOf, planningStart } from './phases';

/** A recurring call of partner, CAM and FMM and what it is about (PLAN-2). */
export type PlanningCall = {
  readonly date: PlainDate;
  /** Key of the phase whose focus it has. */
  readonly phase: string;
  readonly focus: string;
};

/**
 * Calls from the start of planning until the quarter begins, every few weeks; one that falls on a free day moves to
 * the next business day. After the last phase its focus stays (PLAN-2).
 */
export function planningCalls(
  quarter: QuarterId,
  playbook: Pick<Playbook, 'planning' | 'calendar'>,
  calendar: WorkCalendar,
): PlanningCall[] {
  const { start } = quarterRange(quarter, playbook.calendar);
  const phases = phasesOf(quarter, playbook);
  const calls: PlanningCall[] = [];
  let day = planningStart(quarter, playbook);
  while (day < start) {
    const begun = phases.filter((entry) => entry.start <= day);
    const entry = begun.at(-1) ?? phases[0];
    if (entry !== undefined) {
      calls.push({
        date: addBusinessDays(day, 0, calendar),
        phase: entry.phase.key,
        focus: entry.phase.focus,
      });
    }
    day = addDays(day, 7 * playbook.planning.callEveryWeeks);
  }
  return calls;
}
