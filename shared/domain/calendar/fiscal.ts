import type { CalendarRules } from '../../playbook/playbook';
import type { PlainDate, QuarterId } from '../../schema/values';
import { addDays, addMonths, fromParts, partsOf } from './plain-date';

/** What the fiscal calendar needs to know. */
export type FiscalRules = Pick<CalendarRules, 'fiscalYearStartMonth' | 'fiscalYearNamedAfter'>;

/** Difference between the year in the name and the calendar year in which the fiscal year starts. */
function nameShift(rules: FiscalRules): number {
  return rules.fiscalYearNamedAfter === 'end' && rules.fiscalYearStartMonth > 1 ? 1 : 0;
}

/** Fiscal year (in full, as it is named) and quarter number of a quarter id; two digits mean 2000 to 2099. */
export function quarterParts(quarter: QuarterId): { year: number; number: number } {
  return { year: 2000 + Number(quarter.slice(2, 4)), number: Number(quarter.slice(6)) };
}

function quarterId(year: number, number: number): QuarterId {
  const twoDigits = String(((year % 100) + 100) % 100).padStart(2, '0');
  return `FY${twoDigits}-Q${number}` as QuarterId;
}

/** The fiscal quarter in which a date lies. */
export function quarterOf(date: PlainDate, rules: FiscalRules): QuarterId {
  const { year, month } = partsOf(date);
  const offset = (month - rules.fiscalYearStartMonth + 12) % 12;
  const startYear = month < rules.fiscalYearStartMonth ? year - 1 : year;
  return quarterId(startYear + nameShift(rules), Math.floor(offset / 3) + 1);
}

/** First and last day of a quarter, both inside it. */
export function quarterRange(quarter: QuarterId, rules: FiscalRules): { start: PlainDate; end: PlainDate } {
  const { year, number } = quarterParts(quarter);
  const yearStart = fromParts(year - nameShift(rules), rules.fiscalYearStartMonth, 1) as PlainDate;
  const start = addMonths(yearStart, (number - 1) * 3);
  return { start, end: addDays(addMonths(start, 3), -1) };
}

/** The quarter some quarters later, or earlier for a negative number. */
export function addQuarters(quarter: QuarterId, count: number): QuarterId {
  const { year, number } = quarterParts(quarter);
  const total = year * 4 + (number - 1) + count;
  return quarterId(Math.floor(total / 4), (((total % 4) + 4) % 4) + 1);
}

/** How people write a quarter: `FY27 Q4`. */
export function quarterLabel(quarter: QuarterId): string {
  return quarter.replace('-', ' ');
}

/** Whether both dates lie inside the quarter. */
export function insideQuarter(
  start: PlainDate,
  end: PlainDate,
  quarter: QuarterId,
  rules: FiscalRules,
): boolean {
  const range = quarterRange(quarter, rules);
  return start >= range.start && end <= range.end;
}
