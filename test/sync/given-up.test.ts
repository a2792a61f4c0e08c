import { describe, expect, it } from 'vitest';
import { filesOf, recordsOf } from '../emulators/salesforce/control';
import { CLAIM, decline, dropFile, REQUEST } from '../prove/support/day';
import { makeWorld, partnerOf } from '../prove/support/world';
import { useCaseContext } from '../support/use-case-context';
import type { ClaimDecision } from '../../shared/schema/claim';
import type { IntentKind } from '../../shared/schema/intent';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { sendAfterAll } from '../../shared/usecases/sync/retry-intent';
import type { Desk } from './support/desk';

const FILE = '33333333-0000-4000-8000-000000000001';

async function aWorld() {
  const world = makeWorld();
  const device = await world.device();
  const { desk } = device;
  await desk.settle();
  const partnerId = await partnerOf(device);
  const row = (object: string) => recordsOf(world.salesforce.org, object)[0];
  const notes = () => [...world.gitlab.notes.values()].filter(({ system }) => !system);
  const pop = () => [...world.gitlab.issues.values()].find(({ title }) => title.startsWith('MDF POP'));
  const labels = () => [...(pop()?.labelIds ?? [])].map((id) => world.gitlab.labels.get(id)?.name).join();
  return { world, desk, partnerId, row, notes, pop, labels };
}

/** Gives up everything of a kind that waits, and gives what sends it after all. */
async function giveUp(desk: Desk, kind: IntentKind): Promise<() => Promise<void>> {
  const context = useCaseContext(desk.store, { now: desk.clock.now() });
  const given = (await desk.store.openIntents()).filter((intent) => intent.kind === kind);
  expect(given).not.toHaveLength(0);
  for (const { id } of given) expect((await discardIntent(context, id)).ok).toBe(true);
  return async () => {
    for (const { id } of given) expect((await sendAfterAll(context, id)).ok).toBe(true);
  };
}

describe('what the person gave up', { timeout: 120_000 }, () => {
  it('SY-120 a file goes with no approval, and after all when she asks for it', async () => {
    const { world, desk, partnerId } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.settle();
    await dropFile(desk, REQUEST, 1, FILE);
    const afterAll = await giveUp(desk, 'document.put');
    await desk.approve(REQUEST);
    await desk.settle();
    await desk.edit(REQUEST, { description: 'Typo' });
    await desk.settle();
    expect(world.gitlab.epics.size).toBe(1);
    expect([filesOf(world.salesforce.org).length, world.gitlab.uploads.size]).toEqual([0, 0]);
    await afterAll();
    await desk.settle();
    expect([filesOf(world.salesforce.org).length, world.gitlab.uploads.size]).toEqual([1, 1]);
  });

  it('SY-120 a file is not brought to a POP issue that another device opened', async () => {
    const { world, desk, partnerId } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.settle();
    const other = await world.device();
    await other.desk.settle();
    await dropFile(desk, REQUEST, 1, FILE);
    await giveUp(desk, 'document.put');
    await other.desk.approve(REQUEST);
    await other.desk.settle();
    await desk.settle();
    expect((await desk.get('fund-request', REQUEST)).gitlab.epic).not.toBeNull();
    expect([filesOf(world.salesforce.org).length, world.gitlab.uploads.size]).toEqual([0, 0]);
  });

  it('SY-120 a decline goes out with no later change of data', async () => {
    const { desk, partnerId, row } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.settle();
    await decline(desk, REQUEST);
    const afterAll = await giveUp(desk, 'fund-request.declined');
    await desk.edit(REQUEST, { description: 'Typo' });
    await desk.settle();
    expect(row('PartnerFundRequest')).toMatchObject({ Status: 'Draft', Description: 'Typo' });
    await afterAll();
    await desk.settle();
    expect(row('PartnerFundRequest')).toMatchObject({ Status: 'Rejected' });
  });

  it('SY-120 a request whose approval was given up before it was made is born undecided', async () => {
    const { world, desk, partnerId, row } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.approve(REQUEST);
    const afterAll = await giveUp(desk, 'fund-request.approved');
    await desk.settle();
    expect(row('PartnerFundRequest')).toMatchObject({ Status: 'Draft' });
    expect(row('PartnerFundRequest')?.['ApprovedAmount'] ?? null).toBeNull();
    expect(world.gitlab.epics.size).toBe(0);
    await afterAll();
    await desk.settle();
    expect(row('PartnerFundRequest')).toMatchObject({ Status: 'Approved' });
    expect(world.gitlab.epics.size).toBe(1);
  });

  it('SY-120 a request that came approved is made with its status', async () => {
    const { desk, partnerId, row } = await aWorld();
    const approval = { kind: 'approved', at: desk.clock.now() } as const;
    await desk.request({ id: REQUEST, partnerId, approval });
    await desk.settle();
    expect(row('PartnerFundRequest')).toMatchObject({ Status: 'Approved' });
  });

  const at = '2026-11-02T09:00:00.000Z' as never;
  it.each<[string, ClaimDecision, string, string]>([
    [
      'a rejection',
      { kind: 'rejected', at, by: 'Mia', note: 'No proof' },
      'Rejected',
      'MDF::POP Approval Needed',
    ],
    ['an acceptance', { kind: 'accepted', at, by: 'Mia' }, 'Approved', 'MDF:: POP Approved'],
  ])('SY-120 %s of a claim goes out with no later change of it', async (_what, decision, status, label) => {
    const { desk, partnerId, row, notes, pop, labels } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.approve(REQUEST);
    await desk.settle();
    await desk.claim(REQUEST, {
      id: CLAIM as never,
      partnerId: partnerId as never,
      stage: 'approval-needed',
    });
    await desk.settle();
    const stage = decision.kind === 'accepted' ? 'approved' : 'approval-needed';
    await desk.claim(REQUEST, { id: CLAIM as never, decision, stage });
    const afterAll = await giveUp(desk, 'claim.put');
    await desk.claim(REQUEST, { id: CLAIM as never, title: 'Another title' });
    await desk.settle();
    expect(row('PartnerFundClaim')).toMatchObject({ Status: 'Draft', Title: 'Another title' });
    expect(pop()).toMatchObject({ state: 'opened' });
    expect(notes()).toHaveLength(0);
    expect(labels()).toContain('Approval Needed');
    expect((await desk.get('claim', CLAIM)).decision.kind).toBe(decision.kind);
    await afterAll();
    await desk.settle();
    expect(row('PartnerFundClaim')).toMatchObject({ Status: status });
    expect(notes()).toHaveLength(decision.kind === 'rejected' ? 1 : 0);
    expect(pop()?.state).toBe(decision.kind === 'rejected' ? 'closed' : 'opened');
    expect(labels()).toContain(label.split('POP ')[1]);
  });

  it('SY-120 a claim whose acceptance was given up before it was made is born undecided, and its POP issue says so', async () => {
    const { desk, partnerId, row, labels } = await aWorld();
    await desk.request({ id: REQUEST, partnerId });
    await desk.approve(REQUEST);
    await desk.settle();
    await desk.claim(REQUEST, {
      id: CLAIM as never,
      partnerId: partnerId as never,
      decision: { kind: 'accepted', at, by: 'Mia' },
      stage: 'approved',
    });
    await giveUp(desk, 'claim.put');
    await desk.claim(REQUEST, { id: CLAIM as never, title: 'Another title' });
    await desk.settle();
    expect(row('PartnerFundClaim')).toMatchObject({ Status: 'Draft', Title: 'Another title' });
    expect(labels()).not.toContain('POP Approved');
  });
});
