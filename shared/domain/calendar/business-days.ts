import type { Holidays, Playbook, Region } from '../../playbook/playbook';
import type { PlainDate } from '../../schema/values';
import { findRegion } from '../lookup';
import { addDays, weekday } from './plain-date';

/** Days on which nobody works: weekday numbers, 1 Monday to 7 Sunday, and single dates. */
export type WorkCalendar = {
  readonly weekend: readonly number[];
  readonly holidays: ReadonlySet<PlainDate>;
};

/** The work calendar of a region's approvers (MDF-4, MDF-10); an unknown region or country has weekends only. */
export function workCalendar(
  playbook: Pick<Playbook, 'calendar' | 'regions'>,
  holidays: Holidays,
  region: string,
): WorkCalendar {
  const found: Region | undefined = findRegion(playbook, region);
  return {
    weekend: playbook.calendar.weekend,
    holidays: holidaysOf(holidays, found?.country),
  };
}

const none: ReadonlySet<PlainDate> = new Set();
const sets = new WeakMap<Record<string, string>, ReadonlySet<PlainDate>>();

function holidaysOf(holidays: Holidays, country: string | undefined): ReadonlySet<PlainDate> {
  const table = country === undefined ? undefined : holidays[country];
  if (!table) return none;
  let set = sets.get(table);
  if (!set) {
    // A list of ten thousand deadlines asks for the same three or four countries.
    set = new Set(Object.keys(table) as PlainDate[]);
    sets.set(table, set);
  }
  return set;
}

/** Whether people work on that date. */
export function isBusinessDay(date: PlainDate, calendar: WorkCalendar): boolean {
  return !calendar.weekend.includes(weekday(date)) && !calendar.holidays.has(date);
}

/**
 * The date some business days later, or earlier for a negative number; the date itself is not counted. Zero gives
 * the date, or the next business day when nobody works on it.
 */
export function addBusinessDays(date: PlainDate, count: number, calendar: WorkCalendar): PlainDate {
  // Thousands of deadlines are counted from the same few hundred days.
  const known = countedIn(calendar);
  const name = `${date} ${count}`;
  const day = known.get(name) ?? countBusinessDays(date, count, calendar);
  known.set(name, day);
  return day;
}

type Counted = Map<string, PlainDate>;
const counted = new WeakMap<WorkCalendar['holidays'], WeakMap<WorkCalendar['weekend'], Counted>>();

function countedIn({ holidays, weekend }: WorkCalendar): Counted {
  const byWeekend = counted.get(holidays) ?? new WeakMap<WorkCalendar['weekend'], Counted>();
  counted.set(holidays, byWeekend);
  const known = byWeekend.get(weekend) ?? new Map<string, PlainDate>();
  byWeekend.set(weekend, known);
  return known;
}

function countBusinessDays(date: PlainDate, count: number, calendar: WorkCalendar): PlainDate {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let day = date;
  if (left === 0) {
    while (!isBusinessDay(day, calendar)) day = addDays(day, 1);
    return day;
  }
  while (left > 0) {
    day = addDays(day, step);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Business days after the first date up to and including the second; negative when the second is earlier. */
export function businessDaysBetween(from: PlainDate, to: PlainDate, calendar: WorkCalendar): number {
  if (to < from) return 0 - businessDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day, calendar)) count += 1;
  }
  return count;
}
