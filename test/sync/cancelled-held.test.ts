import { describe, expect, it } from 'vitest';
import { cancel } from '../prove/support/day';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';
import { choose, remoteFields } from './support/synced';

const isClaims = ({ stream }: { stream: string }): boolean => stream === 'claims';

async function approved(): Promise<{ desk: Desk; id: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  return { desk, id };
}

describe('a cancelling that was taken back while it waited', () => {
  it('SY-9 SY-121 waits for no claims any more, and holds up nothing', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
    desk.remote.changeCrm(remoteId, { title: 'Moved' });
    await desk.sync();
    await choose(desk, { title: 'theirs', status: 'theirs' });
    await desk.edit(id, { description: 'Said since.' });
    desk.faults.onPull(isClaims, { kind: 'unreachable', why: 'no network' }, 50);
    await desk.sync();
    expect(await desk.store.openIntents()).toEqual([]);
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', description: 'Said since.' });
  });

  it('SY-9 SY-13 is dropped when Salesforce had refused it, and holds up nothing', async () => {
    const { desk, id } = await approved();
    desk.faults.on(({ kind }) => kind === 'crm.put', faults.refused);
    await cancel(desk, id);
    await desk.sync();
    expect(await desk.store.openIntents()).toMatchObject([
      { kind: 'fund-request.cancelled', state: 'parked' },
    ]);
    desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', { title: 'Moved' });
    await desk.sync();
    await choose(desk, { title: 'theirs', status: 'theirs' });
    await desk.edit(id, { description: 'Said since.' });
    await desk.settle();
    expect(await desk.store.openIntents()).toEqual([]);
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', description: 'Said since.' });
  });
});

describe('a cancelling whose claim cannot be read', () => {
  async function claimed(): Promise<{ desk: Desk; id: string; remoteId: string }> {
    const { desk, id } = await approved();
    await desk.claim(id);
    await desk.settle();
    return { desk, id, remoteId: desk.remote.records('claim')[0]?.id ?? '' };
  }

  const standing = (desk: Desk) => desk.remote.records('fund-request')[0]?.fields.status;

  it('SY-131 waits and says why while a known claim that was accepted there lies in quarantine', async () => {
    const { desk, id, remoteId } = await claimed();
    await cancel(desk, id);
    desk.remote.changeCrm(remoteId, { status: 'approved', invoiceDate: 'soon' });
    await desk.settle();
    expect(await desk.store.quarantined()).toMatchObject([{ id: `row:claims:${remoteId}` }]);
    const [intent] = await desk.store.openIntents();
    expect(intent).toMatchObject({
      kind: 'fund-request.cancelled',
      state: 'parked',
      problem: { code: 'needs-readable-claim', message: expect.stringContaining('invoice.date') },
    });
    expect(intent?.problem?.fix).toContain('discard');
    expect(standing(desk)).toBe('approved');
    desk.remote.changeCrm(remoteId, { status: 'draft', invoiceDate: null });
    await desk.settle();
    expect(standing(desk)).toBe('rejected');
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-131 waits for a claim that this desk has never seen too, and that could not be read at all', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const request = desk.remote.records('fund-request')[0]?.id ?? '';
    const held = (raw: string) => ({
      id: 'unreadable:claims:Claim 0Ab000000000077AAA',
      source: 'salesforce' as const,
      what: 'Claim 0Ab000000000077AAA',
      reason: 'Amount: expected a number',
      raw,
      at: desk.clock.now(),
    });
    // Salesforce's shorter form of an id names it as well.
    const raw = JSON.stringify({ RequestId: request.slice(0, 15), Amount: 'plenty' });
    await desk.commit({ quarantine: [held(raw)] });
    await desk.settle();
    expect(await desk.store.openIntents()).toMatchObject([
      { problem: { code: 'needs-readable-claim', message: expect.stringContaining('expected a number') } },
    ]);
    await desk.commit({ quarantine: [held(JSON.stringify({ RequestId: '0Ac000000000099' }))] });
    await desk.settle();
    expect(standing(desk)).toBe('rejected');
  });

  it.each([
    ['its claims could not be read', isClaims],
    ['nothing could be read', () => true],
  ])('SY-135 SY-121 goes on by itself too when once in between %s', async (_, unread) => {
    const { desk, id, remoteId } = await claimed();
    await cancel(desk, id);
    desk.remote.changeCrm(remoteId, { status: 'approved' });
    await desk.settle();
    const [held] = await desk.store.openIntents();
    expect(held).toMatchObject({ state: 'parked', problem: { code: 'needs-open-proof' } });
    desk.faults.onPull(unread, { kind: 'unreachable', why: 'no network' }, 99);
    await desk.sync();
    const [waits] = await desk.store.openIntents();
    expect(waits).toMatchObject({ state: 'waiting', problem: { code: 'waits-for-news' } });
    desk.faults.clear();
    desk.remote.changeCrm(remoteId, { status: 'draft' });
    await desk.settle();
    expect(standing(desk)).toBe('rejected');
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-135 goes on by itself too where an earlier version left it stopped without a reason', async () => {
    const { desk, id } = await claimed();
    await cancel(desk, id);
    const [intent] = await desk.store.openIntents();
    if (intent) await desk.commit({ intents: [{ ...intent, state: 'parked', problem: null }] });
    await desk.settle();
    expect(standing(desk)).toBe('rejected');
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-131 holds for no claim in quarantine that was not accepted', async () => {
    const { desk, id, remoteId } = await claimed();
    await cancel(desk, id);
    desk.remote.changeCrm(remoteId, { status: 'draft', invoiceDate: 'soon' });
    await desk.settle();
    expect(await desk.store.quarantined()).toHaveLength(1);
    expect(standing(desk)).toBe('rejected');
  });
});
