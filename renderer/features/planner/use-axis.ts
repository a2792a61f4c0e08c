import { useMemo } from 'react';
import { workCalendar } from '../../../shared/domain/calendar/business-days';
import { quarterRange } from '../../../shared/domain/calendar/fiscal';
import { addDays, diffDays } from '../../../shared/domain/calendar/plain-date';
import { fiscalWeeks, monthsOf, quartersOf, type Window } from '../../../shared/domain/planning/axis';
import { planningCalls } from '../../../shared/domain/planning/calls';
import { phasesOf } from '../../../shared/domain/planning/phases';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { PlainDate, QuarterId } from '../../../shared/schema/values';
import type { AxisData, Band } from './timeline-axis';

type AxisInput = {
  readonly window: Window;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly today: PlainDate;
  /** Region whose holidays move the calls (PLAN-2). */
  readonly region: string;
  readonly quarter: QuarterId;
  /** Steps done of the plan of `quarter`. */
  readonly stepsDone: readonly string[];
};

/** Months, weeks, phases and calls of a window, shared by screen and print. */
export function axisOf(input: AxisInput): AxisData {
  const { window, playbook, holidays } = input;
  const calendar = workCalendar(playbook, holidays, input.region);
  const quarters = quartersOf(window, playbook.calendar);
  const dayOf = (date: PlainDate) => diffDays(window.from, date);
  const bands = quarters.flatMap((quarter) => bandsOf(quarter, input));
  return {
    months: monthsOf(window),
    weeks: fiscalWeeks(window, playbook.calendar),
    bands,
    planned: quarters.flatMap((quarter) => {
      const own = bands.filter((band) => band.quarter === quarter);
      const [first, last] = [own[0], own.at(-1)];
      return first === undefined || last === undefined
        ? []
        : [
            {
              quarter,
              starts: quarterRange(quarter, playbook.calendar).start,
              startDay: first.startDay,
              endDay: last.endDay,
            },
          ];
    }),
    calls: quarters.flatMap((quarter) =>
      planningCalls(quarter, playbook, calendar)
        .filter(({ date }) => date >= window.from && date <= window.to)
        .map(({ date, focus }) => ({ date, focus, day: dayOf(date) })),
    ),
  };
}

function bandsOf(quarter: QuarterId, { window, playbook, today, ...input }: AxisInput): Band[] {
  const done = new Set(input.stepsDone);
  const dayOf = (date: PlainDate) => diffDays(window.from, date);
  return phasesOf(quarter, playbook)
    .filter(({ start, end }) => end >= window.from && start <= window.to)
    .map(({ phase, start, end }) => ({
      key: `${quarter}:${phase.key}`,
      quarter,
      label: phase.label,
      startDay: Math.max(0, dayOf(start)),
      endDay: Math.min(dayOf(window.to) + 1, dayOf(addDays(end, 1))),
      due: end,
      steps: phase.steps.length,
      done: quarter === input.quarter ? phase.steps.filter(({ key }) => done.has(key)).length : null,
      isNow: start <= today && today <= end,
    }));
}

/** The axis of the screen; worked out anew only when something of it changes. */
export function useAxis(input: AxisInput): AxisData {
  const { window, playbook, holidays, today, region, quarter, stepsDone } = input;
  return useMemo(
    () => axisOf({ window, playbook, holidays, today, region, quarter, stepsDone }),
    [window, playbook, holidays, today, region, quarter, stepsDone],
  );
}
