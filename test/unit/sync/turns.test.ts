import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  after,
  jittered,
  LONGEST_WAIT,
  millisecondsUntil,
  nextAttempt,
  stepBackoff,
} from '../../../shared/sync/backoff';
import type { Intent, IntentStep } from '../../../shared/schema/intent';
import { coalesce } from '../../../shared/sync/coalesce';
import {
  inTurn,
  isCandidate,
  isDue,
  isStepReady,
  olderOnRecord,
  waitingProblem,
} from '../../../shared/sync/depends';
import { campaignStep } from '../../../shared/sync/markers';
import { readingPause, restAfter } from '../../../shared/sync/loop';
import type { SyncReport } from '../../../shared/sync/status';
import type { StepPlan } from '../../../shared/sync/steps/step';
import { anIntent, aProblem, aStep, later, now } from './support';

const ids = [1, 2, 3, 4].map((end) => `00000000-0000-4000-8000-00000000000${end}`);

describe('G9 waits', () => {
  it('double with each attempt up to a cap, and are drawn between nothing and that', () => {
    const policy = { base: 100, cap: 1000 };
    expect([0, 1, 2, 3, 4, 5, 99].map((attempt) => jittered(attempt, 1, policy))).toEqual([
      100, 100, 200, 400, 800, 1000, 1000,
    ]);
    expect(jittered(1, 0, policy)).toBe(0);
    expect(jittered(1, 0.501, policy)).toBe(51);
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, random) => {
          const wait = jittered(n, random, stepBackoff);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(stepBackoff.cap);
        },
      ),
    );
    expect(jittered(5000, 1, { base: 1e-9, cap: 1e9 })).toBe(2);
  });

  it('go by what the remote asks, but never longer than a day', () => {
    expect(nextAttempt(now, 1, 0.5, 7000)).toBe(later(7000));
    expect(nextAttempt(now, 1, 0.5, 0)).toBe(now);
    expect(nextAttempt(now, 1, 0.5, LONGEST_WAIT + 1)).toBe(later(LONGEST_WAIT));
    expect(nextAttempt(now, 1, 0.5, null)).toBe(later(1000));
    expect(nextAttempt(now, 2, 1, null)).toBe(later(4000));
    expect(millisecondsUntil(now, after(now, 1234))).toBe(1234);
    expect(millisecondsUntil(after(now, 5), now)).toBe(-5);
  });

  it('are over when their time has come, or when no wait can be so long, as after a clock was put right', () => {
    expect(isDue(null, now)).toBe(true);
    expect(isDue(now, now)).toBe(true);
    expect(isDue(later(-1), now)).toBe(true);
    expect(isDue(later(1), now)).toBe(false);
    expect(isDue(later(LONGEST_WAIT), now)).toBe(false);
    expect(isDue(later(LONGEST_WAIT + 1), now)).toBe(true);
  });

  it('between passes end with the next reading, what is due, or the next try, whichever comes first', () => {
    const policy = { pollEvery: 60_000, pollAtMost: 300_000, retry: { base: 2000, cap: 300_000 } };
    const report = (nextAttemptAt: SyncReport['nextAttemptAt']) => ({ nextAttemptAt }) as SyncReport;
    expect(restAfter(null, 0, now, 1, 9000, policy)).toBe(9000);
    expect(restAfter(report(later(4000)), 0, now, 1, 9000, policy)).toBe(4000);
    expect(restAfter(report(later(99_000)), 0, now, 1, 9000, policy)).toBe(9000);
    expect(restAfter(report(later(-4000)), 0, now, 1, 9000, policy)).toBe(50);
    expect(restAfter(report(null), 2, now, 1, 9000, policy)).toBe(4000);
    expect(restAfter(report(later(3000)), 2, now, 1, 9000, policy)).toBe(3000);
    expect(restAfter(report(null), 9, now, 1, 9000, policy)).toBe(9000);
    expect(restAfter(null, 0, now, 1, 10, policy)).toBe(50);
    expect([0, 5, 6, 7, 99].map((quiet) => readingPause(quiet, 0.5, policy))).toEqual([
      60_000, 60_000, 120_000, 180_000, 300_000,
    ]);
    expect([0, 1].map((random) => readingPause(0, random, policy))).toEqual([45_000, 75_000]);
  });
});

describe('G5 whose turn it is', () => {
  it('a parked intent has one only when its obstacle can vanish by itself', () => {
    expect(isCandidate(anIntent(), now)).toBe(true);
    expect(isCandidate(anIntent({ nextAttemptAt: later(1) }), now)).toBe(false);
    expect(isCandidate(anIntent({ state: 'parked', problem: aProblem() }), now)).toBe(false);
    const needs = aProblem({ code: 'needs-review' });
    expect(isCandidate(anIntent({ state: 'parked', problem: needs }), now)).toBe(true);
    expect(isCandidate(anIntent({ state: 'parked', problem: needs, nextAttemptAt: later(1) }), now)).toBe(
      false,
    );
  });

  it('a step has one when those before it are done, and it is not', () => {
    const plan = (after: string[]): StepPlan => ({ key: 'c', after }) as unknown as StepPlan;
    const steps = [
      aStep({ key: 'a', state: 'done' }),
      aStep({ key: 'b', state: 'sent' }),
      aStep({ key: 'c' }),
    ];
    expect(isStepReady(plan([]), steps)).toBe(true);
    expect(isStepReady(plan(['a']), steps)).toBe(true);
    expect(isStepReady(plan(['a', 'b']), steps)).toBe(false);
    expect(isStepReady(plan(['a', 'unknown']), steps)).toBe(false);
    expect(isStepReady(plan([]), [aStep({ key: 'c', state: 'done' })])).toBe(false);
  });

  it('SY-133 come last with the end of a campaign once that has failed, and only with that', () => {
    const of = (key: string): StepPlan => ({ key, after: [] }) as unknown as StepPlan;
    const failed = (key: string) => aStep({ key, state: 'parked' });
    const open = aStep({ key: 'other' });
    const done = aStep({ key: 'other', state: 'done' });
    expect(isStepReady(of(campaignStep), [failed(campaignStep), open])).toBe(false);
    expect(isStepReady(of(campaignStep), [failed(campaignStep), done])).toBe(true);
    expect(isStepReady(of(campaignStep), [failed(campaignStep)])).toBe(true);
    expect(isStepReady(of(campaignStep), [aStep({ key: campaignStep }), open])).toBe(true);
    expect(isStepReady(of(campaignStep), [aStep({ key: campaignStep }), failed('other')])).toBe(true);
    expect(isStepReady(of('other'), [failed('other'), aStep({ key: campaignStep })])).toBe(true);
  });

  it('SY-133 hold back nothing of their record with the end of a campaign alone', () => {
    const older = (steps: IntentStep[]) => {
      const intents = [anIntent({ id: ids[0], seq: 1, steps }), anIntent({ id: ids[1], seq: 2 })];
      return olderOnRecord(intents, intents[1] as Intent, 'salesforce').length;
    };
    const end = aStep({ key: campaignStep });
    expect(older([end])).toBe(0);
    expect(older([end, aStep({ key: 'crm', state: 'done' })])).toBe(0);
    expect(older([end, aStep({ key: 'crm' })])).toBe(1);
    expect(older([end, aStep({ key: 'edit', remote: 'gitlab' })])).toBe(0);
  });

  it('what was done before on the same record goes first, where it writes to the same remote', () => {
    const mine = anIntent({ id: ids[2], seq: 5 });
    const of = (over: Parameters<typeof anIntent>[0]) => anIntent({ id: ids[0], seq: 4, ...over });
    const older = (other: ReturnType<typeof anIntent>) =>
      olderOnRecord([other, mine], mine, 'salesforce').length;
    expect(older(of({}))).toBe(1);
    expect(older(of({ seq: 5 }))).toBe(0);
    expect(older(of({ seq: 6 }))).toBe(0);
    expect(older(of({ subject: { kind: 'fund-request', id: 'other' } }))).toBe(0);
    expect(older(of({ kind: 'fund-request.finished' }))).toBe(0);
  });

  it('what waits for others says so only when one of them is stopped', () => {
    expect(waitingProblem([])).toBeNull();
    expect(waitingProblem([anIntent()])).toBeNull();
    expect(waitingProblem([anIntent(), anIntent({ state: 'parked', problem: aProblem() })])).toMatchObject({
      code: 'waits-for-parked',
      message: 'Waits for the fund request “Roadshow”, which is stopped: It was refused.',
    });
    expect(waitingProblem([anIntent({ state: 'parked' })])?.message).toContain('see there');
  });

  it('those that never failed come first, each in the order in which the person acted', () => {
    const all = [
      anIntent({ seq: 1, attempts: 1 }),
      anIntent({ seq: 4 }),
      anIntent({ seq: 2, state: 'parked' }),
      anIntent({ seq: 3 }),
    ];
    expect(inTurn(all).map(({ seq }) => seq)).toEqual([3, 4, 1, 2]);
    expect(all.map(({ seq }) => seq)).toEqual([1, 4, 2, 3]);
  });
});

describe('changes that go out together', () => {
  const first = anIntent({
    id: ids[0],
    seq: 1,
    fields: ['title'],
    problem: aProblem(),
    nextAttemptAt: later(1),
  });
  const second = anIntent({ id: ids[1], seq: 2, fields: ['title', 'region'] });

  it('become the younger one with the fields of both; the older one is done by that', () => {
    expect(coalesce([first, second], now)).toEqual([
      {
        ...first,
        state: 'done',
        steps: [aStep({ key: 'joined', title: 'Goes out with a later change', state: 'done', doneAt: now })],
        problem: null,
        nextAttemptAt: null,
        finishedAt: now,
      },
      { ...second, fields: ['title', 'region'] },
    ]);
    const third = anIntent({ id: ids[2], seq: 3, fields: ['end'] });
    expect(coalesce([first, second, third], now).map(({ id, state, fields }) => [id, state, fields])).toEqual(
      [
        [ids[0], 'done', ['title']],
        [ids[1], 'done', ['title', 'region']],
        [ids[2], 'waiting', ['title', 'region', 'end']],
      ],
    );
    const item = { kind: 'plan-item.put', subject: { kind: 'plan-item', id: 'p' } };
    expect(
      coalesce([anIntent({ ...item, id: ids[0] }), anIntent({ ...item, id: ids[1] })], now)[0]?.steps,
    ).toMatchObject([{ remote: 'gitlab' }]);
  });

  it('carry everything when one of them does', () => {
    for (const [a, b] of [
      [null, ['title']],
      [['title'], null],
      [null, null],
    ])
      expect(
        coalesce(
          [
            { ...first, fields: a ?? null },
            { ...second, fields: b ?? null },
          ],
          now,
        )[1]?.fields,
      ).toBeNull();
  });

  it('are none when they are of other records or kinds, carry a decision, or may have left', () => {
    const none = (a: object, b: object = {}): void =>
      expect(
        coalesce(
          [
            { ...first, ...a },
            { ...second, ...b },
          ],
          now,
        ),
      ).toEqual([]);
    none({ subject: { kind: 'fund-request', id: 'other' } });
    none({ kind: 'fund-request.approved' });
    none({ kind: 'document.put' }, { kind: 'document.put' });
    none({ fields: ['status'] });
    none({}, { fields: ['status'] });
    for (const state of ['sent', 'done'] as const) {
      none({ steps: [aStep(), aStep({ key: 'b', state })] });
      none({}, { steps: [aStep({ state })] });
    }
    none({ state: 'running' });
    none({}, { state: 'running' });
  });

  it('may have steps that never left', () => {
    for (const state of ['todo', 'parked'] as const)
      expect(coalesce([{ ...first, steps: [aStep({ state })] }, second], now)).toHaveLength(2);
  });

  it('are not joined across another change of the record, so that a decision keeps its place', () => {
    const between = anIntent({ id: ids[3], seq: 2, kind: 'fund-request.approved' });
    const third = { ...second, seq: 3 };
    expect(coalesce([first, between, third], now)).toEqual([]);
    const other = anIntent({ id: ids[3], seq: 2, subject: { kind: 'claim', id: 'c' }, kind: 'claim.put' });
    expect(coalesce([first, other, third], now)).toHaveLength(2);
  });
});
