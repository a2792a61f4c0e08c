import type { Holidays, Playbook } from '../../playbook/playbook';
import type { Instant, PlainDate } from '../../schema/values';
import { findRegion } from '../lookup';
import { businessDaysBetween, workCalendar, type WorkCalendar } from './business-days';
import { diffDays } from './plain-date';
import { dateInZone, instantAt } from './zoned';

/** A moment by which something must be done, as seen from now; formatting is the screen's business. */
export type Deadline = {
  readonly due: PlainDate;
  /** End of the working day on `due` in the region's zone. */
  readonly dueAt: Instant;
  readonly timeZone: string;
  readonly state: 'ahead' | 'today' | 'overdue';
  /** Calendar days from today to `due`; negative when it has passed. */
  readonly daysLeft: number;
  /** Business days from today to `due`; negative when it has passed. */
  readonly businessDaysLeft: number;
};

/** The zone and work calendar in which a region's deadlines run; an unknown region uses UTC and weekends only. */
export function regionClock(
  playbook: Pick<Playbook, 'calendar' | 'regions'>,
  holidays: Holidays,
  region: string,
): { readonly timeZone: string; readonly calendar: WorkCalendar } {
  return {
    timeZone: findRegion(playbook, region)?.timeZone ?? 'UTC',
    calendar: workCalendar(playbook, holidays, region),
  };
}

/** How a due date looks from `now`: in a region's zone, with its business days (MDF-4, POP-1). */
export function deadlineOn(
  due: PlainDate,
  region: string,
  now: Instant,
  playbook: Pick<Playbook, 'calendar' | 'regions'>,
  holidays: Holidays,
): Deadline {
  const { timeZone, calendar } = regionClock(playbook, holidays, region);
  const today = dateInZone(now, timeZone);
  const dueAt = instantAt(due, playbook.calendar.endOfDay, timeZone);
  return {
    due,
    dueAt,
    timeZone,
    state: now > dueAt ? 'overdue' : today === due ? 'today' : 'ahead',
    daysLeft: diffDays(today, due),
    businessDaysLeft: businessDaysBetween(today, due, calendar),
  };
}
