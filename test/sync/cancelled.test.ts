import { describe, expect, it } from 'vitest';
import { useBenches } from '../contract/remotes/bench-pool';
import { cancel } from '../prove/support/day';
import { retryIntent } from '../../shared/usecases/sync/retry-intent';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';
import { countsOf, deskOver } from './support/over-http';

const edits = (desk: Desk) =>
  desk.remote.commands.filter((command) => command.kind === 'git.edit' && command.marker.endsWith('-cancel'));

async function approved(): Promise<{ desk: Desk; id: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  return { desk, id };
}

const said = (desk: Desk) =>
  [...desk.remote.items('issue'), ...desk.remote.items('epic')].map(({ fields }) => ({
    state: fields.state,
    isNamed: String(fields.title).startsWith('[CANCELED] '),
    times: String(fields.body).split('The venue is gone.').length - 1,
  }));

const closedOnce = { state: 'closed', isNamed: true, times: 1 };

describe('an approved activity that is cancelled', () => {
  it('SY-121 MDF-12 closes its issues and its epic with the reason, after Salesforce took it', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    await desk.settle();
    expect(said(desk)).toEqual([closedOnce, closedOnce, closedOnce, closedOnce]);
    const [remote] = desk.remote.records('fund-request');
    expect(remote?.fields).toMatchObject({ status: 'rejected', state: 'withdrawn' });
    const order = desk.remote.commands.slice(-5).map(({ kind }) => kind);
    expect(order[0]).toBe('crm.put');
    expect(edits(desk)).toHaveLength(4);
    expect(edits(desk).at(-1)?.marker).toMatch(/-epic-cancel$/);
  });

  it('SY-121 does so once, also when every answer is lost and the app starts again in the middle', async () => {
    const { desk, id } = await approved();
    desk.faults.on((command) => command.marker.endsWith('-cancel'), faults.lostReply);
    await cancel(desk, id);
    await desk.sync();
    desk.restart();
    await desk.settle();
    expect(said(desk)).toEqual([closedOnce, closedOnce, closedOnce, closedOnce]);
  });

  it('SY-121 leaves what people named and wrote', async () => {
    const { desk, id } = await approved();
    const [issue] = desk.remote.items('issue');
    if (!issue) throw new Error('no issue');
    desk.remote.changeItem(issue.id, { title: 'Our campaign', body: 'Ours' });
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(issue.fields).toMatchObject({ title: '[CANCELED] Our campaign', state: 'closed' });
    expect(issue.fields.body).toMatch(/^Ours\n\n## Cancelled/);
  });

  it('SY-121 SY-9 opens nothing when it was cancelled before the approval left', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.settle();
    await desk.approve(id);
    await cancel(desk, id);
    await desk.settle();
    expect(desk.remote.items('epic')).toEqual([]);
    expect(desk.remote.items('issue')).toEqual([]);
    expect(desk.remote.records('fund-request')[0]?.fields.status).toBe('rejected');
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-121 closes what an approval that had stopped in the middle has opened', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.settle();
    desk.faults.on((command) => command.marker.endsWith('-issue-list-upload'), faults.refused);
    await desk.approve(id);
    await desk.sync();
    const opened = desk.remote.items('issue').length;
    await cancel(desk, id);
    await desk.sync();
    const stopped = (await desk.store.openIntents()).find(({ state }) => state === 'parked');
    expect(stopped?.kind).toBe('fund-request.approved');
    await retryIntent(useCaseContext(desk.store), stopped?.id ?? ('' as never));
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(opened);
    expect(said(desk).every(({ state }) => state === 'closed')).toBe(true);
    expect(said(desk).length).toBeGreaterThan(0);
  });
});

const start = useBenches();

describe('over HTTP', { timeout: 120_000 }, () => {
  it('SY-121 MDF-12 stands so in both systems', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const id = 'dddddddd-0000-4000-8000-000000000012';
    await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(await countsOf(bench, id)).toMatchObject({ epics: 1, issues: 3, linked: 3 });
    const own = async (kind: 'epic' | 'issue') =>
      (await bench.gitItems(kind)).filter(({ description }) => description?.includes(id) ?? false);
    const items = [...(await own('epic')), ...(await own('issue'))];
    for (const { title, state, description } of items) {
      expect(title).toMatch(/^\[CANCELED\] /);
      expect(state).toBe('closed');
      expect(description?.split('The venue is gone.')).toHaveLength(2);
    }
    const records = await bench.crmRecords('PartnerFundRequest');
    expect(records.find((record) => record['Channel_Desk_Id__c'] === id)).toMatchObject({
      Status: 'Rejected',
    });
    expect(await desk.store.openIntents()).toEqual([]);
  });
});
