import type { PlanningPhase, Playbook } from '../../playbook/playbook';
import type { PlainDate, QuarterId } from '../../schema/values';
import { addQuarters, quarterOf, quarterRange } from '../calendar/fiscal';
import { addDays } from '../calendar/plain-date';

type Rules = Pick<Playbook, 'planning' | 'calendar'>;

/** A phase of a quarter's planning with its dates, both inside it (PLAN-1). */
export type DatedPhase = {
  readonly phase: PlanningPhase;
  readonly start: PlainDate;
  readonly end: PlainDate;
};

/** A step of the workback plan and the day by which it is done (PLAN-1). */
export type WorkbackStep = {
  /** Unique within the quarter; a plan's `phaseStepsDone` holds it. */
  readonly key: string;
  readonly label: string;
  readonly role: string;
  readonly phase: string;
  readonly due: PlainDate;
};

/** First day of the planning for a quarter (PLAN-1). */
export function planningStart(quarter: QuarterId, playbook: Rules): PlainDate {
  return addDays(quarterRange(quarter, playbook.calendar).start, -7 * playbook.planning.startWeeksBefore);
}

/** The phases of a quarter's planning in the playbook's order; each ends the day before its later bound (PLAN-1). */
export function phasesOf(quarter: QuarterId, playbook: Rules): DatedPhase[] {
  const { start } = quarterRange(quarter, playbook.calendar);
  return playbook.planning.phases.map((phase) => ({
    phase,
    start: addDays(start, -7 * phase.fromWeeksBefore),
    end: addDays(start, -7 * phase.toWeeksBefore - 1),
  }));
}

/** The phase in which a date lies; null before the planning and after its last phase (PLAN-1). */
export function currentPhase(date: PlainDate, quarter: QuarterId, playbook: Rules): DatedPhase | null {
  return phasesOf(quarter, playbook).find((entry) => entry.start <= date && date <= entry.end) ?? null;
}

/** Every step of a quarter's planning, due at the end of its phase, in order (PLAN-1). */
export function workback(quarter: QuarterId, playbook: Rules): WorkbackStep[] {
  return phasesOf(quarter, playbook).flatMap(({ phase, end }) =>
    phase.steps.map((step) => ({ ...step, phase: phase.key, due: end })),
  );
}

/** The quarters that are planned on a date, the earliest first: several where planning takes longer than a quarter (PLAN-1). */
export function quartersInPlanning(date: PlainDate, playbook: Rules): QuarterId[] {
  const quarters: QuarterId[] = [];
  let next = addQuarters(quarterOf(date, playbook.calendar), 1);
  const isAhead = (quarter: QuarterId) => quarterRange(quarter, playbook.calendar).start > date;
  // Names of quarters have two digits for the year and begin anew after a century.
  while (isAhead(next) && planningStart(next, playbook) <= date) {
    quarters.push(next);
    next = addQuarters(next, 1);
  }
  return quarters;
}
