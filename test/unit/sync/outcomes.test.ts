import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { Intent, IntentStep } from '../../../shared/schema/intent';
import { RemoteRef } from '../../../shared/schema/remote-ref';
import type { RemoteOutcome } from '../../../shared/schema/remote-command';
import { startDraft } from '../../../shared/sync/draft';
import { createGates } from '../../../shared/sync/gates';
import { type Attempt, noteAnswer, settleOutcome } from '../../../shared/sync/outcomes';
import type { Pass } from '../../../shared/sync/pass';
import type { Confirmed, StepContext, StepPlan, Write } from '../../../shared/sync/steps/step';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest } from '../../support/records';
import { agreed, crm } from './steps-support';
import { anIntent, aStep, later, now } from './support';

const ref = RemoteRef.parse({
  remote: 'salesforce',
  object: 'Request',
  id: '001000000000000001',
  stamp: 's1',
  url: null,
});
const put = { kind: 'crm.put', marker: 'm' } as unknown as Write;

/** One attempt at the first of two steps, and what is stored after its outcome. */
async function settled(
  outcome: RemoteOutcome,
  over: {
    readonly write?: Write;
    readonly before?: Partial<IntentStep>;
    readonly attempts?: number;
    readonly tries?: number;
    readonly record?: boolean;
    /** Replaces fields of the record, and what was agreed about it in Salesforce. */
    readonly request?: Parameters<typeof aFundRequest>[0];
    readonly agreed?: FieldMap;
    readonly gates?: ReturnType<typeof createGates>;
  } = {},
) {
  const store = createMemoryStore();
  const before = aStep({ key: 'a', ...over.before });
  const sent = before.sent === undefined ? {} : { sent: [...before.sent, { title: 'A' }] };
  const step = aStep({ ...before, ...sent, state: 'sent', attempts: before.attempts + (over.tries ?? 1) });
  const intent = anIntent({
    state: 'running',
    attempts: over.attempts ?? 0,
    steps: [step, aStep({ key: 'b' })],
  });
  await store.commit({
    intents: [intent],
    quarantine: [{ id: `outbox:${intent.id}:a`, source: 'outbox', what: 'w', reason: 'r', raw: '', at: now }],
    puts: over.record === false ? [] : [{ kind: 'fund-request', record: aFundRequest(over.request) }],
    bases: over.agreed === undefined ? [] : [agreed(intent.subject, 'salesforce', over.agreed)],
  });
  const confirmed: Confirmed[] = [];
  const plan: StepPlan = {
    key: 'a',
    remote: 'salesforce',
    title: 'Write it',
    after: [],
    about: intent.subject,
    build: () => Promise.reject(new Error('not built here')),
    settle: async (_, given) => void confirmed.push(given),
  };
  const gates = over.gates ?? createGates();
  const ids = { ...testIds(), random: () => 0.5 };
  const pass = { gates, ids, clock: new TestClock(), playbook: thePlaybook() } as unknown as Pass;
  const attempt: Attempt = { plan, intent, before, step, write: over.write ?? put, sent: { title: 'A' } };
  const context: StepContext = { playbook: thePlaybook(), intent, newId: ids.uuid };
  const draft = startDraft(store, now);
  const next = await settleOutcome(draft, pass, attempt, outcome, context);
  await draft.commit();
  const stored = (await store.intent(intent.id)) as Intent;
  return {
    next,
    stored,
    step: stored.steps[0],
    store,
    confirmed,
    counted: draft.counted(),
    gates,
    pass,
    plan,
  };
}

describe('G3 G5 a request whose outcome is known', () => {
  it('done: the step is done with what the remote said, and counted', async () => {
    const outcome = { kind: 'done', ref, row: null } as const;
    const { next, step, stored, confirmed, counted, store } = await settled(outcome);
    expect(next).toBe('done');
    expect(step).toMatchObject({ state: 'done', ref, doneAt: now });
    expect(stored.state).toBe('waiting');
    expect(confirmed).toEqual([{ ref, row: null, sent: { title: 'A' } }]);
    expect(counted).toEqual({ sent: 1, parked: 0, quarantined: 0 });
    expect(store.logged()).toMatchObject([
      { level: 'info', text: expect.stringContaining('Done: Write it') },
    ]);
    expect(await store.quarantineIds()).toHaveLength(1);
  });

  it('SY-136 done by an earlier try: what that carried is agreed, not the newer values of this one', async () => {
    const found = { kind: 'done', ref, row: null, found: true } as const;
    const before = { state: 'sent', sent: [{ title: 'First' }, { title: 'Second' }] } as const;
    const again = await settled(found, { before: { ...before, sent: [...before.sent] } });
    expect(again.confirmed[0]?.sent).toEqual({ title: 'First' });
    expect((await settled(found)).confirmed[0]?.sent).toBeUndefined();
  });

  it('done after earlier tries: what was kept of an unreadable answer is let go', async () => {
    const { store } = await settled({ kind: 'done', ref, row: null }, { tries: 2 });
    expect(await store.quarantineIds()).toEqual([]);
  });

  it('refused: stopped until a person acts, with the reason and the tries so far', async () => {
    const refusal = { code: 'TOO_LONG', message: 'Too long.', fields: ['title'], fix: 'Shorten it.' };
    const { next, step, stored, counted, store } = await settled({ kind: 'refused', refusal }, { tries: 2 });
    expect(next).toBe('rest');
    expect(stored).toMatchObject({ state: 'parked', problem: { code: 'TOO_LONG', at: now } });
    expect(step).toMatchObject({ state: 'parked', attempts: 2 });
    expect(counted.parked).toBe(1);
    expect(store.logged()[0]).toMatchObject({
      level: 'error',
      text: expect.stringContaining('Too long. Shorten it.'),
    });
  });

  it('refused because the group has no epics: the step goes on as a parent issue, other writes are stopped', async () => {
    const refusal = { code: 'no-epics', message: 'No epics.', fields: [], fix: '' };
    const epic = await settled(
      { kind: 'refused', refusal },
      { write: { kind: 'git.epic' } as unknown as Write },
    );
    expect(epic.next).toBe('again');
    expect(epic.stored).toMatchObject({ state: 'waiting', attempts: 0, nextAttemptAt: null, problem: null });
    expect(epic.step).toMatchObject({
      state: 'todo',
      title: expect.stringContaining('parent issue'),
      problem: { code: 'no-epics' },
    });
    expect((await settled({ kind: 'refused', refusal })).stored.state).toBe('parked');
    const other = { ...refusal, code: 'other' };
    const odd = await settled(
      { kind: 'refused', refusal: other },
      { write: { kind: 'git.epic' } as unknown as Write },
    );
    expect(odd.stored.state).toBe('parked');
  });

  it('gone: the record itself waits for a choice, anything else is stopped with what the remote said', async () => {
    const gone = { kind: 'gone', why: 'It is gone.' } as const;
    const itself = await settled(gone);
    expect(itself.stored).toMatchObject({ state: 'parked', problem: { code: 'needs-review' } });
    expect(await itself.store.openConflicts()).toMatchObject([{ kind: 'remote-delete' }]);
    for (const over of [{ write: { kind: 'git.edit' } as unknown as Write }, { record: false }]) {
      const other = await settled(gone, over);
      expect(other.stored).toMatchObject({
        state: 'parked',
        problem: { code: 'gone', message: 'It is gone.' },
      });
      expect(await other.store.openConflicts()).toEqual([]);
    }
  });
});

describe('G4 a request that found its record changed', () => {
  const stale = (theirs: RemoteRef, fields: FieldMap) => {
    const row = { stream: 'fund-requests' as const, ref: theirs, recordId: null, fields, deleted: false };
    return { kind: 'stale', theirs: row } as const;
  };
  const mine = { title: 'Mine', description: 'Old', salesforce: crm(1) };

  it('is merged with it and has its turn again, without waiting', async () => {
    const { next, stored, step, store } = await settled(stale(crm(1), { title: 'T', description: 'D' }), {
      request: mine,
      agreed: { title: 'T', description: 'Old' },
      attempts: 2,
    });
    expect(next).toBe('again');
    expect(stored).toMatchObject({ state: 'waiting', nextAttemptAt: null, problem: null });
    expect(step?.state).toBe('todo');
    // What only they changed came in, what only she changed stays.
    expect(await store.get('fund-request', 'request-1')).toMatchObject({ title: 'Mine', description: 'D' });
    expect(await store.openConflicts()).toEqual([]);
    expect(store.logged()[0]?.text).toContain('was changed there too; merged.');
  });

  it('agrees anew with another record that counts now: what was agreed with the former says nothing', async () => {
    const same = { request: mine, agreed: { title: 'T' } };
    const other = await settled(stale(crm(2), { title: 'T' }), same);
    expect(await other.store.openConflicts()).toMatchObject([{ fields: [{ field: 'title', theirs: 'T' }] }]);
    const first = await settled(stale(crm(2), { title: 'T' }), { ...same, request: { title: 'Mine' } });
    expect(await first.store.openConflicts()).toEqual([]);
  });

  it('only has its turn again when the record is not here any more', async () => {
    const { next, stored } = await settled(stale(crm(1), { title: 'T' }), { record: false });
    expect([next, stored.state]).toEqual(['again', 'waiting']);
  });
});

describe('G3 G9 a request whose outcome is not known', () => {
  it('never left: everything stays as it was before, without counting a try', async () => {
    for (const kind of ['unreachable', 'sign-in'] as const) {
      const { next, stored, step } = await settled({ kind, why: 'away' }, { attempts: 2 });
      expect(next).toBe('blocked');
      expect(stored).toMatchObject({ state: 'waiting', attempts: 2, nextAttemptAt: null, problem: null });
      expect(step).toMatchObject({ state: 'todo', attempts: 0 });
    }
  });

  it('was not answered: it stays on its way, to be looked for, and waits the longer the more often', async () => {
    const { next, stored, step, store } = await settled({ kind: 'ambiguous', why: 'broke' }, { attempts: 1 });
    expect(next).toBe('rest');
    expect(step).toMatchObject({ state: 'sent', attempts: 1 });
    expect(stored).toMatchObject({
      state: 'waiting',
      attempts: 2,
      nextAttemptAt: later(2000),
      problem: { code: 'no-answer', message: 'Salesforce did not answer: broke' },
    });
    expect(await store.namedWaits()).toEqual([]);
  });

  it('SY-136 never left after an earlier try that may have arrived: only that one’s values may be there', async () => {
    const before = { state: 'sent', sent: [{ title: 'First' }] } as const;
    const repeated = { before: { ...before, sent: [...before.sent] } };
    const unheard = { kind: 'ambiguous', why: 'refused' } as const;
    const left = await settled({ ...unheard, unsent: true }, repeated);
    expect(left.step).toMatchObject({ state: 'sent', sent: [{ title: 'First' }] });
    const gone = await settled(unheard, repeated);
    expect(gone.step?.sent).toHaveLength(2);
  });

  it('was put off by the remote: it did not happen, and a time that was named is kept for the next start', async () => {
    const patient = await settled({ kind: 'wait', why: '429', afterMs: null });
    expect(patient.step).toMatchObject({ state: 'todo', attempts: 0 });
    expect(patient.stored).toMatchObject({ nextAttemptAt: later(1000), problem: { code: 'asked-to-wait' } });
    expect(await patient.store.namedWaits()).toEqual([]);
    for (const kind of ['wait', 'ambiguous'] as const) {
      const named = await settled({ kind, why: '429', afterMs: 7000 });
      expect(named.stored.nextAttemptAt).toBe(later(7000));
      expect(await named.store.namedWaits()).toEqual([{ remote: 'salesforce', until: later(7000) }]);
    }
    const gates = createGates();
    gates.waitUntil('salesforce', 'limit', later(60_000));
    const told = await settled({ kind: 'wait', why: '429', afterMs: 7000 }, { gates });
    expect(await told.store.namedWaits()).toEqual([{ remote: 'salesforce', until: later(60_000) }]);
  });

  it('came back as nothing that anyone can read: kept, looked into twice more, then stopped', async () => {
    const garbled = { kind: 'unreadable', why: 'not JSON', raw: '<html>' } as const;
    for (const tries of [1, 2]) {
      const { stored, step, store, counted } = await settled(garbled, { tries });
      expect(stored).toMatchObject({ state: 'waiting', problem: { code: 'no-answer' } });
      expect(step?.state).toBe('sent');
      expect(counted.quarantined).toBe(1);
      expect(await store.quarantined()).toMatchObject([
        { source: 'outbox', reason: 'not JSON', raw: '<html>' },
      ]);
    }
    const { stored, step, counted } = await settled(garbled, { tries: 3 });
    expect(stored).toMatchObject({ state: 'parked', problem: { code: 'unreadable' } });
    expect(step?.state).toBe('sent');
    expect(counted).toEqual({ sent: 0, parked: 1, quarantined: 1 });
  });
});

describe('G9 what an answer says of the remote as a whole', () => {
  const stateAfter = async (...outcomes: RemoteOutcome[]) => {
    const { pass, plan, gates } = await settled({ kind: 'ambiguous', why: 'first' });
    for (const outcome of outcomes) noteAnswer(pass, plan, outcome);
    return { ...gates.state('salesforce'), open: gates.isOpen('salesforce') };
  };

  it('is that it is there, whatever it answered', async () => {
    const refusal = { code: 'c', message: 'm', fields: [], fix: 'f' };
    for (const outcome of [
      { kind: 'done', ref, row: null },
      { kind: 'gone', why: 'w' },
      { kind: 'refused', refusal },
    ] as const)
      expect(await stateAfter(outcome)).toMatchObject({ state: 'online', open: true });
  });

  it('is that it is away, or wants a person', async () => {
    expect(await stateAfter({ kind: 'unreachable', why: 'w' })).toMatchObject({
      state: 'unreachable',
      open: false,
    });
    expect(await stateAfter({ kind: 'sign-in', why: 'w' })).toMatchObject({ state: 'sign-in', open: false });
  });

  it('is that it is left alone until the time it named, or after the second answer that says nothing', async () => {
    for (const kind of ['wait', 'ambiguous'] as const) {
      expect(await stateAfter({ kind, why: 'w', afterMs: 7000 })).toMatchObject({
        state: 'waiting',
        until: later(7000),
        open: false,
      });
    }
    const silent = [
      { kind: 'wait', why: 'w', afterMs: null },
      { kind: 'ambiguous', why: 'w' },
    ] as const;
    for (const outcome of silent) {
      expect(await stateAfter(outcome)).toMatchObject({ open: true });
      expect(await stateAfter(outcome, outcome)).toMatchObject({ state: 'unreachable', open: false });
    }
    const garbled = { kind: 'unreadable', why: 'w', raw: '' } as const;
    expect(await stateAfter(garbled)).toMatchObject({ open: true });
    expect(await stateAfter(garbled, garbled)).toMatchObject({ open: false });
    expect(await stateAfter(garbled, { kind: 'gone', why: 'w' }, garbled)).toMatchObject({ open: true });
  });
});
