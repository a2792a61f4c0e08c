import type { FieldValue } from '../metadata/types';
import { parseDateTime } from '../time';

const DAY_MS = 86_400_000;

/** When the org's fiscal year starts (1 to 12) and whether it is called by the year in which it does. */
export type FiscalYear = { readonly startMonth: number; readonly isNamedByStart: boolean };

/** The months since the start of the fiscal year, 0 to 11. */
function fiscalMonths(date: Date, { startMonth }: FiscalYear): number {
  return (date.getUTCMonth() + 1 - startMonth + 12) % 12;
}

const DATE_FUNCTIONS: Readonly<Record<string, (date: Date, fiscal: FiscalYear) => FieldValue>> = {
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  DAY_ONLY: (date) => date.toISOString().slice(0, 10),
  FISCAL_MONTH: (date, fiscal) => fiscalMonths(date, fiscal) + 1,
  FISCAL_QUARTER: (date, fiscal) => Math.floor(fiscalMonths(date, fiscal) / 3) + 1,
  FISCAL_YEAR(date, fiscal) {
    const startYear = date.getUTCFullYear() - (date.getUTCMonth() + 1 < fiscal.startMonth ? 1 : 0);
    return fiscal.isNamedByStart || fiscal.startMonth === 1 ? startYear : startYear + 1;
  },
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.ceil(date.getUTCDate() / 7),
  WEEK_IN_YEAR: (date) =>
    Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1,
};

/** True for functions that take a date apart. */
export function isDateFunction(name: string): boolean {
  return name.toUpperCase() in DATE_FUNCTIONS;
}

/** Applies a date function to a stored date or date-time, in UTC; null stays null. */
export function dateFunction(name: string, value: FieldValue, fiscal: FiscalYear): FieldValue {
  if (typeof value !== 'string') return null;
  const millis = value.length === 10 ? Date.parse(`${value}T00:00:00Z`) : parseDateTime(value);
  const apply = DATE_FUNCTIONS[name.toUpperCase()];
  return millis === null || !apply ? null : apply(new Date(millis), fiscal);
}

/** Folds the values of a group with an aggregate function; nulls do not count. */
export function aggregate(name: string, values: readonly FieldValue[]): FieldValue {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value): value is number => typeof value === 'number');
  // Adding in cents keeps sums of money exact.
  const sum = numbers.reduce((total, value) => total + Math.round(value * 100), 0) / 100;
  switch (name.toUpperCase()) {
    case 'COUNT':
      return present.length;
    case 'COUNT_DISTINCT':
      return new Set(present.map((value) => (typeof value === 'string' ? value.toLowerCase() : value))).size;
    case 'SUM':
      return numbers.length === 0 ? null : sum;
    case 'AVG':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'MIN':
      return present.reduce<FieldValue>(
        (least, value) => (least === null || value < least ? value : least),
        null,
      );
    case 'MAX':
      return present.reduce<FieldValue>(
        (most, value) => (most === null || value > most ? value : most),
        null,
      );
    default:
      return null;
  }
}
