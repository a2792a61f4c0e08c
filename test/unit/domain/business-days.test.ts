import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  businessDaysBetween,
  isBusinessDay,
  workCalendar,
  type WorkCalendar,
} from '../../../shared/domain/calendar/business-days';
import { deadlineOn } from '../../../shared/domain/calendar/clock';
import { addDays, fromEpochDay } from '../../../shared/domain/calendar/plain-date';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const seed = 20261122;
const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const d = (text: string) => PlainDate.parse(text);
const at = (text: string) => Instant.parse(text);

const days = fc.integer({ min: 18_000, max: 23_000 }).map(fromEpochDay);
const calendars: fc.Arbitrary<WorkCalendar> = fc.record({
  weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
  holidays: fc.uniqueArray(days, { maxLength: 40 }).map((list) => new Set(list)),
});

/** Counts one by one with the platform's calendar. */
function oracleBetween(from: string, to: string, calendar: WorkCalendar): number {
  let count = 0;
  for (let ms = Date.parse(from) + 86_400_000; ms <= Date.parse(to); ms += 86_400_000) {
    const day = new Date(ms);
    const isFree = calendar.weekend.includes(day.getUTCDay() || 7);
    if (!isFree && !calendar.holidays.has(PlainDate.parse(day.toISOString().slice(0, 10)))) count += 1;
  }
  return count;
}

describe('business days', () => {
  it('CAL-4 counts as many business days as one-by-one counting finds', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 120 }), calendars, (from, length, calendar) => {
        const to = addDays(from, length);
        expect(businessDaysBetween(from, to, calendar)).toBe(oracleBetween(from, to, calendar));
        expect(businessDaysBetween(to, from, calendar)).toBe(0 - oracleBetween(from, to, calendar));
      }),
      { seed, numRuns: 400 },
    );
  });

  it('CAL-4 lands on the n-th business day, forwards and backwards', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), calendars, (from, count, calendar) => {
        const later = addBusinessDays(from, count, calendar);
        expect(isBusinessDay(later, calendar)).toBe(true);
        expect(oracleBetween(from, later, calendar)).toBe(count);
        const earlier = addBusinessDays(from, -count, calendar);
        expect(isBusinessDay(earlier, calendar)).toBe(true);
        expect(oracleBetween(addDays(earlier, -1), addDays(from, -1), calendar)).toBe(count);
        const onOrAfter = addBusinessDays(from, 0, calendar);
        expect(isBusinessDay(onOrAfter, calendar) && onOrAfter >= from).toBe(true);
      }),
      { seed, numRuns: 400 },
    );
  });

  it('CAL-4 knows the holidays of each region', () => {
    const emea = workCalendar(playbook, holidays, 'EMEA');
    const amer = workCalendar(playbook, holidays, 'AMER');
    expect(isBusinessDay(d('2026-12-25'), emea)).toBe(false);
    // Good Friday is free in Germany and Singapore, not in the United States.
    expect(isBusinessDay(d('2026-04-03'), emea)).toBe(false);
    expect(isBusinessDay(d('2026-04-03'), amer)).toBe(true);
    expect(isBusinessDay(d('2026-04-03'), workCalendar(playbook, holidays, 'APAC'))).toBe(false);
    // Thanksgiving.
    expect(isBusinessDay(d('2026-11-26'), amer)).toBe(false);
    expect(addBusinessDays(d('2026-11-25'), 2, amer)).toBe('2026-11-30');
    expect(addBusinessDays(d('2026-11-25'), 2, emea)).toBe('2026-11-27');
  });

  it('CAL-4 takes a region by any of its names and knows only weekends for an unknown one', () => {
    expect(workCalendar(playbook, holidays, 'pub sec').holidays.has(d('2026-11-26'))).toBe(true);
    const nowhere = workCalendar(playbook, holidays, 'Atlantis');
    expect(isBusinessDay(d('2026-12-25'), nowhere)).toBe(true);
    expect(isBusinessDay(d('2026-12-26'), nowhere)).toBe(false);
  });
});

describe('deadlines', () => {
  const due = d('2026-11-24');

  it('CAL-5 is ahead, today and overdue by the clocks of the region', () => {
    const seen = (now: string) => deadlineOn(due, 'EMEA', at(now), playbook, holidays);
    expect(seen('2026-11-20T09:00:00.000Z')).toEqual({
      due,
      dueAt: '2026-11-24T16:00:00.000Z',
      timeZone: 'Europe/Berlin',
      state: 'ahead',
      daysLeft: 4,
      businessDaysLeft: 2,
    });
    expect(seen('2026-11-23T22:59:59.999Z').state).toBe('ahead');
    expect(seen('2026-11-23T23:00:00.000Z').state).toBe('today');
    expect(seen('2026-11-24T16:00:00.000Z').state).toBe('today');
    expect(seen('2026-11-24T16:00:00.001Z')).toMatchObject({ state: 'overdue', daysLeft: 0 });
    expect(seen('2026-11-26T09:00:00.000Z')).toMatchObject({ daysLeft: -2, businessDaysLeft: -2 });
  });

  it('CAL-5 falls due at different instants in different regions', () => {
    const now = at('2026-11-20T09:00:00.000Z');
    const dueAt = (region: string) => deadlineOn(due, region, now, playbook, holidays).dueAt;
    expect(dueAt('APAC')).toBe('2026-11-24T09:00:00.000Z');
    expect(dueAt('AMER')).toBe('2026-11-24T22:00:00.000Z');
  });
});
