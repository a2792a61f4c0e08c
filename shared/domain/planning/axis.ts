import type { PlainDate, QuarterId } from '../../schema/values';
import { type FiscalRules, addQuarters, quarterOf, quarterRange } from '../calendar/fiscal';
import { addDays, addMonths, diffDays, startOfWeek, weekday } from '../calendar/plain-date';

/** A stretch of the axis in days from its first; `endDay` is the day after the last. */
export type AxisSpan = { readonly date: PlainDate; readonly startDay: number; readonly endDay: number };

/** A week of a fiscal quarter; it belongs to the quarter in which its Thursday lies. */
export type FiscalWeek = AxisSpan & { readonly quarter: QuarterId; readonly number: number };

/** A span of time with both its days inside. */
export type Window = { readonly from: PlainDate; readonly to: PlainDate };

function span(date: PlainDate, next: PlainDate, { from, to }: Window): AxisSpan {
  return {
    date,
    startDay: Math.max(0, diffDays(from, date)),
    endDay: Math.min(diffDays(from, to) + 1, diffDays(from, next)),
  };
}

/** The calendar months that touch the window, cut at its ends (PLAN-6). */
export function monthsOf(window: Window): AxisSpan[] {
  const months: AxisSpan[] = [];
  let first = addDays(window.from, 1 - Number(window.from.slice(8)));
  while (first <= window.to) {
    const next = addMonths(first, 1);
    months.push(span(first, next, window));
    first = next;
  }
  return months;
}

/** The weeks from Monday that touch the window, numbered within their fiscal quarter (PLAN-6). */
export function fiscalWeeks(window: Window, rules: FiscalRules): FiscalWeek[] {
  const weeks: FiscalWeek[] = [];
  let monday = startOfWeek(window.from);
  while (monday <= window.to) {
    const thursday = addDays(monday, 3);
    const quarter = quarterOf(thursday, rules);
    const { start } = quarterRange(quarter, rules);
    const firstThursday = addDays(start, (4 - weekday(start) + 7) % 7);
    const next = addDays(monday, 7);
    weeks.push({
      ...span(monday, next, window),
      quarter,
      number: diffDays(firstThursday, thursday) / 7 + 1,
    });
    monday = next;
  }
  return weeks;
}

/** Runs of days of the weekend inside the window; weekday numbers are 1 Monday to 7 Sunday. */
export function weekendsOf(window: Window, weekend: readonly number[]): AxisSpan[] {
  const runs: AxisSpan[] = [];
  const days = diffDays(window.from, window.to) + 1;
  for (let day = 0; day < days; day += 1) {
    const date = addDays(window.from, day);
    if (!weekend.includes(weekday(date))) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.endDay === day) runs[runs.length - 1] = { ...last, endDay: day + 1 };
    else runs.push({ date, startDay: day, endDay: day + 1 });
  }
  return runs;
}

/** The quarters that touch the window, and the one after, whose planning lies inside it (PLAN-1). */
export function quartersOf(window: Window, rules: FiscalRules): QuarterId[] {
  const last = addQuarters(quarterOf(window.to, rules), 1);
  const found: QuarterId[] = [];
  let quarter = quarterOf(window.from, rules);
  while (found.at(-1) !== last) {
    found.push(quarter);
    quarter = addQuarters(quarter, 1);
  }
  return found;
}
