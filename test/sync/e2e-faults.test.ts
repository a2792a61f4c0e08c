import { describe, expect, it } from 'vitest';
import type { FetchLike } from '../../electron/remotes/common/ports';
import { useBenches } from '../contract/remotes/bench-pool';
import { countsOf, deskOver, fullDay, lost, onceAndWhole } from './support/over-http';

const start = useBenches();
const id = 'aaaaaaaa-0000-4000-8000-000000000001';

/** Delivers the first such write twice, as a network may; what is asked after it is refused for now. */
function deliversTwice(method: string): (real: FetchLike) => FetchLike {
  let state: 'before' | 'refusing' | 'over' = 'before';
  return (real) => async (url, init) => {
    if (state === 'refusing') {
      state = 'over';
      return new Response('Retry later', { status: 429, headers: { 'retry-after': '60' } });
    }
    if (state === 'over' || init.method !== method || !url.includes('/PartnerFundRequest'))
      return real(url, init);
    await real(url, init);
    state = 'refusing';
    return real(url, init);
  };
}

describe('over HTTP, with faults', { timeout: 120_000 }, () => {
  it('SY-4 makes everything once when the first answer to every write is lost', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await bench.fault(
      'salesforce',
      lost('POST', 'PartnerFundRequest'),
      lost('PATCH', 'PartnerFundRequest'),
      lost('POST', 'PartnerFundClaim'),
      lost('POST', 'ContentVersion'),
    );
    await bench.fault(
      'gitlab',
      lost('POST', '/epics$'),
      lost('POST', '/issues$'),
      lost('POST', '/issues$'),
      lost('POST', '/issues$'),
      lost('POST', '/epics/'),
      lost('PUT', '/epics/'),
      lost('PUT', '/issues/'),
      lost('POST', '/uploads$'),
      lost('POST', '/notes$'),
    );
    await fullDay(desk, partnerId, id);
    await desk.settle(80);
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-87 knows its own record when the create was delivered twice', async () => {
    const bench = await start({ fetch: deliversTwice('POST') });
    const { desk, partnerId } = await deskOver(bench);
    await desk.request({ id, partnerId });
    await desk.sync();
    expect((await desk.store.openIntents()).flatMap(({ steps }) => steps)).toMatchObject([{ state: 'sent' }]);
    await desk.approve(id);
    await desk.settle(80);
    expect(desk.store.allConflicts()).toEqual([]);
    expect((await desk.store.get('fund-request', id))?.approval.kind).toBe('approved');
    const [there] = (await bench.crmRecords('PartnerFundRequest')).filter(
      (record) => record['Channel_Desk_Id__c'] === id,
    );
    expect(there).toMatchObject({ Status: 'Approved', Channel_Desk_State__c: 'approved' });
  });

  it('SY-87 knows its own change when the update was delivered twice', async () => {
    const bench = await start({ fetch: deliversTwice('PATCH') });
    const { desk, partnerId } = await deskOver(bench);
    await desk.request({ id, partnerId });
    await desk.settle();
    // The stamp by which an update is refused counts in whole seconds.
    await bench.skew('salesforce', 60_000);
    await desk.edit(id, { title: 'Second title' });
    await desk.sync();
    await desk.edit(id, { title: 'Third title' });
    await desk.settle(80);
    expect(desk.store.allConflicts()).toEqual([]);
    expect((await desk.store.get('fund-request', id))?.title).toBe('Third title');
  });

  it('SY-20 SY-21 gets through 429, Salesforce’s request limit and locked rows, with and without Retry-After', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await bench.fault(
      'gitlab',
      { kind: 'request-limit', retryAfter: 30, match: { method: 'POST', count: 2 } },
      { kind: 'request-limit', match: { method: 'POST', count: 4 }, times: 2 },
    );
    await bench.fault(
      'salesforce',
      { kind: 'request-limit', match: { method: 'PATCH' } },
      { kind: 'lock-row', match: { method: 'POST', path: 'PartnerFundClaim' } },
    );
    await fullDay(desk, partnerId, id);
    const first = await desk.sync();
    expect(first.nextAttemptAt).not.toBeNull();
    await desk.settle(80);
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
  });

  it('SY-23 renews tokens that expire in the middle of a drain without anybody noticing', async () => {
    const bench = await start({ gitlab: {} });
    const { desk, partnerId } = await deskOver(bench);
    await bench.fault(
      'salesforce',
      { kind: 'expire-tokens', match: { count: 4 } },
      { kind: 'expire-tokens', match: { count: 9 } },
    );
    await fullDay(desk, partnerId, id);
    const report = await desk.sync();
    expect(report.notes).toEqual([]);
    await desk.settle();
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
  });

  it('SY-24 survives cut and damaged answers', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await bench.fault(
      'gitlab',
      { kind: 'malformed-json', match: { method: 'POST', path: '/epics$' } },
      { kind: 'truncate', match: { method: 'POST', path: '/issues$' } },
      { kind: 'reset', match: { method: 'POST', path: '/issues$', count: 2 } },
    );
    await bench.fault('salesforce', {
      kind: 'malformed-json',
      match: { method: 'POST', path: 'PartnerFundClaim' },
    });
    await fullDay(desk, partnerId, id);
    await desk.settle(80);
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('SY-17 does a whole day offline and brings it all when the network is back', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    await bench.offline('salesforce', true);
    await bench.offline('gitlab', true);
    await fullDay(desk, partnerId, id);
    await desk.registration(partnerId);
    await desk.planItem({ partnerId });
    const offline = await desk.sync();
    expect(offline).toMatchObject({ sent: 0, complete: false, waiting: 6 });
    expect(desk.engine.status().online).toBe(false);
    await bench.offline('gitlab', false);
    await desk.sync();
    expect(
      (await bench.gitItems('issue')).filter(({ title }) => title.startsWith('Webcast series')),
    ).toHaveLength(1);
    await bench.offline('salesforce', false);
    await desk.settle();
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    const events = (await bench.crmRecords('Event')).filter(
      (record) => record['Channel_Desk_Id__c'] !== null && record['Channel_Desk_Id__c'] !== undefined,
    );
    expect(events).toMatchObject([
      {
        Subject: 'Microsite Program - Partner Site',
        Type: 'Marketing',
        IsReminderSet: false,
        WhatId: bench.partnerId,
      },
    ]);
  });
});
