import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import { Delegation } from '../../../../shared/schema/settings';
import { type FundRequestMove, moveFundRequest } from '../../../../shared/usecases/mdf/move-fund-request';
import { tickFundRequest } from '../../../../shared/usecases/mdf/tick-fund-request';
import { aBudget, aPartner } from '../../../support/records';
import { at, inReview, useRequestDesk } from './requests';

function approving(
  level: number,
  over: Partial<Extract<FundRequestMove, { kind: 'approve' }>> = {},
): FundRequestMove {
  return { kind: 'approve', level, amount: null, acknowledged: [], note: null, onBehalfOf: null, ...over };
}

const desk = useRequestDesk();
const { stored, move } = desk;

async function addBudget(minor: number): Promise<void> {
  const record = aBudget({ amount: { minor, currency: 'EUR' } });
  await desk.store.commit({ puts: [{ kind: 'budget', record }] });
}

describe('moveFundRequest', () => {
  it('SY-55 decides nothing about a request that was deleted in Salesforce', async () => {
    const request = await stored({ approval: inReview(1), deletedRemotely: true });
    expect(await move(request, approving(1))).toMatchObject({ ok: false, error: { code: 'deleted-there' } });
  });

  it('MDF-4 submits a draft: state, history and the change for Salesforce in one commit', async () => {
    const draft = await stored();
    const done = await move(draft, { kind: 'submit' });
    expect(done.ok && done.value).toMatchObject({
      approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at },
      submittedOn: '2026-11-02',
      rev: draft.rev + 1,
    });
    const key = { kind: 'fund-request' as const, id: draft.id };
    expect(await desk.store.intentsFor(key)).toMatchObject([{ kind: 'fund-request.put', state: 'waiting' }]);
    expect(await desk.store.auditFor(key)).toMatchObject([{ action: 'submitted', by: 'Dana Weber' }]);
  });

  it('MDF-1 refuses to submit for a partner who is not Select, and writes nothing', async () => {
    await desk.store.commit({ puts: [{ kind: 'partner', record: aPartner({ track: 'Open', rev: 2 }) }] });
    const draft = await stored();
    const refused = await move(draft, { kind: 'submit' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-eligible' } });
    expect(!refused.ok && refused.error.findings?.map(({ rule }) => rule)).toContain('MDF-1');
    expect(await desk.store.get('fund-request', draft.id)).toEqual(draft);
    expect(await desk.store.openIntents()).toEqual([]);
    expect(await desk.store.auditFor({ kind: 'fund-request', id: draft.id })).toEqual([]);
  });

  it('MDF-7 refuses to submit without a GTM motion', async () => {
    const draft = await stored({ gtmMotion: null });
    const refused = await move(draft, { kind: 'submit' });
    expect(!refused.ok && refused.error.findings?.map(({ rule }) => rule)).toEqual(['MDF-7']);
  });

  it('MDF-9 refuses to submit too late before the start', async () => {
    desk.context.setNow('2026-12-03T09:00:00.000Z');
    const refused = await move(await stored(), { kind: 'submit' });
    expect(!refused.ok && refused.error.findings?.map(({ code }) => code)).toEqual(['lead-time']);
  });

  it('MDF-3 offers half of the cost, never more than was asked for', async () => {
    await addBudget(10_000_000);
    const greedy = await stored({ approval: inReview(1), requested: { minor: 900_000, currency: 'EUR' } });
    const done = await move(greedy, approving(1, { acknowledged: ['requested-share'] }));
    expect(done.ok && done.value.approvedAmount).toEqual({ minor: 600_000, currency: 'EUR' });
  });

  it.each([
    [{ minor: 600_001, currency: 'EUR' }],
    [{ minor: 0, currency: 'EUR' }],
    [{ minor: 100_000, currency: 'USD' }],
  ])('MDF-3 refuses to approve %j', async (amount) => {
    await addBudget(10_000_000);
    const refused = await move(await stored({ approval: inReview(1) }), approving(1, { amount }));
    expect(refused).toMatchObject({ ok: false, error: { code: 'amount', field: 'amount' } });
  });

  it('MDF-8 lets an exceeded budget pass only when it is acknowledged, and keeps that with the decision', async () => {
    await addBudget(100_000);
    const request = await stored({ approval: inReview(1) });
    const refused = await move(request, approving(1));
    expect(refused).toMatchObject({ ok: false, error: { code: 'unacknowledged' } });
    const done = await move(
      request,
      approving(1, { acknowledged: ['over-allocation-region'], note: 'Agreed with finance' }),
    );
    expect(done.ok && done.value.decisions).toMatchObject([
      { verdict: 'approve', acknowledged: ['over-allocation-region'], reason: 'Agreed with finance' },
    ]);
  });

  it('MDF-8 lets an unknown budget pass only when somebody says that it is in order', async () => {
    const request = await stored({ approval: inReview(1) });
    const refused = await move(request, approving(1));
    expect(refused).toMatchObject({ ok: false, error: { code: 'undecided' } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
    expect((await move(request, approving(1, { acknowledged: ['budget'] }))).ok).toBe(true);
  });

  it('MDF-2 refuses to approve while a condition is not ticked', async () => {
    await addBudget(10_000_000);
    const request = await stored({ approval: inReview(1), conditions: { focus: true } });
    expect(await move(request, approving(1))).toMatchObject({ ok: false, error: { code: 'unchecked' } });
    const ticked = await tickFundRequest(desk.context, { id: request.id, conditions: { 'net-new': true } });
    expect(ticked.ok && ticked.value.conditions).toEqual({ focus: true, 'net-new': true });
    expect(ticked.ok && (await move(ticked.value, approving(1))).ok).toBe(true);
  });

  it('MDF-11 refuses to approve once a never-funded cost was marked', async () => {
    await addBudget(10_000_000);
    const request = await stored({ approval: inReview(1) });
    const ticked = await tickFundRequest(desk.context, { id: request.id, excludedCosts: { alcohol: true } });
    expect(ticked.ok && (await move(ticked.value, approving(1)))).toMatchObject({
      ok: false,
      error: { code: 'not-eligible' },
    });
  });

  it('MDF-4 refuses the wrong role, and records the decision of somebody named who holds it', async () => {
    await addBudget(10_000_000);
    const request = await stored({ approval: inReview(2) });
    expect(await move(request, approving(2))).toMatchObject({ ok: false, error: { code: 'wrong-role' } });
    expect(await move(request, approving(2, { onBehalfOf: '  ' }))).toMatchObject({
      ok: false,
      error: { code: 'wrong-role' },
    });
    const done = await move(request, approving(2, { onBehalfOf: 'Sam Ortiz' }));
    expect(done.ok && done.value.decisions).toMatchObject([
      { by: 'Sam Ortiz', recordedBy: 'Dana Weber', role: 'senior-partner-program-manager' },
    ]);
    expect(await desk.store.auditFor({ kind: 'fund-request', id: request.id })).toMatchObject([
      { by: 'Sam Ortiz', action: 'approved level 2 (recorded by Dana Weber)' },
    ]);
  });

  it('MDF-4 refuses a level that is not at work, and a second time at the same level', async () => {
    await addBudget(10_000_000);
    const request = await stored({ approval: inReview(1) });
    expect(await move(request, approving(2, { onBehalfOf: 'Sam' }))).toMatchObject({
      ok: false,
      error: { code: 'out-of-order' },
    });
    const done = await move(request, approving(1));
    expect(done.ok && done.value.approval).toMatchObject({ kind: 'in-review', level: 2 });
    expect(await move(request, approving(1))).toMatchObject({
      ok: false,
      error: { code: 'already-decided' },
    });
  });

  it('MDF-6 asks for the epic and its issues when the last level has approved', async () => {
    await addBudget(10_000_000);
    const request = await stored({ approval: inReview(3) });
    const done = await move(request, approving(3, { onBehalfOf: 'Finn Berg' }));
    expect(done.ok && done.value.approval).toEqual({ kind: 'approved', at });
    const intents = await desk.store.intentsFor({ kind: 'fund-request', id: request.id });
    expect(intents.map(({ kind }) => kind)).toEqual(['fund-request.approved']);
  });

  it('MDF-5 declines with a reason only, which goes into history and outbox', async () => {
    const request = await stored({ approval: inReview(1) });
    const silent = await move(request, { kind: 'decline', level: 1, reason: ' ', onBehalfOf: null });
    expect(silent).toMatchObject({ ok: false, error: { code: 'reason-missing' } });
    const done = await move(request, {
      kind: 'decline',
      level: 1,
      reason: 'Not demand generation.',
      onBehalfOf: null,
    });
    expect(done.ok && done.value.approval).toMatchObject({
      kind: 'declined',
      reason: 'Not demand generation.',
    });
    const key = { kind: 'fund-request' as const, id: request.id };
    expect((await desk.store.intentsFor(key)).map(({ kind }) => kind)).toEqual(['fund-request.declined']);
    expect(await desk.store.auditFor(key)).toMatchObject([
      { action: 'declined at level 1', note: 'Not demand generation.' },
    ]);
    expect(done.ok && (await move(done.value, approving(1)))).toMatchObject({
      ok: false,
      error: { code: 'already-ended' },
    });
  });

  it('MDF-4 sends back, and a new submission forgets the amount of the earlier round', async () => {
    const request = await stored({
      approval: inReview(2),
      approvedAmount: { minor: 600_000, currency: 'EUR' },
    });
    const back = await move(request, {
      kind: 'send-back',
      level: 2,
      reason: 'Split the cost.',
      onBehalfOf: 'Sam',
    });
    expect(back.ok && back.value.approval).toMatchObject({ kind: 'sent-back', level: 2 });
    const again = back.ok ? await move(back.value, { kind: 'submit' }) : back;
    expect(again.ok && again.value).toMatchObject({
      approval: { kind: 'in-review', level: 1 },
      approvedAmount: null,
    });
  });

  it('MDF-4 withdraws with its reason, and only once', async () => {
    const done = await move(await stored(), { kind: 'withdraw', reason: 'Venue lost' });
    expect(done.ok && done.value.approval).toEqual({ kind: 'withdrawn', at, reason: 'Venue lost' });
    expect(done.ok && (await move(done.value, { kind: 'withdraw', reason: '' }))).toMatchObject({
      ok: false,
      error: { code: 'already-ended' },
    });
  });

  it('MDF-4 decides on no other terms than those that were seen, and writes nothing', async () => {
    const request = await stored({ rev: 7 });
    const requested = { ...request.requested, minor: request.requested.minor - 100 };
    const late = await moveFundRequest(desk.context, {
      seen: { ...request, requested },
      move: { kind: 'submit' },
    });
    expect(late).toMatchObject({ ok: false, error: { code: 'terms-changed', clashes: ['requested'] } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  const approved = { kind: 'approved', at };
  const sentBack = { kind: 'sent-back', at, level: 1, reason: 'Split the cost.' };
  const sam = 'Sam Ortiz';
  it.each<[FundRequestMove, unknown, unknown]>([
    [{ kind: 'cancel', reason: 'Off.', onBehalfOf: sam }, inReview(1), approved],
    [{ kind: 'withdraw', reason: '' }, inReview(1), inReview(2)],
    [{ kind: 'withdraw', reason: '' }, { kind: 'draft' }, inReview(1)],
    [{ kind: 'submit' }, { kind: 'draft' }, sentBack],
    [{ kind: 'decline', level: 2, reason: 'Late.', onBehalfOf: sam }, inReview(1), inReview(2)],
    [{ kind: 'send-back', level: 2, reason: 'Late.', onBehalfOf: sam }, inReview(1), inReview(2)],
  ])(
    'G4 takes no step over an approval that nobody has seen: %j after %j became %j',
    async (step, was, is) => {
      const request = await stored({ rev: 7, approval: is });
      const late = await moveFundRequest(desk.context, {
        seen: { ...request, approval: was as FundRequest['approval'] },
        move: step,
      });
      expect(late).toMatchObject({ ok: false, error: { code: 'approval-moved' } });
      expect(await desk.store.get('fund-request', request.id)).toEqual(request);
      expect(await desk.store.openIntents()).toEqual([]);
      expect(await move(request, step)).toMatchObject({ ok: true });
    },
  );

  it.each<FundRequestMove>([
    { kind: 'withdraw', reason: '' },
    { kind: 'decline', level: 2, reason: 'Late.', onBehalfOf: sam },
    { kind: 'send-back', level: 2, reason: 'Late.', onBehalfOf: sam },
  ])('G4 takes no step over an approved amount that nobody has seen: %j', async (step) => {
    const request = await stored({
      approval: inReview(2),
      approvedAmount: { minor: 500_000, currency: 'EUR' },
    });
    const late = await moveFundRequest(desk.context, {
      seen: { ...request, approvedAmount: null },
      move: step,
    });
    expect(late).toMatchObject({ ok: false, error: { code: 'approval-moved', message: /amount/ } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
    expect(await desk.store.openIntents()).toEqual([]);
    expect(await move(request, step)).toMatchObject({ ok: true });
  });

  it.each<[FundRequestMove, unknown, string]>([
    [{ kind: 'submit' }, inReview(1), 'not-a-draft'],
    [{ kind: 'withdraw', reason: '' }, { ...sentBack, kind: 'declined' }, 'already-ended'],
    [{ kind: 'decline', level: 1, reason: 'Late.', onBehalfOf: null }, approved, 'already-ended'],
    [{ kind: 'send-back', level: 1, reason: 'Late.', onBehalfOf: null }, inReview(2), 'already-decided'],
  ])('MDF-4 says what became of it where %j is no longer possible at all', async (step, is, code) => {
    const request = await stored({ rev: 7, approval: is });
    const was = { kind: 'draft' as const };
    const late = await moveFundRequest(desk.context, { seen: { ...request, approval: was }, move: step });
    expect(late).toMatchObject({ ok: false, error: { code } });
  });

  it('MDF-4 goes on when only something else of the request was written since it was seen', async () => {
    const request = await stored({ rev: 7 });
    const moved = await moveFundRequest(desk.context, {
      seen: { ...request, rev: 6 },
      move: { kind: 'submit' },
    });
    expect(moved).toMatchObject({ ok: true, value: { rev: 8, approval: { kind: 'in-review' } } });
  });

  it('MDF-4 records no decision without a name', async () => {
    await addBudget(10_000_000);
    const nameless = { ...desk.context, settings: { ...desk.context.settings, userName: ' ' } };
    const request = await stored({ approval: inReview(1) });
    const refused = await moveFundRequest(nameless, { seen: request, move: approving(1) });
    expect(refused).toMatchObject({ ok: false, error: { code: 'no-name' } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
  });

  it('MDF-10 refuses who works for other regions, and records the decision of somebody named there', async () => {
    const inApac = { ...desk.context, settings: { ...desk.context.settings, regions: ['APAC'] } };
    const request = await stored({ approval: inReview(1) });
    const decline = { kind: 'decline' as const, level: 1, reason: 'No funds', onBehalfOf: null };
    const refused = await moveFundRequest(inApac, { seen: request, move: decline });
    expect(refused).toMatchObject({ ok: false, error: { code: 'wrong-region' } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
    const named = { ...decline, onBehalfOf: 'Emma Emea' };
    expect(await moveFundRequest(inApac, { seen: request, move: named })).toMatchObject({
      ok: true,
      value: { decisions: [{ by: 'Emma Emea', recordedBy: 'Dana Weber' }] },
    });
  });

  it('MDF-10 decides in place of one who is away, on the days and for the regions named, under both names', async () => {
    const delegations = [
      {
        role: 'final-approver',
        of: 'Fiona Final',
        regions: ['EMEA'],
        from: '2026-11-02',
        until: '2026-11-03',
      },
    ].map((one) => Delegation.parse(one));
    const lent = { ...desk.context, settings: { ...desk.context.settings, regions: ['APAC'], delegations } };
    const sendBack = { kind: 'send-back' as const, level: 3, reason: 'Dates', onBehalfOf: null };
    const request = await stored({ approval: inReview(3) });
    desk.context.setNow('2026-11-04T09:00:00.000Z');
    expect(await moveFundRequest(lent, { seen: request, move: sendBack })).toMatchObject({
      ok: false,
      error: { code: 'wrong-role' },
    });
    desk.context.setNow('2026-11-03T09:00:00.000Z');
    expect(await moveFundRequest(lent, { seen: request, move: sendBack })).toMatchObject({
      ok: true,
      value: { decisions: [{ by: 'Dana Weber (for Fiona Final)', recordedBy: 'Dana Weber' }] },
    });
  });

  it('MDF-10 decides by the region of the activity: an approval in Singapore is dated there', async () => {
    desk.context.setNow('2026-11-02T20:00:00.000Z');
    const done = await move(await stored({ region: 'APAC' }), { kind: 'submit' });
    expect(done.ok && done.value.submittedOn).toBe('2026-11-03');
  });
});

describe('tickFundRequest', () => {
  it('MDF-2 names in the history the condition of the type that the request has', async () => {
    const request = await stored({ activityType: 'digital-print', conditions: {} });
    await tickFundRequest(desk.context, { id: request.id, conditions: { 'end-users': true } });
    const [line] = await desk.store.auditFor({ kind: 'fund-request', id: request.id });
    expect(line?.changes).toEqual([
      { field: 'conditions', from: '[]', to: '["It is aimed at end customers or prospects."]' },
    ]);
  });

  it('MDF-2 takes a tick that was a slip back to not looked at, which is no refusal', async () => {
    const request = await stored({ activityType: 'digital-print', conditions: { 'end-users': false } });
    const done = await tickFundRequest(desk.context, { id: request.id, conditions: { 'end-users': null } });
    expect(done.ok && done.value.conditions).toEqual({});
    const [line] = await desk.store.auditFor({ kind: 'fund-request', id: request.id });
    expect(line?.changes).toEqual([
      { field: 'conditions', from: '["Not met: It is aimed at end customers or prospects."]', to: '[]' },
    ]);
  });

  it('MDF-2 forgets the ticks of the round before when a request is submitted again', async () => {
    const sentBack = { kind: 'sent-back', at, level: 1, reason: 'Split the cost.' };
    const request = await stored({ approval: sentBack });
    const done = await move(request, { kind: 'submit' });
    expect(done.ok && done.value.conditions).toEqual({});
  });

  it('MDF-2 keeps ticks on this desk: history, but nothing for the remotes', async () => {
    const request = await stored({ conditions: {} });
    const done = await tickFundRequest(desk.context, { id: request.id, conditions: { focus: true } });
    expect(done.ok && done.value).toMatchObject({ conditions: { focus: true }, rev: request.rev + 1 });
    expect(await desk.store.openIntents()).toEqual([]);
    expect(await desk.store.auditFor({ kind: 'fund-request', id: request.id })).toMatchObject([
      { action: 'reviewed' },
    ]);
  });

  it('MDF-2 leaves what a decision rested on as it was', async () => {
    const request = await stored({ approval: { kind: 'approved', at } });
    const refused = await tickFundRequest(desk.context, { id: request.id, conditions: { focus: false } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'decided' } });
    expect(await desk.store.get('fund-request', request.id)).toEqual(request);
  });
});
