import { describe, expect, it } from 'vitest';
import type { Stream } from '../../../shared/schema/sync-state';
import type { Pass } from '../../../shared/sync/pass';
import { isReadFirst, newsProblem, waitsForNews } from '../../../shared/sync/read-first';
import type { StepPlan } from '../../../shared/sync/steps/step';
import { createMemoryStore } from '../../support/memory-store';
import { anIntent, aStep, now } from './support';

const plan = (readsFirst?: Stream) => ({ readsFirst }) as StepPlan;

async function passWith(over: { read?: Stream[]; absent?: Stream[]; tried?: Stream[]; known?: Stream[] }) {
  const store = createMemoryStore();
  const cursors = (over.known ?? []).map((stream) => ({ stream, value: 'v', at: now }));
  await store.commit({ cursors });
  return {
    store,
    readToEnd: new Set(over.read),
    tried: new Set(over.tried),
    absent: new Map((over.absent ?? []).map((stream) => [stream, 'no such object'])),
  } as unknown as Pass;
}

describe('SY-121 what has to be read before a step', () => {
  it('is nothing, or a feed that was read to its end in this pass', async () => {
    expect(await isReadFirst(await passWith({}), plan())).toBe(true);
    expect(await isReadFirst(await passWith({ read: ['claims'] }), plan('claims'))).toBe(true);
    expect(await isReadFirst(await passWith({ read: ['partners'] }), plan('claims'))).toBe(false);
  });

  it('is not waited for when the feed never was there; one that is gone may have something to say', async () => {
    expect(await isReadFirst(await passWith({ absent: ['claims'] }), plan('claims'))).toBe(true);
    const gone = await passWith({ absent: ['claims'], known: ['claims'] });
    expect(await isReadFirst(gone, plan('claims'))).toBe(false);
    expect(await isReadFirst(await passWith({ absent: ['partners'] }), plan('claims'))).toBe(false);
  });

  it('is named with its way out once reading it was tried', async () => {
    const tried = await passWith({ tried: ['claims'] });
    expect(newsProblem(tried, plan('claims'))).toMatchObject({
      code: 'waits-for-news',
      message: expect.stringContaining('Salesforce could not be read'),
    });
    expect(newsProblem(tried, plan('partners'))).toBeNull();
    expect(newsProblem(tried, plan())).toBeNull();
  });

  it('is waited for by a cancelling only, until Salesforce took it, and not while it is stopped', () => {
    const steps = [aStep({ key: 'crm' }), aStep({ key: 'epic-cancel', remote: 'gitlab', state: 'done' })];
    const cancelled = { kind: 'fund-request.cancelled', steps };
    expect(waitsForNews(anIntent(cancelled))).toBe(true);
    expect(waitsForNews(anIntent({ ...cancelled, steps: [] }))).toBe(true);
    expect(waitsForNews(anIntent({ ...cancelled, kind: 'fund-request.approved' }))).toBe(false);
    expect(waitsForNews(anIntent({ ...cancelled, state: 'parked', problem: null }))).toBe(false);
    expect(waitsForNews(anIntent({ ...cancelled, steps: [aStep({ key: 'crm', state: 'done' })] }))).toBe(
      false,
    );
  });
});
