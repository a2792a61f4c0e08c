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
    expect(await desk.store.quarantined()).toMatchObject([
      {
        source: 'salesforce',
        what: '1 fund request with the status “On Hold” in Salesforce',
        reason: expect.stringContaining('“Roadshow”'),
        raw: JSON.stringify([{ id: remote.id, name: 'Roadshow' }]),
      },
    ]);
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

  it('SY-64 G10 every unknown status is one entry of the quarantine, up to date with the records that have it', async () => {
    const desk = await aDesk();
    const [partner] = await desk.store.list({ kind: 'partner' });
    const fields = {
      partner: partner?.salesforce?.id ?? '',
      activityType: 'webcast',
      region: 'EMEA',
      start: '2026-12-01',
      end: '2026-12-02',
      totalCost: { minor: 200_000, currency: 'EUR' },
      requested: { minor: 100_000, currency: 'EUR' },
    };
    const add = (title: string, status: string) =>
      desk.remote.addCrm('fund-request', { ...fields, title, status }).id;
    const ids = [
      add('One', 'On Hold'),
      add('Two', 'On Hold'),
      add('Three', 'Legal: review'),
      add('Four', 'draft'),
    ];
    const told = async () => (await desk.store.quarantined()).map(({ what }) => what).sort();
    await desk.settle();
    expect(await told()).toEqual([
      '1 fund request with the status “Legal: review” in Salesforce',
      '2 fund requests with the status “On Hold” in Salesforce',
    ]);
    desk.remote.changeCrm(ids[0] ?? '', { status: 'Legal: review' });
    desk.remote.changeCrm(ids[1] ?? '', { status: 'draft' });
    await desk.settle();
    expect(await told()).toEqual(['2 fund requests with the status “Legal: review” in Salesforce']);
    desk.remote.deleteCrm(ids[0] ?? '');
    desk.remote.changeCrm(ids[2] ?? '', { status: 'approved' });
    await desk.settle();
    expect(await told()).toEqual([]);
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
