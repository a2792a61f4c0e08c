import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Intent } from '../../../shared/schema/intent';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { built, crm } from './steps-support';
import { aStep, anIntent, now } from './support';

type Over = Partial<Record<keyof FundRequest, unknown>>;

const to = { kind: 'fund-request', id: 'to' } as const;
const from = { kind: 'fund-request', id: 'from' } as const;
const approved = anIntent({ kind: 'fund-request.approved', subject: to });
const cancelled = { kind: 'withdrawn', at: now, reason: 'Off.', cancelledBy: 'A. Anders' };
const cancelling = (over: Partial<Intent> = {}) =>
  anIntent({
    ...over,
    id: '00000000-0000-4000-8000-000000000077' as Intent['id'],
    kind: 'fund-request.cancelled',
    subject: from,
  });

async function aStore(giver: Over | null, intents: readonly Intent[] = []): Promise<MemoryStore> {
  const store = createMemoryStore();
  const record = aFundRequest({
    id: to.id,
    salesforce: crm(2),
    approval: { kind: 'approved', at: now },
    fundsFrom: from.id,
  });
  const given = giver === null ? [] : [aFundRequest({ id: from.id, salesforce: crm(3), ...giver })];
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
      ...[record, ...given].map((one) => ({ kind: 'fund-request' as const, record: one })),
    ],
    newIntents: intents,
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

const approval = async (giver: Over | null, intents: readonly Intent[] = []) =>
  built(await aStore(giver, intents), approved, 'crm');

describe('SY-134 an approval that gives funds anew', () => {
  it('waits for the cancelling that frees them, until Salesforce has taken it', async () => {
    const todo = cancelling();
    expect(await approval({ approval: cancelled }, [todo])).toMatchObject({
      kind: 'later',
      waitsFor: [{ id: todo.id }],
    });
    const taken = cancelling({ steps: [aStep({ key: 'crm', state: 'done' })] });
    expect((await approval({ approval: cancelled }, [taken])).kind).toBe('send');
    const sent = cancelling({ steps: [aStep({ key: 'crm', state: 'sent' })] });
    expect((await approval({ approval: cancelled }, [sent])).kind).toBe('later');
    const other = { ...cancelling(), kind: 'fund-request.put' } as const;
    expect((await approval({ approval: cancelled }, [other])).kind).toBe('send');
  });

  it('stops where they are not free after all', async () => {
    const problem = { code: 'needs-funds', message: expect.stringContaining('“Roadshow”') };
    const title = 'Roadshow';
    expect(await approval({ title, approval: { kind: 'approved', at: now } })).toMatchObject({
      kind: 'park',
      problem,
    });
    expect(await approval({ title, approval: cancelled, decisionGivenUp: true })).toMatchObject({
      kind: 'park',
      problem,
    });
  });

  it('stops also where a later change takes it along, and where that would send it', async () => {
    const problem = { code: 'needs-funds' };
    const later = anIntent({
      id: '00000000-0000-4000-8000-000000000078' as Intent['id'],
      kind: 'fund-request.put',
      subject: to,
      fields: ['status'],
      seq: 99,
    });
    const store = await aStore({ approval: { kind: 'approved', at: now } }, [later]);
    expect(await built(store, approved, 'crm')).toMatchObject({ kind: 'park', problem });
    expect(await built(store, later, 'crm')).toMatchObject({ kind: 'park', problem });
    const data = { ...later, fields: ['title'] };
    expect((await built(store, data, 'crm')).kind).not.toBe('park');
  });

  it('goes on where Salesforce has it approved already', async () => {
    const store = await aStore({ approval: { kind: 'approved', at: now } });
    const fields = { status: 'approved' };
    const key = 'fund-request:to:salesforce';
    await store.commit({ bases: [{ key, record: to, remote: 'salesforce', fields, stamp: null }] });
    expect((await built(store, approved, 'crm')).kind).not.toBe('park');
  });

  it('stops where Salesforce had the other ended before its cancelling left', async () => {
    expect(await approval({ approval: { ...cancelled, cancelledThereToo: true } })).toMatchObject({
      kind: 'park',
      problem: { code: 'needs-review' },
    });
  });

  it('is sent once they are, and where nothing is known of whose they were', async () => {
    expect((await approval({ approval: cancelled })).kind).toBe('send');
    expect((await approval({ approval: { kind: 'approved', at: now }, deletedRemotely: true })).kind).toBe(
      'send',
    );
    expect((await approval(null)).kind).toBe('send');
  });
});
