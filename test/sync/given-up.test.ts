import { describe, expect, it } from 'vitest';
import { changeRemotely, filesOf, recordsOf } from '../emulators/salesforce/control';
import { CLAIM, decline, dropFile, REQUEST } from '../prove/support/day';
import { makeWorld, partnerOf } from '../prove/support/world';
import { useCaseContext } from '../support/use-case-context';
import type { ClaimDecision } from '../../shared/schema/claim';
import type { IntentKind } from '../../shared/schema/intent';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { sendAfterAll } from '../../shared/usecases/sync/retry-intent';
import { resolveConflict } from '../../shared/usecases/sync/resolve-conflict';
import { startDraft } from '../../shared/sync/draft';
import { epicPart, markerOf } from '../../shared/sync/markers';
import { takeTwin } from '../../shared/sync/pull/twins';
import type { RemoteRow } from '../../shared/schema/remote-command';
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

const at = '2026-11-02T09:00:00.000Z' as never;
const verdict = ['status', 'state', 'approvedAmount', 'declineReason'];

async function aRequest() {
  const it = await aWorld();
  const { desk, world, partnerId, row } = it;
  await desk.request({ id: REQUEST, partnerId });
  await desk.settle();
  const theirs = (object: string, fields: Readonly<Record<string, unknown>>) => {
    const change = { action: 'update', object, id: String(row(object)?.['Id']), fields };
    return changeRemotely(world.salesforce.org, change as never);
  };
  const choose = async (side: 'mine' | 'theirs') => {
    const [seen, ...more] = await desk.store.openConflicts();
    expect(more).toEqual([]);
    if (seen === undefined) throw new Error('no conflict is open');
    const choices = Object.fromEntries(seen.fields.map(({ field }) => [field, side]));
    const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
    expect(await resolveConflict(context, { seen, choices })).toMatchObject({ ok: true });
    return seen;
  };
  const said = () => row('PartnerFundRequest');
  const isKept = async () => (await desk.get('fund-request', REQUEST)).decisionGivenUp === true;
  return { ...it, theirs, choose, said, isKept };
}

async function submit(desk: Desk): Promise<void> {
  const record = await desk.get('fund-request', REQUEST);
  const approval = { kind: 'in-review', level: 1, submittedAt: at, levelSince: at } as const;
  await desk.save(
    { kind: 'fund-request', record: { ...record, approval } },
    { kind: 'fund-request.put', fields: verdict },
  );
}

/** Somebody reads what was changed there. */
async function read(desk: Desk): Promise<void> {
  desk.clock.advance(400_000);
  await desk.settle();
}

describe('a decision that was given up', { timeout: 120_000 }, () => {
  it('SY-120 leaves with no earlier decision that still waits', async () => {
    const { desk, said, isKept } = await aRequest();
    await submit(desk);
    await decline(desk, REQUEST);
    const afterAll = await giveUp(desk, 'fund-request.declined');
    expect(await isKept()).toBe(true);
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Draft' });
    await afterAll();
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Rejected' });
  });

  it('SY-120 gives way to a later decision that waits, and an older one is not sent in its name', async () => {
    const { desk, said, isKept } = await aRequest();
    await submit(desk);
    await decline(desk, REQUEST);
    const submission = (await desk.store.openIntents()).filter(({ kind }) => kind === 'fund-request.put');
    await giveUp(desk, 'fund-request.put');
    expect(await isKept()).toBe(false);
    const afterAll = await giveUp(desk, 'fund-request.declined');
    const context = useCaseContext(desk.store, { now: desk.clock.now() });
    const refused = await sendAfterAll(context, submission[0]?.id as never);
    expect(refused).toMatchObject({ ok: false, error: { code: 'decided-anew' } });
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Draft' });
    await afterAll();
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Rejected' });
  });

  it('SY-120 stays here when a conflict about something else is settled', async () => {
    const { desk, theirs, choose, said } = await aRequest();
    await decline(desk, REQUEST);
    await giveUp(desk, 'fund-request.declined');
    theirs('PartnerFundRequest', { Description: 'theirs' });
    await desk.edit(REQUEST, { description: 'mine' });
    await desk.settle();
    expect((await choose('mine')).fields.map(({ field }) => field)).toEqual(['description']);
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Draft', Description: 'mine' });
  });

  it.each([
    ['a decline', decline, 'fund-request.declined', 'Rejected', 0],
    ['an approval', (desk: Desk) => desk.approve(REQUEST), 'fund-request.approved', 'Approved', 1],
  ] as const)(
    'SY-120 %s is sent when she lets it stand after a second look',
    async (_what, decide, kind, status, epics) => {
      const { world, desk, theirs, choose, said, isKept } = await aRequest();
      await decide(desk, REQUEST);
      theirs('PartnerFundRequest', { Title: 'theirs' });
      await desk.settle();
      await giveUp(desk, kind);
      expect((await choose('mine')).kind).toBe('stale-decision');
      expect(await isKept()).toBe(false);
      await desk.settle();
      expect(said()).toMatchObject({ Status: status });
      expect(world.gitlab.epics.size).toBe(epics);
    },
  );

  it('SY-120 counts again when Salesforce makes the same decision, and its POP issue learns it', async () => {
    const { desk, partnerId, theirs, row, labels } = await aRequest();
    await desk.approve(REQUEST);
    await desk.settle();
    const id = CLAIM as never;
    await desk.claim(REQUEST, { id, partnerId: partnerId as never, stage: 'approval-needed' });
    await desk.settle();
    await desk.claim(REQUEST, { id, decision: { kind: 'accepted', at, by: 'Mia' }, stage: 'approved' });
    await giveUp(desk, 'claim.put');
    await desk.settle();
    expect(labels()).toContain('Approval Needed');
    theirs('PartnerFundClaim', { Status: 'Approved' });
    await read(desk);
    expect((await desk.get('claim', CLAIM)).decisionGivenUp).toBeUndefined();
    expect(row('PartnerFundClaim')).toMatchObject({ Status: 'Approved' });
    expect(labels()).toContain('POP Approved');
  });

  it('SY-120 of a request counts again when Salesforce makes the same decision', async () => {
    const { desk, theirs, isKept } = await aRequest();
    await decline(desk, REQUEST);
    await giveUp(desk, 'fund-request.declined');
    await read(desk);
    expect(await isKept()).toBe(true);
    theirs('PartnerFundRequest', { Status: 'Rejected' });
    await read(desk);
    expect(await isKept()).toBe(false);
    expect((await desk.get('fund-request', REQUEST)).approval.kind).toBe('declined');
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-120 is none when Salesforce has the decision already', async () => {
    const { desk, partnerId, isKept, said } = await aRequest();
    await desk.approve(REQUEST);
    await desk.settle();
    expect(said()).toMatchObject({ Status: 'Approved' });
    const { kind, record } = {
      kind: 'fund-request',
      record: await desk.get('fund-request', REQUEST),
    } as const;
    await desk.save({ kind, record }, { kind: 'fund-request.approved', fields: verdict });
    await giveUp(desk, 'fund-request.approved');
    expect(await isKept()).toBe(false);
    const claim = { id: CLAIM as never, decision: { kind: 'accepted', at, by: 'Mia' } } as const;
    await desk.claim(REQUEST, { ...claim, partnerId: partnerId as never, stage: 'approved' });
    await desk.settle();
    const accepted = await desk.get('claim', CLAIM);
    await desk.save({ kind: 'claim', record: accepted }, { kind: 'claim.put', fields: ['status'] });
    await giveUp(desk, 'claim.put');
    expect((await desk.get('claim', CLAIM)).decisionGivenUp).toBeUndefined();
  });

  it('SY-120 is not told to the record that counts when its twin is put aside', async () => {
    const { desk } = await aRequest();
    await desk.approve(REQUEST);
    await giveUp(desk, 'fund-request.approved');
    const request = await desk.get('fund-request', REQUEST);
    const epic = {
      remote: 'gitlab',
      type: 'epic',
      id: 1,
      iid: 1,
      stamp: null,
      url: null,
      markdown: null,
    } as const;
    await desk.save({ kind: 'fund-request', record: { ...request, gitlab: { ...request.gitlab, epic } } });
    const refs = [request.salesforce, epic];
    for (const ref of refs) {
      if (ref === null) throw new Error('it is not in Salesforce');
      const draft = startDraft(desk.store, desk.clock.now());
      const marker = ref.remote === 'gitlab' ? markerOf(request, epicPart) : REQUEST;
      const twin = {
        of: { ...ref, id: ref.remote === 'gitlab' ? 2 : '0T05g00000Zzzz1CAB' },
        marker,
        fresh: false,
      };
      const row = { ref, fields: {}, twin } as unknown as RemoteRow;
      const context = { playbook: desk.playbook, newId: () => desk.ids.uuid() };
      expect(await takeTwin(draft, row, twin as never, 'fund-request', context)).toBe(true);
      expect((await draft.commit()).ok).toBe(true);
    }
    expect(await desk.get('fund-request', REQUEST)).toMatchObject({ gitlab: { epic: { id: 2 } } });
    expect(await desk.store.openIntents()).toEqual([]);
  });
});
