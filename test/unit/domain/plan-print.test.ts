import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/domain/calendar/plain-date';
import { fiscalWeeks, monthsOf, quartersOf, weekendsOf } from '../../../shared/domain/planning/axis';
import { type CalendarEntry, calendarFile } from '../../../shared/domain/planning/icalendar';
import { type LayoutItem, layoutTimeline } from '../../../shared/domain/planning/layout';
import { printPages, slicesOf } from '../../../shared/domain/planning/print-layout';
import { relayout } from '../../../shared/domain/planning/relayout';
import { PartnerId, PlanItemId } from '../../../shared/schema/ids';
import { Instant, PlainDate } from '../../../shared/schema/values';

const seed = 20261122;
const d = (text: string) => PlainDate.parse(text);
const window = { from: d('2026-11-01'), to: d('2027-01-31') };
const rules = { fiscalYearStartMonth: 2, fiscalYearNamedAfter: 'end' as const };
const partners = ['p1', 'p2', 'p3'].map((id) => ({ id, name: id }));
const metrics = { laneHeight: 10, rowPadding: 2, bodyHeight: 100 };

function item(id: string, start: PlainDate, days: number, partner: string | null): LayoutItem {
  return {
    id: PlanItemId.parse(id),
    partnerId: partner === null ? null : PartnerId.parse(partner),
    start,
    end: addDays(start, days),
    title: id,
  };
}

const plans = fc
  .array(
    fc.tuple(
      fc.integer({ min: -60, max: 150 }),
      fc.integer({ min: 0, max: 70 }),
      fc.constantFrom('p1', 'p2', 'p3', null),
    ),
    { maxLength: 120 },
  )
  .map((list) =>
    list.map(([start, days, partner], at) => item(`i${at}`, addDays(window.from, start), days, partner)),
  );

describe('printPages', () => {
  it('PLAN-4 puts every item once on the pages of each slice it touches, and nothing beyond a page', () => {
    fc.assert(
      fc.property(plans, fc.constantFrom(null, 1, 3), (items, months) => {
        const slices = slicesOf(window, months);
        const pages = printPages({
          items,
          partners,
          slices,
          emptyRows: false,
          metrics,
          minimumDays: () => 9,
        });
        for (const slice of slices) {
          const own = pages.filter((page) => page.window.from === slice.from);
          const printed = own.flatMap(({ rows }) =>
            rows.flatMap(({ bars }) => bars.map((bar) => bar.item.id)),
          );
          const wanted = items.filter(({ start, end }) => end >= slice.from && start <= slice.to);
          expect([...printed].sort()).toEqual(wanted.map(({ id }) => id).sort());
        }
        for (const { rows } of pages) {
          let top = 0;
          for (const row of rows) {
            expect(row.top).toBe(top);
            top += row.height;
            for (const { lane } of row.bars)
              expect((lane + 1) * metrics.laneHeight).toBeLessThanOrEqual(row.height);
          }
          expect(top).toBeLessThanOrEqual(metrics.bodyHeight);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('PLAN-4 tears only a row that is higher than a page, and says that it goes on', () => {
    const tall = Array.from({ length: 25 }, (_, at) => item(`t${at}`, window.from, 5, 'p1'));
    const short = Array.from({ length: 4 }, (_, at) => item(`s${at}`, window.from, 5, 'p2'));
    const pages = printPages({
      items: [...tall, ...short],
      partners,
      slices: [window],
      emptyRows: false,
      metrics,
      minimumDays: () => 1,
    });
    expect(pages.map(({ rows }) => rows.map(({ key, isContinued }) => [key, isContinued]))).toEqual([
      [['p1', false]],
      [['p1', true]],
      [
        ['p1', true],
        // Seven lanes are left of the first row; a row of four would be torn, so it starts anew.
      ],
      [['p2', false]],
    ]);
  });

  it('PLAN-6 cuts a span at month ends without gap or overlap', () => {
    expect(slicesOf(window, null)).toEqual([window]);
    expect(slicesOf(window, 1).map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-11-01 2026-11-30',
      '2026-12-01 2026-12-31',
      '2027-01-01 2027-01-31',
    ]);
    expect(
      slicesOf({ from: d('2026-11-15'), to: d('2027-03-02') }, 3).map(({ from, to }) => `${from} ${to}`),
    ).toEqual(['2026-11-15 2027-01-31', '2027-02-01 2027-03-02']);
  });
});

describe('axis', () => {
  it('PLAN-6 covers every day of any window with months and weeks, numbered from the first week of the quarter', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 0, max: 500 }), (start, days) => {
        const any = { from: addDays(window.from, start), to: addDays(window.from, start + days) };
        for (const spans of [monthsOf(any), fiscalWeeks(any, rules)]) {
          expect(spans[0]?.startDay).toBe(0);
          expect(spans.at(-1)?.endDay).toBe(days + 1);
          spans.slice(1).forEach((span, at) => expect(span.startDay).toBe(spans[at]?.endDay));
        }
        for (const { number } of fiscalWeeks(any, rules)) expect(number).toBeGreaterThanOrEqual(1);
        for (const { number } of fiscalWeeks(any, rules)) expect(number).toBeLessThanOrEqual(14);
      }),
      { seed },
    );
    const weeks = fiscalWeeks(window, rules);
    expect(weeks.slice(0, 3).map(({ quarter, number, date }) => [quarter, number, date])).toEqual([
      ['FY27-Q3', 13, '2026-10-26'],
      ['FY27-Q4', 1, '2026-11-02'],
      ['FY27-Q4', 2, '2026-11-09'],
    ]);
  });

  it('PLAN-6 tints Saturday and Sunday as one run, also where the window cuts it', () => {
    expect(weekendsOf({ from: d('2026-11-01'), to: d('2026-11-08') }, [6, 7])).toEqual([
      { date: '2026-11-01', startDay: 0, endDay: 1 },
      { date: '2026-11-07', startDay: 6, endDay: 8 },
    ]);
  });

  it('PLAN-1 names the quarters of a window and the next, whose planning runs in it', () => {
    expect(quartersOf(window, rules)).toEqual(['FY27-Q4', 'FY28-Q1']);
  });
});

describe('relayout', () => {
  it('PLAN-3 gives what a new layout would, and keeps the rows that no edit touched', () => {
    fc.assert(
      fc.property(plans, plans, fc.nat(), fc.boolean(), (items, others, pick, removes) => {
        const input = { items, partners, ...window, minimumDays: 4 };
        const before = relayout(null, input);
        const at = items.length === 0 ? 0 : pick % items.length;
        const other = others[0];
        const changed = items.flatMap((entry, index) =>
          index !== at ? [entry] : removes || other === undefined ? [] : [{ ...other, id: entry.id }],
        );
        const after = relayout(before, { ...input, items: changed });
        expect(after.layout).toEqual(layoutTimeline({ ...input, items: changed }));
        const touched = new Set([items[at]?.partnerId ?? '', removes ? '' : (other?.partnerId ?? '')]);
        for (const row of after.layout.rows)
          if (!touched.has(row.key)) expect(row).toBe(before.layout.rows.find(({ key }) => key === row.key));
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('calendarFile', () => {
  const entry: CalendarEntry = {
    uid: 'item-1@channel-desk',
    title: 'Workshop; agenda, \\ and more',
    start: d('2026-12-30'),
    end: d('2026-12-31'),
    description: 'First line\nsecond',
    categories: ['Event', 'A, B'],
    state: 'confirmed',
    sequence: 3,
    changedAt: Instant.parse('2026-11-02T09:00:00.000Z'),
  };
  const now = Instant.parse('2026-11-22T08:00:00.000Z');

  it('PLAN-4 writes a calendar of all-day entries whose end is the day after the last', () => {
    expect(calendarFile('Plan', [entry], now).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Channel Desk//Planner//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Plan',
      'BEGIN:VEVENT',
      'UID:item-1@channel-desk',
      'DTSTAMP:20261122T080000Z',
      'LAST-MODIFIED:20261102T090000Z',
      'SEQUENCE:3',
      'DTSTART;VALUE=DATE:20261230',
      'DTEND;VALUE=DATE:20270101',
      'SUMMARY:Workshop\\; agenda\\, \\\\ and more',
      'DESCRIPTION:First line\\nsecond',
      'CATEGORIES:Event,A\\, B',
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('PLAN-4 folds lines at 75 octets without tearing a sign, and unfolding gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (title) => {
        const clean = title.replace(/[\u0000-\u001f\u007f\\;,]/g, 'x');
        const text = calendarFile('Plan', [{ ...entry, title: clean }], now);
        for (const line of text.split('\r\n'))
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        expect(text.replaceAll('\r\n ', '').split('\r\n')).toContain(`SUMMARY:${clean}`);
      }),
      { seed },
    );
  });

  it('PLAN-4 lets no entry break out of its line', () => {
    const text = calendarFile('Plan', [{ ...entry, title: 'a\r\nEND:VCALENDAR\u0007' }], now);
    expect(text).toContain('SUMMARY:a\\nEND:VCALENDAR\r\n');
    expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  });
});
