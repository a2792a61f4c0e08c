import { describe, expect, it } from 'vitest';
import { IntentId } from '../../../../shared/schema/ids';
import type { Intent } from '../../../../shared/schema/intent';
import { discardIntent } from '../../../../shared/usecases/sync/discard-intent';
import { releaseQuarantine } from '../../../../shared/usecases/sync/release-quarantine';
import { retryIntent, sendAfterAll } from '../../../../shared/usecases/sync/retry-intent';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aFundRequest } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

const id = IntentId.parse('intent-1');
const at = '2026-11-02T08:00:00.000Z';
const problem = { code: 'refused', message: 'Salesforce said no.', fix: 'Change it.', at } as const;

function anIntent(over: Partial<Intent> = {}): Intent {
  const step = { remote: 'salesforce', attempts: 1, ref: null, doneAt: null } as const;
  return {
    id,
    seq: 1,
    kind: 'fund-request.approved',
    subject: { kind: 'fund-request', id: 'request-1' },
    label: 'Roadshow',
    createdAt: at as Intent['createdAt'],
    fields: null,
    state: 'parked',
    attempts: 4,
    nextAttemptAt: '2026-11-02T12:00:00.000Z' as Intent['createdAt'],
    problem: problem as Intent['problem'],
    finishedAt: null,
    steps: [
      { ...step, key: 'a', title: 'A', state: 'done', problem: null },
      { ...step, key: 'b', title: 'B', state: 'parked', problem: problem as Intent['problem'] },
      { ...step, key: 'c', title: 'C', state: 'sent', problem: null },
    ],
    ...over,
  };
}

async function desk(over: Partial<Intent> = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const stored = await store.commit({
    puts: [{ kind: 'fund-request', record: aFundRequest() }],
    intents: [anIntent(over)],
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

describe('retry', () => {
  it('G5 lets a stopped change go on at once where it stopped', async () => {
    const store = await desk();
    expect((await retryIntent(useCaseContext(store), id)).ok).toBe(true);
    const intent = await store.intent(id);
    expect(intent).toMatchObject({ state: 'waiting', attempts: 0, nextAttemptAt: null, problem: null });
    expect(intent?.steps.map(({ state }) => state)).toEqual(['done', 'todo', 'sent']);
  });

  it('G3 keeps that a step was sent, so that it is looked for before it is repeated', async () => {
    const store = await desk();
    await retryIntent(useCaseContext(store), id);
    expect((await store.intent(id))?.steps[2]).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it.each(['running', 'done', 'discarded'] as const)('leaves a change alone that is %s', async (state) => {
    const store = await desk({ state });
    const result = await retryIntent(useCaseContext(store), id);
    expect(result).toMatchObject({ ok: false, error: { fix: expect.stringMatching(/\w/) } });
    expect(await store.intent(id)).toEqual(anIntent({ state }));
  });

  it('says that a change is gone', async () => {
    const result = await retryIntent(useCaseContext(createMemoryStore()), id);
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describe('send after all', () => {
  it('SY-28 takes up a discarded change where it was left and tells the history', async () => {
    const store = await desk();
    await discardIntent(useCaseContext(store), id);
    expect((await sendAfterAll(useCaseContext(store), id)).ok).toBe(true);
    const intent = await store.intent(id);
    expect(intent).toMatchObject({ state: 'waiting', attempts: 0, problem: null, finishedAt: null });
    expect(intent?.steps.map(({ state }) => state)).toEqual(['done', 'todo', 'sent']);
    const lines = await store.auditFor({ kind: 'fund-request', id: 'request-1' });
    expect(lines.map(({ action }) => action)).toContain('sent a change after all that was discarded');
  });

  it.each(['waiting', 'running', 'done', 'parked'] as const)(
    'leaves a change alone that is %s',
    async (state) => {
      const store = await desk({ state });
      const result = await sendAfterAll(useCaseContext(store), id);
      expect(result).toMatchObject({ ok: false, error: { code: 'not-given-up' } });
      expect(await store.intent(id)).toEqual(anIntent({ state }));
    },
  );

  it('says that a change is gone', async () => {
    const result = await sendAfterAll(useCaseContext(createMemoryStore()), id);
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describe('discard', () => {
  it('gives a change up for good and tells the history and the log, leaving the record and what is done', async () => {
    const store = await desk();
    const before = await store.get('fund-request', 'request-1');
    expect((await discardIntent(useCaseContext(store), id)).ok).toBe(true);
    expect(await store.openIntents()).toEqual([]);
    expect(await store.intent(id)).toMatchObject({
      state: 'discarded',
      finishedAt: '2026-11-02T09:00:00.000Z',
      steps: anIntent().steps,
    });
    expect(await store.get('fund-request', 'request-1')).toEqual({
      ...before,
      rev: 2,
      decisionGivenUp: true,
    });
    const [line] = await store.auditFor({ kind: 'fund-request', id: 'request-1' });
    expect(line).toMatchObject({
      by: 'Dana Weber',
      action: 'discarded a change before it was sent',
      note: 'Salesforce said no.',
    });
    expect(store.logged().map(({ text }) => text)).toEqual([
      '“Roadshow” was discarded and will not be sent.',
    ]);
  });

  it('G3 does not give up a change while it is on its way', async () => {
    const store = await desk({ state: 'running' });
    const result = await discardIntent(useCaseContext(store), id);
    expect(result).toMatchObject({ ok: false, error: { code: 'on-its-way' } });
    expect((await store.intent(id))?.state).toBe('running');
    expect(store.logged()).toEqual([]);
  });

  it('gives up a change whose record is gone, without a line in a history that nobody has', async () => {
    const store = createMemoryStore();
    await store.commit({ intents: [anIntent()] });
    expect((await discardIntent(useCaseContext(store), id)).ok).toBe(true);
    expect(await store.auditFor({ kind: 'fund-request', id: 'request-1' })).toEqual([]);
  });
});

describe('quarantine', () => {
  const item = {
    id: 'salesforce:a1',
    source: 'salesforce',
    what: 'Fund request a1',
    reason: 'the amount is no number',
    raw: '{}',
    at: at as Intent['createdAt'],
  } as const;

  it('G10 lets go of an item and keeps in the log that it was there and why', async () => {
    const store = createMemoryStore();
    await store.commit({ quarantine: [item, { ...item, id: 'other' }] });
    expect((await releaseQuarantine(useCaseContext(store), item.id)).ok).toBe(true);
    expect((await store.quarantined()).map(({ id: left }) => left)).toEqual(['other']);
    expect(store.logged()[0]?.text).toContain('Fund request a1');
    expect(store.logged()[0]?.text).toContain('the amount is no number');
  });

  it('says that an item is gone', async () => {
    const result = await releaseQuarantine(useCaseContext(createMemoryStore()), 'nothing');
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
