import { beforeEach, describe, expect, it } from 'vitest';
import { budgetUse } from '../../../../shared/domain/mdf/budget';
import { Budget } from '../../../../shared/schema/budget';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import { moveFundRequest } from '../../../../shared/usecases/mdf/move-fund-request';
import { reallocateFunds, type ReallocationInput } from '../../../../shared/usecases/mdf/reallocate-funds';
import { newClaim } from '../../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aFundRequest, aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

const at = '2026-11-02T09:00:00.000Z';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
let store: MemoryStore;
let context: ReturnType<typeof useCaseContext>;
let from: FundRequest;
let to: FundRequest;

type Over = Partial<Record<keyof FundRequest, unknown>>;

async function put(request: FundRequest): Promise<FundRequest> {
  const stored = await store.commit({ puts: [{ kind: 'fund-request', record: request }] });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return request;
}

const giving = (over: Over = {}) =>
  aFundRequest({
    id: 'from',
    title: 'Roadshow',
    activityType: 'events',
    approval: { kind: 'approved', at },
    approvedAmount: eur(600_000),
    ...over,
  });
const getting = (over: Over = {}) =>
  aFundRequest({
    id: 'to',
    title: 'Breakfast',
    activityType: 'events',
    start: '2027-01-14',
    end: '2027-01-14',
    requested: eur(400_000),
    conditions: { focus: true, 'net-new': true },
    approval: { kind: 'in-review', level: 1, submittedAt: at, levelSince: at },
    submittedOn: '2026-11-02',
    ...over,
  });

function give(over: Partial<ReallocationInput> = {}) {
  return reallocateFunds(context, {
    from,
    to,
    reason: 'Venue lost.',
    acknowledged: [],
    onBehalfOf: null,
    ...over,
  });
}

const codeOf = async (over: Partial<ReallocationInput> = {}) => {
  const done = await give(over);
  return done.ok ? null : done.error.code;
};

beforeEach(async () => {
  store = createMemoryStore();
  context = useCaseContext(store);
  context = { ...context, settings: { ...context.settings, roles: ['cmm'], regions: [] } };
  const budget = Budget.parse({
    rev: 1,
    createdAt: at,
    updatedAt: at,
    deletedRemotely: false,
    id: 'budget-1',
    title: 'EMEA',
    quarter: 'FY27-Q4',
    region: 'EMEA',
    partnerId: null,
    amount: eur(700_000),
    salesforce: null,
  });
  await store.commit({
    puts: [
      { kind: 'partner', record: aPartner() },
      { kind: 'budget', record: budget },
    ],
  });
  from = await put(giving());
  to = await put(getting());
});

const committed = async () => {
  const [budgets, requests, claims] = await Promise.all([
    store.list({ kind: 'budget' }),
    store.list({ kind: 'fund-request' }),
    store.list({ kind: 'claim' }),
  ]);
  const scope = { quarter: null, region: null, partnerId: null };
  return budgetUse({ budgets, requests, claims }, scope, context.playbook).map(
    ({ committed: of }) => of.minor,
  );
};

describe('giving the funds of one request to another', () => {
  it('MDF-12 MDF-8 ends the one and approves the other in one commit, and nothing is committed twice', async () => {
    expect(await committed()).toEqual([600_000]);
    const done = await give();
    expect(done).toMatchObject({
      ok: true,
      value: {
        from: { approval: { kind: 'withdrawn', reason: 'Venue lost.' } },
        to: { approval: { kind: 'approved' }, approvedAmount: eur(400_000), fundsFrom: 'from' },
      },
    });
    expect(await committed()).toEqual([400_000]);
    expect((await store.openIntents()).map(({ kind, subject }) => [kind, subject.id])).toEqual([
      ['fund-request.cancelled', 'from'],
      ['fund-request.approved', 'to'],
    ]);
    const last = async (id: string) => (await store.auditFor({ kind: 'fund-request', id })).at(-1);
    expect(await last('from')).toMatchObject({
      action: 'cancelled, its funds given to “Breakfast”',
      note: 'Venue lost.',
    });
    expect(await last('to')).toMatchObject({ action: 'approved with the funds of “Roadshow”' });
    expect(await codeOf()).toBe('approval-moved');
  });

  it('MDF-12 tells Salesforce nothing anew about an activity that was cancelled before', async () => {
    from = await put(giving({ approval: { kind: 'withdrawn', at, reason: 'Off.', cancelledBy: 'Dana' } }));
    expect((await give()).ok).toBe(true);
    expect((await store.openIntents()).map(({ kind }) => kind)).toEqual(['fund-request.approved']);
    const stored = await store.get('fund-request', 'from');
    expect(stored?.approval).toMatchObject({ reason: 'Off.' });
    to = await put(getting({ id: 'third' }));
    if (stored) from = stored;
    expect(await codeOf()).toBe('reallocated');
  });

  it('MDF-12 MDF-8 counts what is freed as free, and says what the budget lacks otherwise', async () => {
    await put(giving({ id: 'other', title: 'Other', approvedAmount: eur(350_000) }));
    const done = await give();
    expect(done).toMatchObject({ ok: false, error: { code: 'unacknowledged' } });
    expect(await codeOf({ acknowledged: ['over-allocation-region'] })).toBe(null);
  });

  it('MDF-12 MDF-10 is decided by the channel marketing manager, or recorded in her name', async () => {
    context = { ...context, settings: { ...context.settings, roles: ['final-approver'] } };
    expect(await codeOf()).toBe('wrong-role');
    const done = await give({ onBehalfOf: 'Sam Ortiz' });
    expect(done.ok && done.value.to.decisions.at(-1)).toMatchObject({
      by: 'Sam Ortiz',
      recordedBy: context.settings.userName,
      role: 'cmm',
    });
    expect(done.ok && done.value.from.approval).toMatchObject({ cancelledBy: 'Sam Ortiz' });
  });

  it('MDF-12 G4 does nothing over what nobody has seen, a proof that was accepted, or a request that is gone', async () => {
    await put({ ...to, title: to.title, requested: eur(500_000) as FundRequest['requested'], rev: to.rev });
    expect(await codeOf()).toBe('terms-changed');
    to = await put(getting());
    const claim = newClaim(from.createdAt, {
      id: '22222222-0000-4000-8000-000000000001',
      requestId: from.id,
      decision: { kind: 'accepted', at: from.createdAt, by: 'Rita' },
    });
    await store.commit({ puts: [{ kind: 'claim', record: claim }] });
    expect(await codeOf()).toBe('proof-decided');
    await put(getting({ deletedRemotely: true }));
    expect(await codeOf()).toBe('deleted-there');
    expect(await store.openIntents()).toEqual([]);
  });

  it('MDF-12 MDF-3 gives what an earlier level agreed on, and nothing that could not be approved', async () => {
    const agreed = { approvedAmount: eur(200_000), approval: { ...to.approval, level: 2 } };
    to = await put(getting({ ...agreed, requested: eur(700_000), totalCost: eur(2_000_000) }));
    const done = await give();
    expect(done.ok && done.value.to.approvedAmount).toEqual(eur(200_000));
    expect(await committed()).toEqual([200_000]);
    from = await put(giving());
    to = await put(getting({ approvedAmount: eur(400_001) }));
    expect(await codeOf()).toBe('amount');
  });

  it('MDF-12 POP-7 gives nothing that went back to the budget with a rejected claim', async () => {
    const claim = newClaim(from.createdAt, {
      id: '22222222-0000-4000-8000-000000000001',
      requestId: from.id,
      decision: { kind: 'rejected', at: from.createdAt, by: 'Rita', note: 'Lapsed' },
    });
    await store.commit({ puts: [{ kind: 'claim', record: claim }] });
    expect(await codeOf()).toBe('forfeited');
    expect(await committed()).toEqual([0]);
  });

  it('MDF-12 gives again what the other did not get in the end', async () => {
    await give();
    const given = await store.get('fund-request', 'to');
    const declined = { kind: 'declined', at, level: 1, reason: 'No.' };
    await put(getting({ ...given, approval: declined }));
    from = (await store.get('fund-request', 'from')) ?? from;
    to = await put(getting({ id: 'third' }));
    expect(await codeOf()).toBeNull();
  });

  it('MDF-12 takes the funds from what is decided anew, and leaves them with what is cancelled', async () => {
    const moved = async (over: Over, kind: 'withdraw' | 'cancel') => {
      const seen = await put(getting({ fundsFrom: 'from', ...over }));
      const move = { kind, reason: 'Off.', onBehalfOf: null };
      const done = await moveFundRequest(context, { seen, move });
      return done.ok ? [done.value.approval.kind, done.value.fundsFrom] : done.error.code;
    };
    expect(await moved({}, 'withdraw')).toEqual(['withdrawn', undefined]);
    expect(await moved({ approval: { kind: 'approved', at } }, 'cancel')).toEqual(['withdrawn', 'from']);
  });

  it('MDF-12 MDF-1 MDF-2 refuses an activity that could not be approved by itself', async () => {
    to = await put(getting({ conditions: {} }));
    expect(await codeOf()).toBe('unchecked');
    to = await put(getting({ excludedCosts: ['alcohol'] }));
    expect(await codeOf()).toBe('not-eligible');
    to = await put(getting({ requested: eur(600_001), totalCost: eur(2_000_000) }));
    expect(await codeOf()).toBe('larger');
  });
});
