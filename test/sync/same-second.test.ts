import { describe, expect, it } from 'vitest';
import { changeRemotely, recordsOf } from '../emulators/salesforce/control';
import { REQUEST } from '../prove/support/day';
import { makeWorld, partnerOf } from '../prove/support/world';

const object = 'PartnerFundRequest';

/** A request that a colleague changes in the very second of this device's own write. */
async function changedInOurSecond(fields: Readonly<Record<string, unknown>>) {
  const world = makeWorld();
  const device = await world.device();
  const { desk } = device;
  await desk.settle();
  await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
  await desk.settle();
  const row = () => recordsOf(world.salesforce.org, object)[0];
  world.clock.advance(60_000 - (Date.parse(world.clock.now()) % 1000));
  await desk.edit(REQUEST, { title: 'Mine' });
  await desk.sync();
  const stamp = row()?.['SystemModstamp'];
  changeRemotely(world.salesforce.org, { action: 'update', object, id: String(row()?.['Id']), fields });
  expect(row()?.['SystemModstamp']).toBe(stamp);
  return { world, desk, row };
}

describe('changes within one second', { timeout: 120_000 }, () => {
  it('SY-50 a colleague’s write in the second of ours is not written over', async () => {
    const { world, desk, row } = await changedInOurSecond({ Title: 'A colleague’s' });
    await desk.edit(REQUEST, { title: 'Mine again' });
    world.clock.advance(20_000);
    await desk.settle();
    expect(row()?.['Title']).toBe('A colleague’s');
    const [conflict] = await desk.store.openConflicts();
    expect(conflict?.fields).toMatchObject([{ field: 'title', mine: 'Mine again', theirs: 'A colleague’s' }]);
  });

  it('SY-53 a decision does not go out over a fact that a colleague changed in the second of our write', async () => {
    const { world, desk, row } = await changedInOurSecond({ RequestedAmount: 7777 });
    await desk.approve(REQUEST);
    world.clock.advance(20_000);
    await desk.sync();
    expect(row()).toMatchObject({ Status: 'Draft', RequestedAmount: 7777 });
    const [conflict] = await desk.store.openConflicts();
    expect(conflict).toMatchObject({ kind: 'stale-decision' });
    expect(world.gitlab.epics.size).toBe(0);
  });
});
