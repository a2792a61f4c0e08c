import { describe, expect, it } from 'vitest';
import { useBenches } from '../contract/remotes/bench-pool';
import type { EmulatorBench } from '../contract/remotes/emulator-bench';
import { chooseSide } from './support/choose';
import type { Desk } from './support/desk';
import { countsOf, deskOver, fullDay, onceAndWhole } from './support/over-http';

const start = useBenches();
const id = 'dddddddd-0000-4000-8000-000000000001';
const object = 'PartnerFundRequest';

async function synced(): Promise<{ bench: EmulatorBench; desk: Desk; partnerId: string; remoteId: string }> {
  const bench = await start();
  const { desk, partnerId } = await deskOver(bench);
  await desk.request({ id, partnerId });
  await desk.settle();
  const remoteId = String((await desk.get('fund-request', id)).salesforce?.id);
  // Salesforce's stamps are whole seconds, so what a colleague does comes a few seconds later.
  await bench.skew('salesforce', 3000);
  return { bench, desk, partnerId, remoteId };
}

async function change(
  bench: EmulatorBench,
  remoteId: string,
  fields: Record<string, unknown>,
): Promise<void> {
  await bench.crmChange({ action: 'update', object, id: remoteId, fields });
}

async function remoteRecord(bench: EmulatorBench, remoteId: string) {
  return (await bench.crmRecords(object)).find(({ Id }) => Id === remoteId);
}

describe('over HTTP, with a colleague', { timeout: 120_000 }, () => {
  it('SY-50 merges disjoint edits of both sides', async () => {
    const { bench, desk, remoteId } = await synced();
    await change(bench, remoteId, { Description: 'Theirs', Region__c: 'APAC' });
    await desk.edit(id, { title: 'Mine' });
    await desk.settle();
    expect(await remoteRecord(bench, remoteId)).toMatchObject({
      Title: 'Mine',
      Description: 'Theirs',
      Region__c: 'APAC',
    });
    expect(await desk.get('fund-request', id)).toMatchObject({
      title: 'Mine',
      description: 'Theirs',
      region: 'APAC',
    });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-51 SY-59 keeps both values of one field until a side is chosen', async () => {
    const { bench, desk, remoteId } = await synced();
    await change(bench, remoteId, { Title: 'Theirs' });
    await desk.edit(id, { title: 'Mine' });
    await desk.settle();
    const [conflict] = await desk.store.openConflicts();
    expect(conflict?.fields).toMatchObject([{ field: 'title', mine: 'Mine', theirs: 'Theirs' }]);
    expect(await remoteRecord(bench, remoteId)).toMatchObject({ Title: 'Theirs' });
    if (conflict) await chooseSide(desk, conflict, { title: 'mine' });
    await desk.settle();
    expect(await remoteRecord(bench, remoteId)).toMatchObject({ Title: 'Mine' });
  });

  it('SY-53 SY-54 asks before it sends an approval of an amount that changed, and goes on when it stands', async () => {
    const { bench, desk, remoteId } = await synced();
    await desk.approve(id);
    await change(bench, remoteId, { RequestedAmount: 7000 });
    await desk.sync();
    const [conflict] = await desk.store.openConflicts();
    expect(conflict).toMatchObject({
      kind: 'stale-decision',
      fields: [{ field: 'requested', theirs: { minor: 700_000 } }, { field: 'status' }],
    });
    expect(await remoteRecord(bench, remoteId)).toMatchObject({ Status: 'Draft' });
    expect((await countsOf(bench, id)).epics).toBe(0);
    if (conflict) await chooseSide(desk, conflict, { requested: 'theirs', status: 'mine' });
    await desk.settle();
    expect(await remoteRecord(bench, remoteId)).toMatchObject({
      Status: 'Approved',
      RequestedAmount: 7000,
      Amount: 6000,
    });
    expect((await countsOf(bench, id)).epics).toBe(1);
  });

  it('SY-55 SY-56 keeps an edit of a record that was deleted there, and makes it again when asked to', async () => {
    const { bench, desk, remoteId } = await synced();
    await bench.crmChange({ action: 'delete', object, id: remoteId });
    await desk.edit(id, { title: 'Mine' });
    await desk.sync();
    const [conflict] = await desk.store.openConflicts();
    expect(conflict?.kind).toBe('remote-delete');
    if (conflict) await chooseSide(desk, conflict, { record: 'mine' });
    await desk.settle();
    const again = (await bench.crmRecords(object)).filter((record) => record['Channel_Desk_Id__c'] === id);
    expect(again).toMatchObject([{ Title: 'Mine' }]);
    expect((await desk.get('fund-request', id)).salesforce?.id).toBe(again[0]?.['Id']);
  });

  it('SY-55 marks a record that was deleted there while nothing was at stake', async () => {
    const { bench, desk, remoteId } = await synced();
    await bench.crmChange({ action: 'delete', object, id: remoteId });
    await desk.settle();
    expect((await desk.get('fund-request', id)).deletedRemotely).toBe(true);
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-68 SY-37 takes a label and a due date that were changed in GitLab', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await fullDay(desk, partnerId, id);
    const item = await desk.planItem({ partnerId });
    await desk.settle();
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    const issues = await bench.gitItems('issue');
    const pop = issues.find(({ description }) => description?.includes(`${id}-issue-mdf-pop`));
    const planned = issues.find(({ description }) => description?.includes(item.id));
    await bench.gitChange('PUT', `/projects/{project}/issues/${pop?.iid}`, {
      add_labels: 'MDF::POP Approved',
    });
    await bench.gitChange('PUT', `/projects/{project}/issues/${planned?.iid}`, { due_date: '2026-12-24' });
    await desk.settle();
    expect((await desk.store.list({ kind: 'claim' })).find(({ requestId }) => requestId === id)?.stage).toBe(
      'approved',
    );
    expect(await desk.get('plan-item', item.id)).toMatchObject({ end: '2026-12-24' });
  });

  it('SY-61 SY-65 gives a rebuilt database the same records, ids and GitLab items back', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await fullDay(desk, partnerId, id);
    await desk.planItem({ partnerId });
    await desk.settle();
    const { desk: rebuilt } = await deskOver(bench);
    const ids = async (
      of: Desk,
      kind: 'partner' | 'fund-request' | 'claim' | 'plan-item' | 'registration' | 'budget',
    ) => (await of.store.list({ kind })).map((record) => record.id as string).sort();
    for (const kind of ['partner', 'fund-request', 'claim', 'plan-item', 'registration', 'budget'] as const) {
      expect(await ids(rebuilt, kind)).toEqual(await ids(desk, kind));
    }
    const [before, after] = [await desk.get('fund-request', id), await rebuilt.get('fund-request', id)];
    expect(after.gitlab.epic?.id).toBe(before.gitlab.epic?.id);
    expect(Object.keys(after.gitlab.issues)).toHaveLength(3);
    await fullDay(rebuilt, partnerId, 'dddddddd-0000-4000-8000-000000000002');
    await rebuilt.settle();
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
  });
});
