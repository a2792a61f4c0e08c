import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import { RemoteRef } from '../../../shared/schema/remote-ref';
import { startDraft } from '../../../shared/sync/draft';
import { carriesDecision } from '../../../shared/domain/merging/given-up';
import {
  afterDone,
  discarded,
  finished,
  onItsWay,
  parkedAt,
  plannedSteps,
  putOff,
} from '../../../shared/sync/intent-steps';
import { judges, remotesOf, touches } from '../../../shared/domain/merging/verdicts';
import { isRecheckable, nameOf, sameProblem } from '../../../shared/sync/intents';
import { baseKey, keyText, sameKey } from '../../../shared/sync/keys';
import { markerOf, readMarker } from '../../../shared/sync/markers';
import { necessary, putKindOf } from '../../../shared/sync/necessary';
import type { StepPlan } from '../../../shared/sync/steps/step';
import { newClaim } from '../../sync/support/work';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { anIntent, aProblem, aStep, later, now } from './support';

const claimKey = { kind: 'claim', id: 'claim-1' };

function aPlan(key: string, over: Partial<StepPlan> = {}): StepPlan {
  return {
    key,
    remote: 'gitlab',
    title: `Do ${key}`,
    after: [],
    about: { kind: 'fund-request', id: 'request-1' },
    build: () => Promise.reject(new Error('not built here')),
    settle: async () => undefined,
    ...over,
  };
}

describe('what an intent still has to write', () => {
  it('is to the remotes of its kind as long as it has no steps', () => {
    const both = intentKinds.map((kind) => [kind, remotesOf(kind)]);
    for (const [kind, remotes] of both as [(typeof intentKinds)[number], string[]][]) {
      const intent = anIntent({ kind });
      expect([touches(intent, 'salesforce'), touches(intent, 'gitlab')]).toEqual([
        remotes.includes('salesforce'),
        remotes.includes('gitlab'),
      ]);
    }
    expect(remotesOf('claim.put')).toEqual(['salesforce', 'gitlab']);
    expect(remotesOf('plan-item.put')).toEqual(['gitlab']);
    expect(remotesOf('registration.put')).toEqual(['salesforce']);
  });

  it('is to the remotes of the steps that are not done', () => {
    const steps = [
      aStep({ key: 'a', state: 'done' }),
      aStep({ key: 'b', state: 'sent', remote: 'gitlab' }),
      aStep({ key: 'c', state: 'done', remote: 'gitlab' }),
    ];
    const intent = anIntent({ kind: 'fund-request.approved', steps });
    expect(touches(intent, 'salesforce')).toBe(false);
    expect(touches(intent, 'gitlab')).toBe(true);
    expect(touches(anIntent({ kind: 'claim.put', steps: steps.slice(0, 1) }), 'gitlab')).toBe(false);
    expect(touches(anIntent({ steps: [aStep({ remote: 'gitlab' })] }), 'gitlab')).toBe(false);
  });
});

describe('G4 whether an intent sends a verdict', () => {
  const request = (over: Parameters<typeof aFundRequest>[0]): AnyRecord => ({
    kind: 'fund-request',
    record: aFundRequest(over),
  });
  const claim = (decision: unknown): AnyRecord => ({
    kind: 'claim',
    record: newClaim(now, { id: 'claim-1', requestId: 'request-1', decision }),
  });
  const decision = {
    level: 1,
    role: 'cam',
    verdict: 'approve',
    at: now,
    by: 'A',
    recordedBy: 'A',
    reason: null,
    acknowledged: [],
    playbookVersion: '1',
    basedOnStamp: null,
  };

  it('follows from its kind, or from a field of the decision', () => {
    expect(carriesDecision(anIntent({ kind: 'fund-request.approved' }))).toBe(true);
    expect(carriesDecision(anIntent({ kind: 'fund-request.declined' }))).toBe(true);
    expect(carriesDecision(anIntent({ kind: 'fund-request.finished' }))).toBe(false);
    expect(carriesDecision(anIntent({ fields: ['title', 'status'] }))).toBe(true);
    expect(carriesDecision(anIntent({ fields: ['title'] }))).toBe(false);
    expect(carriesDecision(anIntent({ fields: [] }))).toBe(false);
    expect(carriesDecision(anIntent({ fields: null }))).toBe(false);
  });

  it('needs a request that was judged: approved, declined, or under review with a decision', () => {
    const put = anIntent({ fields: ['status'] });
    const judged = { decisions: [decision] };
    expect(judges(put, request({ approval: { kind: 'approved', at: now } }))).toBe(true);
    expect(judges(put, request({ approval: { kind: 'declined', at: now, level: 1, reason: 'no' } }))).toBe(
      true,
    );
    const review = { kind: 'in-review', level: 2, submittedAt: now, levelSince: now };
    const back = { kind: 'sent-back', at: now, level: 1, reason: 'why' };
    for (const approval of [review, back]) {
      expect(judges(put, request({ approval, ...judged }))).toBe(true);
      expect(judges(put, request({ approval, decisions: [] }))).toBe(false);
    }
    expect(judges(put, request({ approval: { kind: 'draft' }, ...judged }))).toBe(false);
    expect(judges(put, request({ approval: { kind: 'withdrawn', at: now, reason: '' }, ...judged }))).toBe(
      false,
    );
    expect(judges(anIntent(), request({ approval: { kind: 'approved', at: now } }))).toBe(false);
  });

  it('is none any more once it was taken back, whatever the record stands under since', () => {
    const approved = request({ approval: { kind: 'approved', at: now } });
    const declined = request({ approval: { kind: 'declined', at: now, level: 1, reason: 'no' } });
    const review = request({
      approval: { kind: 'in-review', level: 2, submittedAt: now, levelSince: now },
      decisions: [decision],
    });
    expect(judges(anIntent({ kind: 'fund-request.approved' }), approved)).toBe(true);
    for (const entry of [declined, review])
      expect(judges(anIntent({ kind: 'fund-request.approved' }), entry)).toBe(false);
    for (const entry of [approved, review, declined])
      expect(judges(anIntent({ kind: 'fund-request.cancelled' }), entry)).toBe(false);
    expect(judges(anIntent({ kind: 'fund-request.declined' }), declined)).toBe(true);
    expect(judges(anIntent({ kind: 'fund-request.declined' }), approved)).toBe(false);
  });

  it('is so of every whole write of a claim that was judged', () => {
    const whole = anIntent({ kind: 'claim.put', subject: claimKey });
    const some = anIntent({ kind: 'claim.put', subject: claimKey, fields: ['title'] });
    const judged = claim({ kind: 'accepted', at: now, by: 'A' });
    expect(judges(whole, judged)).toBe(true);
    expect(judges(some, judged)).toBe(false);
    expect(judges({ ...whole, kind: 'document.put' }, judged)).toBe(false);
    expect(judges(whole, claim({ kind: 'open' }))).toBe(false);
    expect(judges(whole, { kind: 'partner', record: aPartner() })).toBe(false);
  });
});

describe('problems', () => {
  it('that need something else to happen are looked at again by themselves', () => {
    expect(isRecheckable(aProblem({ code: 'needs-partner' }))).toBe(true);
    expect(isRecheckable(aProblem({ code: 'refused' }))).toBe(false);
    expect(isRecheckable(aProblem({ code: 'waits-for-news' }))).toBe(true);
    expect(isRecheckable(null)).toBe(true);
  });

  it('are the same when they say the same, whenever that was', () => {
    expect(sameProblem(aProblem(), { ...aProblem(), at: later(5) } as ReturnType<typeof aProblem>)).toBe(
      true,
    );
    for (const over of [{ code: 'x' }, { message: 'x' }, { fix: 'x' }])
      expect(sameProblem(aProblem(), aProblem(over))).toBe(false);
    expect(sameProblem(null, null)).toBe(true);
    expect(sameProblem(null, aProblem())).toBe(false);
    expect(sameProblem(aProblem(), null)).toBe(false);
  });

  it('name what they are about', () => {
    for (const kind of intentKinds) expect(nameOf(anIntent({ kind }))).toContain('“Roadshow”');
    expect(new Set(intentKinds.map((kind) => nameOf(anIntent({ kind })))).size).toBe(intentKinds.length);
  });
});

describe('keys and markers', () => {
  it('tell records of different kinds and ids apart', () => {
    expect(sameKey({ kind: 'claim', id: 'a' }, { kind: 'claim', id: 'a' })).toBe(true);
    expect(sameKey({ kind: 'claim', id: 'a' }, { kind: 'claim', id: 'b' })).toBe(false);
    expect(sameKey({ kind: 'claim', id: 'a' }, { kind: 'budget', id: 'a' })).toBe(false);
    expect(keyText({ kind: 'claim', id: 'a' })).toBe('claim:a');
    expect(baseKey({ kind: 'claim', id: 'a' }, 'gitlab')).toBe('claim:a:gitlab');
  });

  it('G3 of a record and what is made of it are read back as they were made', () => {
    const parts = ['epic', 'issue-pop', 'issue-long-epic'];
    for (const part of parts)
      expect(readMarker(markerOf({ id: 'r-1' }, part), ['issue-long-epic', 'issue-pop', 'epic'])).toEqual({
        id: 'r-1',
        part,
      });
    for (const none of ['r-1-other', 'epic', '-epic', 'r-1epic', ''])
      expect(readMarker(none, parts)).toBeNull();
  });
});

describe('what came in makes necessary', () => {
  it('an intent as if a person had given it, named by title, name or id', () => {
    const draft = startDraft(createMemoryStore(), now);
    const id = '00000000-0000-4000-8000-000000000009';
    const of = (subject: { id: string; title?: string; name?: string }, fields: string[] | null) =>
      necessary(draft, () => id, 'claim.put', subject, fields);
    expect(of({ id: 'c', title: 'T', name: 'N' }, ['stage'])).toEqual({
      id,
      kind: 'claim.put',
      subject: { kind: 'claim', id: 'c' },
      label: 'T',
      createdAt: now,
      fields: ['stage'],
      state: 'waiting',
      steps: [],
      attempts: 0,
      nextAttemptAt: null,
      problem: null,
      finishedAt: null,
    });
    expect(of({ id: 'c', name: 'N' }, null)).toMatchObject({ label: 'N', fields: null });
    expect(of({ id: 'c' }, null)).toMatchObject({ label: 'c' });
  });

  it('for the records that are written field by field only', () => {
    expect(putKindOf('fund-request')).toBe('fund-request.put');
    expect(putKindOf('claim')).toBe('claim.put');
    expect(putKindOf('registration')).toBe('registration.put');
    expect(putKindOf('plan-item')).toBe('plan-item.put');
    for (const kind of ['document', 'partner', 'budget', 'quarter-plan'] as const)
      expect(putKindOf(kind)).toBeNull();
  });
});

describe('the steps of an intent', () => {
  it('follow the plan: what is done stays, what is there already goes on, the rest is new or gone', () => {
    const done = aStep({ key: 'gone-done', state: 'done' });
    const begun = aStep({ key: 'b', state: 'sent', attempts: 2 });
    const stored = [done, aStep({ key: 'gone' }), begun];
    expect(plannedSteps([aPlan('a'), aPlan('b')], stored)).toEqual([
      done,
      aStep({ key: 'a', remote: 'gitlab', title: 'Do a' }),
      begun,
    ]);
    const finishedStep = aStep({ key: 'a', state: 'done' });
    expect(plannedSteps([aPlan('a')], [finishedStep])).toEqual([finishedStep]);
  });

  it('G3 remember what may have arrived: each version once, the last five', () => {
    const first = onItsWay(aStep({ problem: aProblem() }), { title: 'A' });
    expect(first).toMatchObject({ state: 'sent', attempts: 1, problem: null, sent: [{ title: 'A' }] });
    const again = onItsWay(first, { title: 'A' });
    expect(again).toMatchObject({ attempts: 2, sent: [{ title: 'A' }] });
    expect(onItsWay(again, undefined).sent).toEqual([{ title: 'A' }]);
    const many = ['B', 'C', 'D', 'E', 'F'].reduce((step, title) => onItsWay(step, { title }), again);
    expect(many.sent?.map(({ title }) => title)).toEqual(['B', 'C', 'D', 'E', 'F']);
    expect(onItsWay({ ...first, state: 'todo' }, { title: 'B' }).sent).toEqual([{ title: 'B' }]);
    expect(onItsWay(aStep({ state: 'sent' }), { title: 'A' }).sent).toEqual([{ title: 'A' }]);
    expect(onItsWay(aStep(), undefined).sent).toEqual([]);
    expect(onItsWay(aStep({ problem: aProblem({ code: 'no-epics' }) }), undefined).problem).not.toBeNull();
  });

  it('that were confirmed forget what was sent; the last one ends the intent', () => {
    const ref = RemoteRef.parse({
      remote: 'salesforce',
      object: 'Account',
      id: '001000000000000001',
      stamp: 's',
      url: null,
    });
    const [a, b] = [aStep({ key: 'a', sent: [{}], problem: aProblem() }), aStep({ key: 'b' })];
    const intent = anIntent({
      steps: [a, b],
      state: 'running',
      attempts: 3,
      nextAttemptAt: later(5),
      problem: aProblem(),
    });
    const half = afterDone(intent, a, ref, now);
    expect(half).toMatchObject({
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: null,
      problem: null,
      finishedAt: null,
    });
    expect(half.steps[0]).toEqual({ ...aStep({ key: 'a' }), state: 'done', ref, problem: null, doneAt: now });
    expect(half.steps[1]).toEqual(b);
    expect(afterDone(half, b, null, later(9))).toMatchObject({ state: 'done', finishedAt: later(9) });
  });

  it('end an intent for good when nothing is left, or when it lost its point', () => {
    const intent = anIntent({ nextAttemptAt: later(5), problem: aProblem() });
    expect(finished(intent, now)).toMatchObject({
      state: 'done',
      problem: null,
      nextAttemptAt: null,
      finishedAt: now,
    });
    expect(discarded(intent, now)).toMatchObject({
      state: 'discarded',
      nextAttemptAt: null,
      finishedAt: now,
    });
  });

  it('G3 that are stopped still say that they may have arrived', () => {
    const intent = anIntent({ steps: [aStep()], nextAttemptAt: later(5) });
    for (const [state, then] of [
      ['todo', 'parked'],
      ['sent', 'sent'],
      ['parked', 'parked'],
    ] as const) {
      const parked = parkedAt(intent, aStep({ state }), aProblem());
      expect(parked).toMatchObject({ state: 'parked', nextAttemptAt: null, problem: aProblem() });
      expect(parked.steps).toEqual([aStep({ state: then, problem: aProblem() })]);
    }
  });

  it('that are put off count a try only when a time was set for the next', () => {
    const intent = anIntent({ steps: [aStep()], state: 'running', attempts: 2 });
    const step = aStep({ state: 'sent' });
    expect(putOff(intent, step, aProblem(), later(5))).toMatchObject({
      state: 'waiting',
      attempts: 3,
      nextAttemptAt: later(5),
      problem: aProblem(),
      steps: [step],
    });
    expect(putOff(intent, step, null, null)).toMatchObject({
      attempts: 2,
      nextAttemptAt: null,
      problem: null,
    });
  });
});
