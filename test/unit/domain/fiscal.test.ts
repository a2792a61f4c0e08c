import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuarters,
  insideQuarter,
  quarterLabel,
  quarterOf,
  quarterParts,
  quarterRange,
} from '../../../shared/domain/calendar/fiscal';
import { addDays, diffDays, fromEpochDay } from '../../../shared/domain/calendar/plain-date';
import { PlainDate, QuarterId } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';

const seed = 20261122;
const playbook = shippedPlaybook();
const rulesOf = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  fiscalYearNamedAfter: fc.constantFrom('end' as const, 'start' as const),
});
// Two digits name the years 2000 to 2099.
const days = fc.integer({ min: 11_400, max: 46_900 }).map(fromEpochDay);
const d = (text: string) => PlainDate.parse(text);
const q = (text: string) => QuarterId.parse(text);

describe('fiscal calendar', () => {
  it('CAL-3 puts February to April 2025 into FY26 Q1, as the handbook does', () => {
    for (const day of ['2025-02-01', '2025-03-15', '2025-04-30']) {
      expect(quarterOf(d(day), playbook.calendar)).toBe('FY26-Q1');
    }
    expect(quarterOf(d('2025-01-31'), playbook.calendar)).toBe('FY25-Q4');
    expect(quarterOf(d('2025-05-01'), playbook.calendar)).toBe('FY26-Q2');
    expect(quarterRange(q('FY26-Q1'), playbook.calendar)).toEqual({ start: '2025-02-01', end: '2025-04-30' });
    expect(quarterRange(q('FY28-Q4'), playbook.calendar)).toEqual({ start: '2027-11-01', end: '2028-01-31' });
    expect(quarterLabel(q('FY27-Q4'))).toBe('FY27 Q4');
  });

  it('CAL-3 names the year after its start or its end for any start month', () => {
    const july = (named: 'start' | 'end') => ({ fiscalYearStartMonth: 7, fiscalYearNamedAfter: named });
    expect(quarterOf(d('2026-08-01'), july('end'))).toBe('FY27-Q1');
    expect(quarterOf(d('2026-08-01'), july('start'))).toBe('FY26-Q1');
    const january = { fiscalYearStartMonth: 1, fiscalYearNamedAfter: 'end' as const };
    expect(quarterOf(d('2026-12-31'), january)).toBe('FY26-Q4');
  });

  it('CAL-3 gives every day to exactly the quarter whose range holds it, for any rules', () => {
    fc.assert(
      fc.property(days, rulesOf, (day, rules) => {
        const quarter = quarterOf(day, rules);
        const { start, end } = quarterRange(quarter, rules);
        expect(start <= day && day <= end).toBe(true);
        expect(insideQuarter(day, day, quarter, rules)).toBe(true);
        expect(quarterOf(start, rules)).toBe(quarter);
        expect(quarterOf(end, rules)).toBe(quarter);
        expect(start.slice(8)).toBe('01');
        expect(quarterOf(addDays(end, 1), rules)).toBe(addQuarters(quarter, 1));
        expect(quarterOf(addDays(start, -1), rules)).toBe(addQuarters(quarter, -1));
        expect([89, 90, 91].includes(diffDays(start, end)) || diffDays(start, end) === 88).toBe(true);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('CAL-3 starts in the start month and names the year by its rule', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), rulesOf, (year, rules) => {
        const first = QuarterId.parse(`FY${String(year).padStart(2, '0')}-Q1`);
        const last = addQuarters(first, 3);
        const { start } = quarterRange(first, rules);
        const { end } = quarterRange(last, rules);
        expect(Number(start.slice(5, 7))).toBe(rules.fiscalYearStartMonth);
        const named = rules.fiscalYearNamedAfter === 'start' ? start : end;
        expect(Number(named.slice(0, 4))).toBe(quarterParts(first).year);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('CAL-3 steps through quarters', () => {
    expect(addQuarters(q('FY26-Q4'), 1)).toBe('FY27-Q1');
    expect(addQuarters(q('FY27-Q1'), -5)).toBe('FY25-Q4');
    expect(insideQuarter(d('2026-10-31'), d('2026-11-02'), q('FY27-Q4'), playbook.calendar)).toBe(false);
  });
});
