import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Desk } from '../../sync/support/desk';
import type { FaultSpec } from '../../emulators/shared-http/faults';
import { useBenches } from './bench-pool';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();

/** Hash of the bytes that the test desk keeps for every document. */
const sha256 = createHash('sha256')
  .update(new Uint8Array([1, 2, 3]))
  .digest('hex');

function lost(method: string, path: string, count = 1): FaultSpec {
  return { kind: 'drop-after-commit', match: { method, path, count } };
}

/** A desk with the real engine on the real remotes, after its first reading. */
async function aDeskOver(bench: EmulatorBench): Promise<{ desk: Desk; request: FundRequest }> {
  const desk = new Desk();
  desk.clock.advance(Date.now() - Date.parse(desk.clock.now()));
  bench.files.serve(desk.store);
  desk.engine = desk.newEngine({ remote: bench.remote });
  await desk.settle();
  const partners = await desk.store.list({ kind: 'partner' });
  const partner = partners.find(({ salesforce }) => salesforce?.id === bench.partnerId);
  if (!partner) throw new Error('the partner was not read');
  return { desk, request: await desk.request({ partnerId: partner.id, salesforce: null }) };
}

describe('the sync engine over HTTP', () => {
  it('G3 G5 G7 carries a whole case through lost answers, and everything is there once', async () => {
    const bench = await start();
    const { desk, request } = await aDeskOver(bench);
    await bench.fault('salesforce', lost('POST', 'PartnerFundRequest'));
    await desk.settle();
    await bench.fault(
      'gitlab',
      lost('POST', '/epics$'),
      lost('POST', '/issues$', 2),
      lost('POST', '/epics/', 2),
      lost('POST', '/uploads$'),
      lost('POST', '/notes$'),
    );
    await bench.fault('salesforce', lost('POST', 'ContentVersion'), lost('POST', 'PartnerFundClaim'));
    await desk.approve(request.id);
    await desk.claim(request.id, { partnerId: request.partnerId });
    await desk.document(request.id, { sha256 });
    await desk.registration(request.partnerId);
    await desk.planItem({ partnerId: request.partnerId });
    await desk.settle();

    const epics = (await bench.gitItems('epic')).filter(({ description }) =>
      description?.includes(request.id),
    );
    expect(epics).toHaveLength(1);
    const issues = (await bench.gitItems('issue')).filter(({ description }) =>
      description?.includes(`${request.id}-issue`),
    );
    expect(issues.map(({ epicIid }) => epicIid)).toEqual([epics[0]?.iid, epics[0]?.iid, epics[0]?.iid]);
    const pop = issues.find(({ title }) => title.startsWith('MDF POP'));
    expect(pop?.labels).toContain('MDF::POP Approval Needed');
    const withFile = pop?.notes.filter(({ body }) => body.includes('/uploads/'));
    expect(withFile).toHaveLength(1);
    const uploads = new Set((await bench.gitUploads()).map((upload) => upload.sha256));
    expect(uploads.has(sha256)).toBe(true);

    for (const object of ['PartnerFundRequest', 'PartnerFundClaim', 'Event']) {
      const own = (await bench.crmRecords(object)).filter(
        ({ Channel_Desk_Id__c: key }) => typeof key === 'string',
      );
      expect([object, own.length]).toEqual([object, 1]);
    }
    const files = (await bench.crmFiles()).filter((file) => file.sha256 === sha256);
    expect(files).toHaveLength(1);
    const planned = (await bench.gitItems('issue')).filter(({ title }) => title.startsWith('Webcast series'));
    expect(planned).toHaveLength(1);
    expect(await desk.store.openConflicts()).toEqual([]);
    expect(await desk.store.quarantined()).toEqual([]);
  });

  it('MDF-6 opens a parent issue where the group has no epics', async () => {
    const bench = await start({ gitlab: { tier: 'free' } });
    const { desk, request } = await aDeskOver(bench);
    await desk.settle();
    await desk.approve(request.id);
    await desk.settle();
    const items = (await bench.gitItems('issue')).filter(({ description }) =>
      description?.includes(request.id),
    );
    expect(items).toHaveLength(4);
    expect(items.filter(({ title }) => title.startsWith('MDF - '))).toHaveLength(1);
  });

  it('G4 a change made in Salesforce arrives, and one made in both places is asked about', async () => {
    const bench = await start();
    const { desk, request } = await aDeskOver(bench);
    await desk.settle();
    const { salesforce } = await desk.get('fund-request', request.id);
    const id = String(salesforce?.id);
    const object = 'PartnerFundRequest';
    await bench.crmChange({ action: 'update', object, id, fields: { Title: 'Renamed in Salesforce' } });
    await desk.settle();
    expect((await desk.get('fund-request', request.id)).title).toBe('Renamed in Salesforce');
    // A second later, because Salesforce's stamps are whole seconds.
    await bench.skew('salesforce', 2000);
    await bench.crmChange({ action: 'update', object, id, fields: { Description: 'Theirs' } });
    await desk.edit(request.id, { description: 'Mine' });
    await desk.settle();
    const [conflict] = await desk.store.openConflicts();
    expect(conflict?.fields).toMatchObject([{ field: 'description', mine: 'Mine', theirs: 'Theirs' }]);
  });
});
