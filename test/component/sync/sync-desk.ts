import type { DeskData } from '../../../renderer/data/desk-data';
import type { Commit, NewIntent } from '../../../shared/ports/local-store';
import { IntentId, ConflictId } from '../../../shared/schema/ids';
import { Intent, IntentStep } from '../../../shared/schema/intent';
import { Conflict, Quarantined } from '../../../shared/schema/sync-state';

const at = '2026-11-22T07:30:00.000Z';

/** An intent as the store takes it; `over` replaces fields. */
export function anIntent(over: Partial<Record<keyof NewIntent, unknown>> = {}): NewIntent {
  return Intent.omit({ seq: true }).parse({
    id: IntentId.parse('intent-1'),
    kind: 'fund-request.put',
    subject: { kind: 'fund-request', id: 'request-1' },
    label: 'DevSecOps roadshow Hamburg',
    createdAt: at,
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

/** A step of an intent; `over` replaces fields. */
export function aStep(over: Partial<Record<keyof IntentStep, unknown>> = {}): IntentStep {
  return IntentStep.parse({
    key: 'step-1',
    remote: 'salesforce',
    title: 'Save the fund request in Salesforce',
    state: 'todo',
    attempts: 0,
    ref: null,
    problem: null,
    doneAt: null,
    ...over,
  });
}

/** A change that Salesforce refused. */
export function refused(over: Parameters<typeof anIntent>[0] = {}): NewIntent {
  const problem = {
    code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    message: 'Salesforce refused the amount: it is over the budget.',
    fix: 'Lower the amount and save again, or ask who keeps the budget.',
    at,
  };
  return anIntent({
    state: 'parked',
    problem,
    steps: [aStep({ state: 'parked', problem, attempts: 1 })],
    ...over,
  });
}

/** The saga of an approved request that stopped on its way. */
export function saga(over: Parameters<typeof anIntent>[0] = {}): NewIntent {
  const epic = {
    remote: 'gitlab',
    type: 'epic',
    id: 900,
    iid: 12,
    stamp: null,
    url: 'https://gitlab.example/groups/channel/-/epics/12',
    markdown: null,
  };
  return anIntent({
    id: 'intent-saga',
    kind: 'fund-request.approved',
    label: 'Zero trust webinar series',
    steps: [
      aStep({ key: 'crm', title: 'Set the status in Salesforce', state: 'done', attempts: 1, doneAt: at }),
      aStep({
        key: 'epic',
        remote: 'gitlab',
        title: 'Open the epic',
        state: 'done',
        attempts: 2,
        doneAt: at,
        ref: epic,
      }),
      aStep({ key: 'pop', remote: 'gitlab', title: 'Open the POP issue', state: 'sent', attempts: 1 }),
      aStep({ key: 'mql', remote: 'gitlab', title: 'Open the lead issue' }),
    ],
    ...over,
  });
}

/** Two amounts and two titles for one request; `over` replaces fields. */
export function aConflict(over: Partial<Record<keyof Conflict, unknown>> = {}): Conflict {
  return Conflict.parse({
    id: ConflictId.parse('conflict-1'),
    kind: 'fields',
    record: { kind: 'fund-request', id: 'request-1' },
    label: 'DevSecOps roadshow Hamburg',
    remote: 'salesforce',
    fields: [
      {
        field: 'requested',
        base: { minor: 600_000, currency: 'EUR' },
        mine: { minor: 500_000, currency: 'EUR' },
        theirs: { minor: 450_000, currency: 'EUR' },
      },
      {
        field: 'title',
        base: 'Roadshow',
        mine: 'DevSecOps roadshow Hamburg',
        theirs: 'Roadshow Hamburg and Bremen',
      },
    ],
    theirs: { requested: { minor: 450_000, currency: 'EUR' }, title: 'Roadshow Hamburg and Bremen' },
    theirStamp: '2026-11-22T07:00:00.000Z',
    detectedAt: at,
    resolvedAt: null,
    choices: {},
    ...over,
  });
}

/** Something that could not be read. */
export function anUnreadable(over: Partial<Quarantined> = {}): Quarantined {
  return Quarantined.parse({
    id: 'salesforce:a1',
    source: 'salesforce',
    what: 'Fund request a0B5g00000Xy1',
    reason: 'The amount is not a number: “twelve”.',
    raw: '{"Id":"a0B5g00000Xy1","Amount":"twelve","Note":"<b>bold</b>"}',
    at,
    ...over,
  });
}

/** Stores what a test starts from. */
export async function seed(data: DeskData, commit: Commit): Promise<void> {
  const stored = await data.store.commit(commit);
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
}
