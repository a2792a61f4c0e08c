import { describe, expect, it } from 'vitest';
import { aDesk } from './support/desk';

describe('values that this app does not know', () => {
  it('SY-64 G10 an unknown status and an unknown kind of activity are kept, and no edit here overwrites them', async () => {
    const desk = await aDesk();
    const [partner] = await desk.store.list({ kind: 'partner' });
    const account = partner?.salesforce?.id ?? '';
    const remote = desk.remote.addCrm('fund-request', {
      title: 'Roadshow',
      partner: account,
      activityType: 'Zeppelin flight',
      status: 'On Hold',
      region: 'Atlantis',
      start: '2026-12-01',
      end: '2026-12-02',
      totalCost: { minor: 200_000, currency: 'EUR' },
      requested: { minor: 100_000, currency: 'EUR' },
    });
    await desk.settle();
    expect(await desk.store.quarantined()).toEqual([]);
    const [request] = await desk.store.list({ kind: 'fund-request' });
    expect(request).toMatchObject({ title: 'Roadshow', activityType: 'Zeppelin flight', region: 'Atlantis' });
    await desk.edit(request?.id ?? '', { title: 'Roadshow in Munich' });
    await desk.settle();
    const stored = desk.remote.records('fund-request').find(({ id }) => id === remote.id);
    expect(stored?.fields).toMatchObject({
      title: 'Roadshow in Munich',
      status: 'On Hold',
      activityType: 'Zeppelin flight',
      region: 'Atlantis',
    });
    expect(await desk.store.openConflicts()).toEqual([]);
    const said = desk.store.logged().map(({ text }) => text);
    expect(said.join('\n')).toContain('“on hold” there, which this desk does not know');
  });

  it('SY-64 G4 a decision of the person replaces an unknown status', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.settle();
    const remote = desk.remote.records('fund-request')[0];
    desk.remote.changeCrm(remote?.id ?? '', { status: 'On Hold' });
    await desk.settle();
    await desk.approve(id);
    await desk.settle();
    expect(desk.remote.records('fund-request')[0]?.fields['status']).toBe('approved');
  });
});
