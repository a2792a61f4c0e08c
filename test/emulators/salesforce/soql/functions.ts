import type { FieldValue } from '../metadata/types';
import { parseDateTime } from '../time';

const DAY_MS = 86_400_000;

const DATE_FUNCTIONS: Readonly<Record<string, (date: Date) => FieldValue>> = {
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  DAY_ONLY: (date) => date.toISOString().slice(0, 10),
  HOUR_IN_DAY: (date) => date.getUTCHours(),
};

/** True for functions that take a date apart. */
export function isDateFunction(name: string): boolean {
  return name.toUpperCase() in DATE_FUNCTIONS;
}

/** Applies a date function to a stored date or date-time, in UTC; null stays null. */
export function dateFunction(name: string, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return null;
  const millis = value.length === 10 ? Date.parse(`${value}T00:00:00Z`) : parseDateTime(value);
  const apply = DATE_FUNCTIONS[name.toUpperCase()];
  return millis === null || !apply ? null : apply(new Date(millis));
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
