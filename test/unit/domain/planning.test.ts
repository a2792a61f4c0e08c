import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBusinessDay, workCalendar } from '../../../shared/domain/calendar/business-days';
import { quarterRange } from '../../../shared/domain/calendar/fiscal';
import { addDays, diffDays } from '../../../shared/domain/calendar/plain-date';
import { planningCalls } from '../../../shared/domain/planning/calls';
import {
  currentPhase,
  phasesOf,
  planningStart,
  quartersInPlanning,
  workback,
} from '../../../shared/domain/planning/phases';
import { dependencyCircle, planFindings } from '../../../shared/domain/planning/plan-checks';
import { planIssueDraft } from '../../../shared/domain/merging/plan-issue';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { PlainDate, QuarterId } from '../../../shared/schema/values';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';
import { aFundRequest, aPlanItem } from '../../support/records';

const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const seed = 20261122;
const d = (text: string) => PlainDate.parse(text);
const q = (text: string) => QuarterId.parse(text);
const anyRules = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  fiscalYearNamedAfter: fc.constantFrom('end' as const, 'start' as const),
});
const anyQuarter = fc
  .tuple(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 1, max: 4 }))
  .map(([year, number]) => q(`FY${year}-Q${number}`));

describe('planning of a quarter', () => {
  it('PLAN-1 starts 13 weeks before the quarter and goes through the five phases', () => {
    // FY28 Q1 starts on Monday 1 February 2027.
    expect(planningStart(q('FY28-Q1'), playbook)).toBe('2026-11-02');
    expect(phasesOf(q('FY28-Q1'), playbook).map(({ phase, start, end }) => [phase.key, start, end])).toEqual([
      ['objectives', '2026-11-02', '2026-11-15'],
      ['architecture', '2026-11-16', '2026-11-29'],
      ['tactics', '2026-11-30', '2026-12-13'],
      ['finalise', '2026-12-14', '2026-12-27'],
      ['budget-request', '2026-12-28', '2027-01-03'],
    ]);
  });

  it('PLAN-1 knows the phase of a day, and that there is none before and after', () => {
    const phase = (day: string) => currentPhase(d(day), q('FY28-Q1'), playbook)?.phase.key ?? null;
    expect(phase('2026-11-01')).toBeNull();
    expect(phase('2026-11-22')).toBe('architecture');
    expect(phase('2027-01-03')).toBe('budget-request');
    expect(phase('2027-01-04')).toBeNull();
    expect(quartersInPlanning(d('2026-11-22'), playbook)).toEqual(['FY28-Q1']);
    expect(quartersInPlanning(d('2026-11-01'), playbook)).toEqual([]);
    const early = { ...playbook, planning: { ...playbook.planning, startWeeksBefore: 26 } };
    expect(quartersInPlanning(d('2026-11-22'), early)).toEqual(['FY28-Q1', 'FY28-Q2']);
  });

  it('PLAN-1 lists every step of the workback plan with its due date', () => {
    const steps = workback(q('FY28-Q1'), playbook);
    expect(new Set(steps.map((step) => step.key)).size).toBe(steps.length);
    expect(steps.find((step) => step.key === 'planning-template')).toMatchObject({
      role: 'partner',
      due: '2026-12-27',
    });
    // Four weeks before the quarter the budget request is in.
    expect(steps.at(-1)?.due).toBe('2027-01-03');
    expect([...steps].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))).toEqual(steps);
  });

  it('PLAN-1 fits any quarter of any fiscal year without gap or overlap', () => {
    fc.assert(
      fc.property(anyQuarter, anyRules, (quarter, rules) => {
        const book = { ...playbook, calendar: { ...playbook.calendar, ...rules } };
        const { start } = quarterRange(quarter, book.calendar);
        const phases = phasesOf(quarter, book);
        expect(diffDays(planningStart(quarter, book), start)).toBe(91);
        expect(phases[0]?.start).toBe(planningStart(quarter, book));
        phases.forEach((entry, index) => {
          expect(entry.start <= entry.end).toBe(true);
          const following = phases[index + 1];
          if (following) expect(addDays(entry.end, 1)).toBe(following.start);
          expect(currentPhase(entry.start, quarter, book)?.phase.key).toBe(entry.phase.key);
          expect(currentPhase(entry.end, quarter, book)?.phase.key).toBe(entry.phase.key);
        });
        expect(diffDays(phases.at(-1)?.end ?? start, start)).toBe(29);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('PLAN-2 holds a call every two weeks with the focus of its phase', () => {
    const calls = planningCalls(q('FY28-Q1'), playbook, workCalendar(playbook, holidays, 'EMEA'));
    expect(calls.map((call) => [call.date, call.phase])).toEqual([
      ['2026-11-02', 'objectives'],
      ['2026-11-16', 'architecture'],
      ['2026-11-30', 'tactics'],
      ['2026-12-14', 'finalise'],
      ['2026-12-28', 'budget-request'],
      ['2027-01-11', 'budget-request'],
      ['2027-01-25', 'budget-request'],
    ]);
    expect(calls[1]?.focus).toContain('greatest need');
  });

  it('PLAN-2 never holds a call on a free day', () => {
    fc.assert(
      fc.property(anyQuarter, anyRules, fc.constantFrom('EMEA', 'AMER', 'APAC'), (quarter, rules, region) => {
        const book = { ...playbook, calendar: { ...playbook.calendar, ...rules } };
        const calendar = workCalendar(book, holidays, region);
        for (const call of planningCalls(quarter, book, calendar)) {
          expect(isBusinessDay(call.date, calendar)).toBe(true);
        }
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe('plan checks', () => {
  const none = new Map<string, FundRequest>();

  it.each<[string, object, string | null]>([
    [
      'was declined',
      { kind: 'declined', at: '2026-11-02T09:00:00.000Z', level: 1, reason: 'No.' },
      'declined',
    ],
    ['was withdrawn', { kind: 'withdrawn', at: '2026-11-02T09:00:00.000Z', reason: 'No.' }, 'withdrawn'],
    [
      'was cancelled',
      { kind: 'withdrawn', at: '2026-11-02T09:00:00.000Z', reason: 'No.', cancelledBy: 'Dana' },
      'cancelled',
    ],
    ['is being written', { kind: 'draft' }, null],
    ['was approved', { kind: 'approved', at: '2026-11-02T09:00:00.000Z' }, null],
  ])('PLAN-5 looks at the request that is linked: one that %s', (_, approval, word) => {
    const request = aFundRequest({ approval } as never);
    const linked = aPlanItem({ requestId: request.id });
    const found = planFindings([linked], new Map([[request.id, request]]), playbook);
    expect(found.map(({ code }) => code)).toEqual(word === null ? [] : ['request-without-funds']);
    if (word !== null) expect(found[0]?.message).toContain(word);
  });

  it('PLAN-5 points out a request that was deleted in Salesforce', () => {
    const request = aFundRequest({ deletedRemotely: true });
    const found = planFindings(
      [aPlanItem({ requestId: request.id })],
      new Map([[request.id, request]]),
      playbook,
    );
    expect(found).toMatchObject([{ rule: 'PLAN-5', code: 'request-without-funds' }]);
  });

  it('PLAN-5 points out a request that another partner asked for, as after a move to another row', () => {
    const request = aFundRequest({ partnerId: 'partner-2' });
    const requests = new Map([[request.id, request]]);
    const found = planFindings([aPlanItem({ requestId: request.id })], requests, playbook);
    expect(found).toMatchObject([{ rule: 'PLAN-5', code: 'request-of-another', verdict: 'warn' }]);
    expect(found[0]?.message).toContain('another partner');
    const own = aPlanItem({ requestId: request.id, partnerId: 'partner-2' });
    expect(planFindings([own], requests, playbook)).toEqual([]);
  });

  it('PLAN-5 points out a tactic with a partner and without MDF', () => {
    expect(planFindings([aPlanItem()], none, playbook)).toMatchObject([
      { rule: 'PLAN-5', code: 'partner-without-mdf', verdict: 'warn', itemId: 'item-1' },
    ]);
  });

  it.each([
    ['no partner', { partnerId: null }],
    ['a request', { requestId: 'request-1' }],
    ['the end reached', { status: 'done' }],
    ['been cancelled', { status: 'cancelled' }],
    ['a type that funds do not pay for', { type: 'instant-campaign' }],
    ['no duration', { kind: 'milestone' }],
  ])('PLAN-5 leaves alone what has %s', (_, over) => {
    expect(planFindings([aPlanItem(over)], none, playbook)).toEqual([]);
  });

  it('PLAN-3 points out an item that starts before what it depends on ends', () => {
    const first = aPlanItem({ id: 'a', requestId: 'r', start: '2026-12-01', end: '2026-12-05' });
    const after = (start: string, over: object = {}) =>
      planFindings(
        [first, aPlanItem({ id: 'b', requestId: 'r', start, end: '2026-12-20', dependsOn: ['a'], ...over })],
        none,
        playbook,
      ).map((entry) => [entry.itemId, entry.code]);
    expect(after('2026-12-05')).toEqual([['b', 'starts-before-dependency']]);
    expect(after('2026-12-06')).toEqual([]);
    expect(after('2026-12-05', { status: 'cancelled' })).toEqual([]);
    expect(after('2026-12-05', { dependsOn: ['gone'] })).toEqual([]);
    expect(after('2026-12-05', { deletedRemotely: true })).toEqual([]);
    const deleted = { ...first, deletedRemotely: true };
    const later = aPlanItem({ id: 'b', requestId: 'r', start: '2026-12-05', dependsOn: ['a'] });
    expect(planFindings([deleted, later], none, playbook)).toEqual([]);
  });

  it('PLAN-3 finds items that depend on themselves through others', () => {
    const item = (id: string, ...dependsOn: string[]) => aPlanItem({ id, dependsOn });
    expect(dependencyCircle([item('a'), item('b', 'a'), item('c', 'b', 'gone')])).toEqual([]);
    expect(dependencyCircle([item('a', 'c'), item('b', 'a'), item('c', 'b'), item('d')])).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(dependencyCircle([item('a', 'a')])).toEqual(['a']);
  });

  it('PLAN-3 makes an issue with dates of an item', () => {
    const draft = planIssueDraft(
      aPlanItem({ budget: { minor: 5000, currency: 'EUR' } }),
      'Nordlicht Systems GmbH',
      playbook,
    );
    expect(draft.title).toBe('Workshop - Nordlicht Systems GmbH');
    expect(draft.due).toBe('2026-12-05');
    expect(draft.labels).toEqual(['Channel Marketing']);
    expect(draft.body).toContain('Type: Workshop or roundtable, status: Planned');
    expect(draft.body).toContain('Budget: 50.00 EUR');
    expect(draft.body).not.toMatch(/\{[A-Za-z]+\}/);
    expect(planIssueDraft(aPlanItem(), null, playbook).title).toBe('Workshop');
  });
});
