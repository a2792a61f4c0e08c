import { describe, expect, it } from 'vitest';
import { moveFundRequest } from '../../shared/usecases/mdf/move-fund-request';
import { useBenches } from '../contract/remotes/bench-pool';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, type Desk } from './support/desk';
import { deskOver } from './support/over-http';
import { onlyConflict, remoteFields } from './support/synced';

const reason = 'The dates overlap with the summit; ask again for January.';

/** The person declines at level 1, as the screen does it. */
async function decline(desk: Desk, id: string): Promise<void> {
  const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
  const move = { kind: 'decline', level: 1, reason, onBehalfOf: null } as const;
  const done = await moveFundRequest(context, { seen: await desk.get('fund-request', id), move });
  if (!done.ok) throw new Error(done.error.message);
}

const inReview = {
  kind: 'in-review',
  level: 1,
  submittedAt: '2026-11-02T09:00:00.000Z',
  levelSince: '2026-11-02T09:00:00.000Z',
};

describe('the reason of a decline', () => {
  it('MDF-5 reaches Salesforce with the decline', async () => {
    const desk = await aDesk();
    const { id } = await desk.request({ approval: inReview });
    await desk.settle();
    await decline(desk, id);
    await desk.settle();
    const [remote] = desk.remote.records('fund-request');
    expect(remote?.fields).toMatchObject({ status: 'rejected', state: 'declined', declineReason: reason });
  });

  it('SY-53 asks when it was cancelled there instead of declined, also when it was approved first', async () => {
    const desk = await aDesk();
    const { id } = await desk.request({ approval: inReview });
    await desk.settle();
    const remoteId = String((await desk.get('fund-request', id)).salesforce?.id);
    await decline(desk, id);
    desk.remote.changeCrm(remoteId, { status: 'approved', state: 'approved' });
    await desk.settle();
    expect((await onlyConflict(desk)).kind).toBe('stale-decision');
    desk.remote.changeCrm(remoteId, { status: 'rejected', state: 'withdrawn' });
    await desk.settle();
    expect((await onlyConflict(desk)).fields).toMatchObject([
      { field: 'status', mine: 'declined', theirs: 'withdrawn' },
    ]);
    expect(remoteFields(desk)).toMatchObject({ status: 'rejected', state: 'withdrawn' });
    expect(remoteFields(desk)?.declineReason ?? null).toBeNull();
  });

  it('MDF-5 comes from Salesforce when it was declined or reworded there', async () => {
    const desk = await aDesk();
    const { id } = await desk.request({ approval: inReview });
    await desk.settle();
    const remoteId = String((await desk.get('fund-request', id)).salesforce?.id);
    desk.remote.changeCrm(remoteId, { status: 'rejected', state: 'declined', declineReason: 'No budget.' });
    await desk.settle();
    expect((await desk.get('fund-request', id)).approval).toMatchObject({ reason: 'No budget.' });
    desk.remote.changeCrm(remoteId, { declineReason: 'No budget left in Q4.' });
    await desk.settle();
    expect((await desk.get('fund-request', id)).approval).toMatchObject({ reason: 'No budget left in Q4.' });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('MDF-5 sends no words of its own for a decline that gave none', async () => {
    const desk = await aDesk();
    const { id } = await desk.request({ approval: inReview });
    await desk.settle();
    const remoteId = String((await desk.get('fund-request', id)).salesforce?.id);
    desk.remote.changeCrm(remoteId, { status: 'rejected', state: 'declined' });
    await desk.settle();
    await desk.edit(id, { title: 'Renamed' });
    await desk.settle();
    const [remote] = desk.remote.records('fund-request');
    expect(remote?.fields.title).toBe('Renamed');
    expect(remote?.fields.declineReason ?? null).toBeNull();
  });
});

const start = useBenches();

describe('over HTTP', { timeout: 120_000 }, () => {
  it('MDF-5 stands in the field that the mapping names, and a mapping without it still declines', async () => {
    for (const hasField of [true, false]) {
      const bench = await start({
        playbook: (playbook) => (hasField ? playbook : withoutReason(playbook)),
      });
      const { desk, partnerId } = await deskOver(bench);
      const id = `ffffffff-0000-4000-8000-00000000000${hasField ? 1 : 2}`;
      await desk.request({ id, partnerId, approval: inReview });
      await desk.settle();
      await decline(desk, id);
      await desk.settle();
      const records = await bench.crmRecords('PartnerFundRequest');
      const stored = records.find((record) => record['Channel_Desk_Id__c'] === id);
      expect(stored).toMatchObject({ Status: 'Rejected', Decline_Reason__c: hasField ? reason : null });
    }
  });
});

function withoutReason<P extends ReturnType<typeof useCaseContext>['playbook']>(playbook: P): P {
  const mappings = playbook.salesforce.mappings.map((mapping) => {
    const entity = mapping.entities['fund-request'];
    const { declineReason: _, ...fields } = entity.fields;
    return { ...mapping, entities: { ...mapping.entities, 'fund-request': { ...entity, fields } } };
  });
  return { ...playbook, salesforce: { ...playbook.salesforce, mappings } };
}
