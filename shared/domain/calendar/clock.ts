import type { Holidays, Playbook } from '../../playbook/playbook';
import type { Instant, PlainDate } from '../../schema/values';
import { findRegion } from '../lookup';
import { businessDaysBetween, workCalendar, type WorkCalendar } from './business-days';
import { addDays, diffDays } from './plain-date';
import { dateInZone, fromEpochMs, instantAt, toEpochMs } from './zoned';

/** A moment by which something must be done, as seen from now; formatting is the screen's business. */
export type Deadline = {
  readonly due: PlainDate;
  /** Last moment on `due` in the region's zone: of its working hours, or of the whole day where calendar days count. */
  readonly dueAt: Instant;
  readonly timeZone: string;
  readonly state: 'ahead' | 'today' | 'overdue';
  /** Calendar days from today to `due`; negative when it has passed. */
  readonly daysLeft: number;
  /** Business days from today to `due`; negative when it has passed. */
  readonly businessDaysLeft: number;
};

/** The time zone of a region; an unknown one uses UTC. */
export function zoneOf(playbook: Pick<Playbook, 'regions'>, region: string): string {
  return findRegion(playbook, region)?.timeZone ?? 'UTC';
}

/** The zone and work calendar in which a region's deadlines run; an unknown region uses UTC and weekends only. */
export function regionClock(
  playbook: Pick<Playbook, 'calendar' | 'regions'>,
  holidays: Holidays,
  region: string,
): { readonly timeZone: string; readonly calendar: WorkCalendar } {
  return {
    timeZone: zoneOf(playbook, region),
    calendar: workCalendar(playbook, holidays, region),
  };
}

/** Today's date in a region, by which what happens at its partners is dated and judged (MDF-10). */
export function todayIn(playbook: Pick<Playbook, 'regions'>, region: string, now: Instant): PlainDate {
  return dateInZone(now, zoneOf(playbook, region));
}

type Clocks = Pick<Playbook, 'calendar' | 'regions'>;

/** How a due date that was counted in business days looks from `now`: in a region's zone and working hours (MDF-4). */
export function deadlineOn(
  due: PlainDate,
  region: string,
  now: Instant,
  playbook: Clocks,
  holidays: Holidays,
): Deadline {
  const { timeZone, calendar } = regionClock(playbook, holidays, region);
  const dueAt = instantAt(due, playbook.calendar.endOfDay, timeZone);
  return seenFrom(now, { due, dueAt, timeZone }, calendar);
}

/** How a due date that was counted in calendar days looks from `now`: all of its day is left, in a region's zone (POP-1). */
export function calendarDeadlineOn(
  due: PlainDate,
  region: string,
  now: Instant,
  playbook: Clocks,
  holidays: Holidays,
): Deadline {
  const { timeZone, calendar } = regionClock(playbook, holidays, region);
  const midnight = instantAt(addDays(due, 1), '00:00', timeZone);
  return seenFrom(now, { due, dueAt: fromEpochMs(toEpochMs(midnight) - 1), timeZone }, calendar);
}

function seenFrom(
  now: Instant,
  moment: Pick<Deadline, 'due' | 'dueAt' | 'timeZone'>,
  calendar: WorkCalendar,
): Deadline {
  const { due, dueAt, timeZone } = moment;
  const today = dateInZone(now, timeZone);
  return {
    ...moment,
    state: now > dueAt ? 'overdue' : today === due ? 'today' : 'ahead',
    daysLeft: diffDays(today, due),
    businessDaysLeft: businessDaysBetween(today, due, calendar),
  };
}
