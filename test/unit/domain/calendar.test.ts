import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  daysInMonth,
  diffDays,
  fromEpochDay,
  fromParts,
  maxDate,
  minDate,
  startOfWeek,
  toEpochDay,
  weekday,
} from '../../../shared/domain/calendar/plain-date';
import { dateInZone, fromEpochMs, instantAt, toEpochMs } from '../../../shared/domain/calendar/zoned';
import { Instant, PlainDate } from '../../../shared/schema/values';

const DAY = 86_400_000;
const seed = 20261122;

/** The platform's own calendar: an oracle that shares no code with ours. */
function oracleDate(epochDay: number): string {
  return new Date(epochDay * DAY).toISOString().slice(0, 10);
}

const epochDays = fc.integer({ min: -719_528, max: 2_932_896 });
// Leaves room to move to either side within the years 0000 to 9999.
const dates = fc.integer({ min: -714_000, max: 2_927_000 }).map((day) => PlainDate.parse(oracleDate(day)));
const modernMs = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2050, 0, 1) });
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Singapore',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
];

const d = (text: string) => PlainDate.parse(text);
const at = (text: string) => Instant.parse(text);

describe('calendar of plain dates', () => {
  it('CAL-1 agrees with Date.UTC on every epoch day', () => {
    fc.assert(
      fc.property(epochDays, (day) => {
        const date = fromEpochDay(day);
        expect(date).toBe(oracleDate(day));
        expect(toEpochDay(date)).toBe(day);
        expect(() => PlainDate.parse(date)).not.toThrow();
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('CAL-1 agrees with the platform on weekdays, ISO weeks and days between', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (date, shift) => {
        const ms = Date.parse(date);
        expect(weekday(date)).toBe(new Date(ms).getUTCDay() || 7);
        const moved = addDays(date, shift);
        expect(Date.parse(moved) - ms).toBe(shift * DAY);
        expect(diffDays(date, moved)).toBe(shift);
        expect(Math.sign(compareDates(date, moved))).toBe(Math.sign(-shift) + 0);
        expect(minDate(date, moved) <= maxDate(date, moved)).toBe(true);
        expect(weekday(startOfWeek(date))).toBe(1);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('CAL-1 adds months as the platform does, but never leaves the month', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -240, max: 240 }), (date, months) => {
        const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
        const first = new Date(0);
        first.setUTCFullYear(year, month - 1 + months, 1);
        if (first.getUTCFullYear() < 1 || first.getUTCFullYear() > 9998) return;
        const last = daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
        expect(addMonths(date, months)).toBe(
          fromParts(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(day, last)),
        );
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('CAL-1 knows leap years and days that do not exist', () => {
    expect(addMonths(d('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(d('2100-01-31'), 1)).toBe('2100-02-28');
    expect(fromParts(2023, 2, 29)).toBeNull();
    expect(fromParts(2000, 2, 29)).toBe('2000-02-29');
    expect(fromParts(2024, 13, 1)).toBeNull();
    expect(fromParts(2024, 1, 1.5)).toBeNull();
  });

  it('CAL-1 stays inside the years that a date can be written in', () => {
    expect(addDays(d('9999-12-30'), 5)).toBe('9999-12-31');
    expect(addDays(d('0000-01-02'), -5)).toBe('0000-01-01');
  });
});

describe('instants in zones', () => {
  it('CAL-2 goes from instant to milliseconds and back as the platform does', () => {
    fc.assert(
      fc.property(modernMs, (ms) => {
        const instant = fromEpochMs(ms);
        expect(instant).toBe(new Date(ms).toISOString());
        expect(toEpochMs(instant)).toBe(ms);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('CAL-2 finds the wall date of an instant in every zone', () => {
    fc.assert(
      fc.property(modernMs, fc.constantFrom(...zones), (ms, timeZone) => {
        // Swedes write dates the ISO way, so this locale is an oracle.
        const oracle = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(ms);
        expect(dateInZone(fromEpochMs(ms), timeZone)).toBe(oracle);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('CAL-2 finds the instant at which clocks show a time, whenever there is one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 25_000 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...zones),
        (day, minute, timeZone) => {
          const date = fromEpochDay(day);
          const two = (n: number) => String(n).padStart(2, '0');
          const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
          const instant = instantAt(date, time, timeZone);
          const shown = new Intl.DateTimeFormat('sv-SE', {
            timeZone,
            hour: '2-digit',
            minute: '2-digit',
          }).format(toEpochMs(instant));
          const wallDate = dateInZone(instant, timeZone);
          if (wallDate === date && shown === time) return;
          // Only a time that the clocks skip may be shown differently: no instant nearby shows it.
          for (let offset = -26 * 60; offset <= 26 * 60; offset += 15) {
            const near = fromEpochMs(toEpochMs(instant) + offset * 60_000);
            const nearTime = new Intl.DateTimeFormat('sv-SE', {
              timeZone,
              hour: '2-digit',
              minute: '2-digit',
            }).format(toEpochMs(near));
            expect(dateInZone(near, timeZone) === date && nearTime === time).toBe(false);
          }
        },
      ),
      { seed, numRuns: 600 },
    );
  });

  it('CAL-2 keeps 17:00 across daylight saving and settles skipped and doubled times', () => {
    expect(instantAt(d('2026-10-24'), '17:00', 'Europe/Berlin')).toBe('2026-10-24T15:00:00.000Z');
    expect(instantAt(d('2026-10-26'), '17:00', 'Europe/Berlin')).toBe('2026-10-26T16:00:00.000Z');
    expect(instantAt(d('2026-03-29'), '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(instantAt(d('2026-10-25'), '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(instantAt(d('2026-03-08'), '02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(dateInZone(at('2026-11-22T17:00:00.000Z'), 'Asia/Singapore')).toBe('2026-11-23');
    expect(dateInZone(at('2026-11-22T03:00:00.000Z'), 'America/New_York')).toBe('2026-11-21');
  });
});
