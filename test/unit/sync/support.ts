import { type Intent, Intent as IntentSchema, type IntentStep } from '../../../shared/schema/intent';
import { Instant } from '../../../shared/schema/values';

/** The instant at which these tests stand. */
export const now = Instant.parse('2026-11-02T09:00:00.000Z');

/** The instant so many milliseconds later. */
export function later(milliseconds: number): Instant {
  return Instant.parse(new Date(Date.parse(now) + milliseconds).toISOString());
}

/** A waiting change of a fund request; `over` replaces fields. */
export function anIntent(over: Partial<Record<keyof Intent, unknown>> = {}): Intent {
  return IntentSchema.parse({
    id: '00000000-0000-4000-8000-000000000001',
    seq: 1,
    kind: 'fund-request.put',
    subject: { kind: 'fund-request', id: 'request-1' },
    label: 'Roadshow',
    createdAt: now,
    fields: null,
    state: 'waiting',
    steps: [],
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
    ...over,
  });
}

/** A step to do; `over` replaces fields. */
export function aStep(over: Partial<IntentStep> = {}): IntentStep {
  return {
    key: 'put',
    remote: 'salesforce',
    title: 'Write it',
    state: 'todo',
    attempts: 0,
    ref: null,
    problem: null,
    doneAt: null,
    ...over,
  };
}

/** A problem of a step; `over` replaces fields. */
export function aProblem(over: Partial<NonNullable<IntentStep['problem']>> = {}) {
  return { code: 'refused', message: 'It was refused.', fix: 'Change it.', at: now, ...over };
}
