import { describe, expect, it } from 'vitest';
import { filesOf, recordsOf } from '../emulators/salesforce/control';
import { lostConnection } from '../prove/support/cuts';
import { CLAIM, dropFile, REQUEST } from '../prove/support/day';
import { type Call, makeWorld, partnerOf, type ProofWorld } from '../prove/support/world';
import type { Desk } from './support/desk';
import { retryIntent } from '../../shared/usecases/sync/retry-intent';
import { useCaseContext } from '../support/use-case-context';

type Row = Readonly<Record<string, unknown>>;

/** Changes every row of an answer. */
async function spoilt(call: Call, change: (row: Row) => Row): Promise<Response> {
  const answer = await call.deliver();
  const text = await answer.text();
  const { status, headers } = answer;
  if (status >= 300) return new Response(text, { status, headers });
  const body = JSON.parse(text);
  const rows = (value: unknown): unknown => (Array.isArray(value) ? value.map(change) : change(value as Row));
  const records = 'records' in body ? { ...body, records: rows(body.records) } : rows(body);
  return new Response(JSON.stringify(records), { status, headers });
}

async function days(world: ProofWorld, desk: Desk, passes: number): Promise<void> {
  for (let pass = 0; pass < passes; pass += 1) {
    await desk.sync();
    world.clock.advance(20 * 60_000);
  }
}

async function retryAll(desk: Desk): Promise<void> {
  const context = useCaseContext(desk.store, { now: desk.clock.now() });
  for (const { id } of await desk.store.openIntents()) expect((await retryIntent(context, id)).ok).toBe(true);
}

/** Stopped with its reason, and what came kept for the support. */
async function expectStopped(desk: Desk): Promise<void> {
  const [intent] = await desk.store.openIntents();
  expect(intent).toMatchObject({ state: 'parked', problem: { code: 'unreadable' } });
  expect((await desk.store.quarantined()).some(({ source }) => source === 'outbox')).toBe(true);
}

describe('answers that cannot be understood', { timeout: 120_000 }, () => {
  it.each([
    ['a time that is none', (row: Row) => ({ ...row, updated_at: 1_764_000_000 })],
    ['nobody where a list of people belongs', (row: Row) => ({ ...row, assignees: null })],
    ['no number', (row: Row) => ({ ...row, iid: null })],
  ])('SY-118 an issue is made once: %s', async (_what, change) => {
    const world = makeWorld();
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    const partnerId = await partnerOf(device);
    world.wire = (call) =>
      call.server === 'gitlab' && /\/issues(?:[/?]|$)/.test(call.path)
        ? spoilt(call, change)
        : call.deliver();
    await desk.planItem({ partnerId });
    await days(world, desk, 8);
    await expectStopped(desk);
    await retryAll(desk);
    await days(world, desk, 4);
    expect(world.gitlab.issues.size).toBe(1);
    world.wire = null;
    await retryAll(desk);
    await days(world, desk, 2);
    expect(world.gitlab.issues.size).toBe(1);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-118 an epic and a note are made once', async () => {
    const world = makeWorld();
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
    await desk.settle();
    let isOff = 'epics';
    world.wire = (call) =>
      call.server === 'gitlab' && new RegExp(`/${isOff}(?:[/?]|$)`).test(call.path)
        ? spoilt(call, (row) => ({ ...row, updated_at: 17 }))
        : call.deliver();
    await desk.approve(REQUEST);
    await days(world, desk, 8);
    expect(world.gitlab.epics.size).toBe(1);
    isOff = 'notes';
    await retryAll(desk);
    await days(world, desk, 2);
    await dropFile(desk, REQUEST, 1, '33333333-0000-4000-8000-000000000001');
    await days(world, desk, 8);
    await expectStopped(desk);
    world.wire = null;
    await retryAll(desk);
    await days(world, desk, 2);
    expect(world.gitlab.epics.size).toBe(1);
    const notes = [...world.gitlab.notes.values()].filter(({ body }) => body.includes('/uploads/'));
    expect(notes).toHaveLength(1);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-2 a link that GitLab’s answer puts into another epic is looked for, not believed', async () => {
    const world = makeWorld();
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
    await desk.settle();
    let looks = 0;
    let spoils = 0;
    world.wire = (call) => {
      const isLinks = /\/epics\/\d+\/issues/.test(call.path);
      if (isLinks && call.method === 'GET') looks += 1;
      if (!isLinks || call.method !== 'POST' || spoils > 0) return call.deliver();
      spoils += 1;
      return spoilt(call, (row) => ({ ...row, epic: { iid: 99 } }));
    };
    await desk.approve(REQUEST);
    await days(world, desk, 4);
    expect(spoils).toBe(1);
    expect(looks).toBeGreaterThan(0);
    expect(await desk.store.openIntents()).toEqual([]);
    expect(await desk.store.quarantined()).toEqual([]);
    expect(world.gitlab.epicLinks.size).toBe(3);
  });

  it.each(['text', 'field', 'external-id'] as const)(
    'SY-118 a record in Salesforce is made once, in an org that keeps our id as %s',
    async (keys) => {
      const world = makeWorld({ keys });
      const device = await world.device();
      const { desk } = device;
      await desk.settle();
      const partnerId = await partnerOf(device);
      world.wire = (call) =>
        call.server === 'salesforce' && /quer.*PartnerFundRequest/.test(call.path)
          ? spoilt(call, (row) => ({ ...row, RequestedAmount: 6000.123 }))
          : call.deliver();
      await desk.request({ id: REQUEST, partnerId });
      await days(world, desk, 8);
      await expectStopped(desk);
      await retryAll(desk);
      await days(world, desk, 4);
      world.wire = null;
      await retryAll(desk);
      await days(world, desk, 2);
      expect(recordsOf(world.salesforce.org, 'PartnerFundRequest')).toHaveLength(1);
      expect(await desk.store.openIntents()).toEqual([]);
    },
  );
});

describe('a file whose upload was not answered', { timeout: 120_000 }, () => {
  it.each(['text', 'field', 'external-id'] as const)(
    'SY-119 is found on the request after a claim came, in an org that keeps our id as %s',
    async (keys) => {
      const world = makeWorld({ keys });
      const device = await world.device();
      const { desk } = device;
      await desk.settle();
      await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
      await desk.approve(REQUEST);
      await desk.settle();
      let isCut = false;
      world.wire = async (call) => {
        const answer = await call.deliver();
        if (isCut || call.method !== 'POST' || !call.path.includes('ContentVersion')) return answer;
        isCut = true;
        throw lostConnection();
      };
      await dropFile(desk, REQUEST, 1, '33333333-0000-4000-8000-000000000001');
      await desk.sync();
      const { partnerId } = await desk.get('fund-request', REQUEST);
      await desk.claim(REQUEST, { id: CLAIM as never, partnerId });
      await days(world, desk, 4);
      const files = filesOf(world.salesforce.org);
      expect(isCut).toBe(true);
      expect(files).toHaveLength(1);
      const claim = recordsOf(world.salesforce.org, 'PartnerFundClaim')[0];
      expect(JSON.stringify(files[0]?.linkedTo)).toContain(String(claim?.['Id']));
      expect(await desk.store.openIntents()).toEqual([]);
    },
  );

  it('SY-119 its first upload that takes effect late is cleared away, wherever it hangs', async () => {
    const world = makeWorld({ keys: 'text' });
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
    await desk.approve(REQUEST);
    await desk.settle();
    let late: Call | null = null;
    world.wire = async (call) => {
      if (late !== null || call.method !== 'POST' || !call.path.includes('ContentVersion'))
        return call.deliver();
      late = call;
      throw lostConnection();
    };
    await dropFile(desk, REQUEST, 1, '33333333-0000-4000-8000-000000000001');
    await desk.sync();
    const { partnerId } = await desk.get('fund-request', REQUEST);
    await desk.claim(REQUEST, { id: CLAIM as never, partnerId });
    world.clock.advance(5 * 60_000);
    await desk.sync();
    await (late as Call | null)?.deliver();
    expect(filesOf(world.salesforce.org)).toHaveLength(2);
    await days(world, desk, 3);
    const files = filesOf(world.salesforce.org);
    expect(files).toHaveLength(1);
    const claim = recordsOf(world.salesforce.org, 'PartnerFundClaim')[0];
    expect(JSON.stringify(files[0]?.linkedTo)).toContain(String(claim?.['Id']));
  });
});
