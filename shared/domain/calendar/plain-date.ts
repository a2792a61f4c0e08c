import type { PlainDate } from '../../schema/values';

const MIN_DAY = -719_528; // 0000-01-01
const MAX_DAY = 2_932_896; // 9999-12-31

/** Year, month (1 to 12) and day of month of a date. */
export function partsOf(date: PlainDate): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

/** Days from 1970-01-01 to the date in the proleptic Gregorian calendar; earlier dates are negative. */
export function toEpochDay(date: PlainDate): number {
  const { year, month, day } = partsOf(date);
  return daysFromCivil(year, month, day);
}

/** The date that many days after 1970-01-01; beyond the years 0000 to 9999 the nearest date inside. */
export function fromEpochDay(epochDay: number): PlainDate {
  const days = Math.min(MAX_DAY, Math.max(MIN_DAY, Math.trunc(epochDay)));
  // Years are counted from 1 March, so that the leap day is the last one and every cycle of 400 years is alike.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return written(year, month, day);
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function written(year: number, month: number, day: number): PlainDate {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return text as PlainDate;
}

/** Number of days in a month, 1 to 12, of a year. */
export function daysInMonth(year: number, month: number): number {
  const following = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return following - daysFromCivil(year, month, 1);
}

/** The date with these parts, or null when that day does not exist. */
export function fromParts(year: number, month: number, day: number): PlainDate | null {
  const whole = [year, month, day].every(Number.isInteger);
  if (!whole || year < 0 || year > 9999 || month < 1 || month > 12 || day < 1) return null;
  return day > daysInMonth(year, month) ? null : written(year, month, day);
}

/** The date some days later, or earlier for a negative number. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** The same day some months later; a day that the month lacks becomes its last one: 31 January + 1 is 28 or 29 February. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const { year, month, day } = partsOf(date);
  const total = year * 12 + (month - 1) + months;
  const newYear = Math.min(9999, Math.max(0, Math.floor(total / 12)));
  const newMonth = (((total % 12) + 12) % 12) + 1;
  return written(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Days from the first date to the second; negative when the second is earlier. */
export function diffDays(from: PlainDate, to: PlainDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** Weekday of a date, 1 Monday to 7 Sunday. */
export function weekday(date: PlainDate): number {
  return ((((toEpochDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** Order of two dates, as `sort` wants it. */
export function compareDates(a: PlainDate, b: PlainDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The earlier of two dates. */
export function minDate(a: PlainDate, b: PlainDate): PlainDate {
  return a <= b ? a : b;
}

/** The later of two dates. */
export function maxDate(a: PlainDate, b: PlainDate): PlainDate {
  return a >= b ? a : b;
}

/** Monday of the week in which the date lies. */
export function startOfWeek(date: PlainDate): PlainDate {
  return addDays(date, 1 - weekday(date));
}
