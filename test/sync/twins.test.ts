import { describe, expect, it } from 'vitest';
import { changeRemotely, recordsOf } from '../emulators/salesforce/control';
import { cutCase } from '../prove/exactly-once';
import { fromDraft, history, plainly } from '../prove/two-devices';
import { lostConnection } from '../prove/support/cuts';
import { type Call, makeWorld, partnerOf } from '../prove/support/world';
import { dropFile } from '../prove/support/day';
import { disagreements } from '../prove/support/oracle';
import { createMemoryStore } from '../support/memory-store';
import { aFundRequest, aPartner } from '../support/records';
import { useCaseContext } from '../support/use-case-context';
import { attachDocuments } from '../../shared/usecases/pop/attach-documents';
import { SalesforceId, Sha256 } from '../../shared/schema/values';
import { FundRequestId, PartnerId } from '../../shared/schema/ids';

const id = '11111111-0000-4000-8000-000000000001';
const object = 'PartnerFundRequest';

describe('what came into being twice', { timeout: 120_000 }, () => {
  it.each([
    ['a plan item whose twin was taken for a milestone', 'plan-item.put', 164],
    ['a file in an org without a unique field', 'document.put', 144],
    ['a note', 'document.put', 444],
    ['an event in an org without a unique field', 'registration.put', 254],
    ['a request that was approved meanwhile', 'fund-request.approved', 7814],
    ['a request whose twin was the one that was approved', 'fund-request.approved', 22114],
    ['a request that was approved meanwhile, in another org', 'fund-request.approved', 12014],
  ] as const)('SY-101 is put aside: %s', async (_what, kind, seed) => {
    const { problems, hit } = await cutCase('late-commit', kind, seed);
    expect(problems).toEqual([]);
    expect(hit).toBe(true);
  });

  it('G3 a file whose first upload takes effect between the look and the repeat is taken as it is (P3, 154)', async () => {
    const { problems, hit } = await cutCase('late-commit', 'document.put', 154);
    expect(problems).toEqual([]);
    expect(hit).toBe(true);
  });

  it('SY-101 a note that is there twice is removed though that did not work at first', async () => {
    const world = makeWorld();
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    await desk.request({ id, partnerId: await partnerOf(device) });
    await desk.approve(id);
    await desk.settle();
    let late: Call | null = null;
    let removals = 0;
    world.wire = async (call) => {
      if (call.method === 'POST' && call.path.endsWith('/notes') && late === null) {
        late = call;
        throw lostConnection();
      }
      if (call.method === 'DELETE' && call.path.includes('/notes/')) {
        removals += 1;
        if (removals === 1) throw lostConnection();
      }
      return call.deliver();
    };
    await dropFile(desk, id, 1, '33333333-0000-4000-8000-000000000001');
    await desk.sync();
    world.clock.advance(3_600_000);
    await desk.settle();
    await (late as Call | null)?.deliver();
    const marked = () =>
      [...world.gitlab.notes.values()].filter(({ body }) => body.includes('git-file -->')).length;
    expect(marked()).toBe(2);
    for (let round = 0; round < 3; round += 1) {
      world.clock.advance(60_000);
      await desk.sync();
    }
    expect(removals).toBe(2);
    expect(marked()).toBe(1);
  });

  it('SY-101 two devices never put aside each other’s, and both point to the one that counts', async () => {
    const world = makeWorld();
    const [one, two] = [await world.device(), await world.device()];
    await one.desk.settle();
    const partnerId = await partnerOf(one);
    await one.desk.request({ id, partnerId });
    await one.desk.settle();
    await two.desk.settle();
    await one.desk.approve(id);
    await two.desk.approve(id);
    let looks = 0;
    // Both look for the epic before either makes it.
    let release: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.wire = async (call) => {
      const answer = await call.deliver();
      if (call.method === 'GET' && /epics\?.*created_after/.test(call.path)) {
        looks += 1;
        if (looks === 2) release();
        if (looks <= 2) await met;
      }
      return answer;
    };
    await Promise.all([one.desk.sync(), two.desk.sync()]);
    expect([...world.gitlab.epics.values()]).toHaveLength(2);
    for (let round = 0; round < 4; round += 1) {
      await one.desk.settle();
      await two.desk.settle();
      world.clock.advance(60_000);
    }
    expect(await disagreements(world, [one, two])).toEqual([]);
    expect([...world.gitlab.epics.values()].map(({ state }) => state).sort()).toEqual(['closed', 'opened']);
    const said = [one, two].flatMap(({ desk }) => desk.store.logged().map(({ text }) => text));
    expect(said.some((text) => text.includes('was there twice'))).toBe(true);
  });

  it.each([51_110, 51_343, 51_588, 51_734, 51_749, 60_944])(
    'SY-101 SY-104 is put aside though it was made under another title, with all that came of it (history %i)',
    async (seed) => {
      expect(await history(seed, plainly)).toEqual([]);
    },
  );

  it('SY-101 an event that two people log at one moment is put aside by who made the second (history 175)', async () => {
    expect(await history(175, fromDraft)).toEqual([]);
  });

  it('SY-104 an issue that takes effect late is put aside though its title has changed since', async () => {
    const world = makeWorld();
    const { desk } = await world.device();
    await desk.settle();
    const late: Call[] = [];
    world.wire = async (call) => {
      if (call.method !== 'POST' || !call.path.endsWith('/issues') || late.length > 0) return call.deliver();
      late.push(call);
      throw lostConnection();
    };
    const item = await desk.planItem({ title: 'Roadshow' });
    await desk.sync();
    await desk.planItem({ id: item.id, title: 'Roadshow in Graz' });
    world.clock.advance(3_600_000);
    await desk.settle();
    await late[0]?.deliver();
    await desk.settle();
    const issues = [...world.gitlab.issues.values()];
    expect(issues.map(({ title, state }) => [title.split(' - ')[0], state])).toEqual([
      ['Roadshow in Graz', 'opened'],
      ['Roadshow', 'closed'],
    ]);
  });

  it.each([404, 409, 423])(
    'SY-101 a twin is not closed without a word where a note is refused in passing: %s',
    async (status) => {
      const world = makeWorld();
      const device = await world.device();
      const { desk } = device;
      await desk.settle();
      const partnerId = await partnerOf(device);
      let late: Call | null = null;
      let refusals = 0;
      world.wire = async (call) => {
        if (late === null && call.method === 'POST' && /\/issues$/.test(call.path)) {
          late = call;
          throw lostConnection();
        }
        if (refusals === 2 || call.method !== 'POST' || !call.path.endsWith('/notes')) return call.deliver();
        refusals += 1;
        return Response.json({ message: 'Not now' }, { status });
      };
      await desk.planItem({ partnerId });
      await desk.sync();
      world.clock.advance(60_000);
      await desk.sync();
      await (late as Call | null)?.deliver();
      const twin = () => [...world.gitlab.issues.values()].find(({ iid }) => iid === 2);
      const told = () => [...world.gitlab.notes.values()].filter(({ body }) => body.includes('made twice'));
      for (let pass = 0; pass < 6; pass += 1) {
        world.clock.advance(60_000);
        await desk.sync();
        if (twin()?.state === 'closed') expect(told()).toHaveLength(1);
      }
      expect(refusals).toBe(2);
      expect(twin()?.state).toBe('closed');
      expect(told()).toHaveLength(1);
    },
  );

  it.each([
    ['a passing refusal', 404, 1],
    ['a passing refusal', 412, 1],
    ['refusals without end', 412, 99],
  ] as const)(
    'SY-101 a twin in Salesforce whose deletion meets %s (%s) is tried again and holds up nothing',
    async (_what, status, most) => {
      const world = makeWorld({ keys: 'field' });
      const device = await world.device();
      const { desk } = device;
      await desk.settle();
      let late: Call | null = null;
      let refusals = 0;
      world.wire = async (call) => {
        if (late === null && call.method === 'POST' && call.path.endsWith('/PartnerFundRequest')) {
          late = call;
          throw lostConnection();
        }
        if (call.method !== 'DELETE' || refusals === most) return call.deliver();
        refusals += 1;
        return Response.json([{ errorCode: 'NOT_NOW', message: 'Not now' }], { status });
      };
      await desk.request({ id, partnerId: await partnerOf(device) });
      await desk.sync();
      world.clock.advance(3_600_000);
      await desk.settle();
      await (late as Call | null)?.deliver();
      // What is newer takes the bookmark past the twin.
      world.clock.advance(3_600_000);
      await desk.edit(id, { title: 'Renamed' });
      for (let pass = 0; pass < 8; pass += 1) {
        await desk.sync();
        world.clock.advance(3_600_000);
      }
      expect(refusals).toBe(Math.min(most, 5));
      expect(await desk.store.quarantineIds()).toHaveLength(most === 1 ? 0 : 1);
      if (most === 1) expect(await disagreements(world, [device])).toEqual([]);
      expect((await desk.sync()).complete).toBe(true);
    },
  );

  it('SY-101 what a change has half done on the twin of a POP issue is done again on the one that counts', async () => {
    const world = makeWorld();
    const device = await world.device();
    const { desk } = device;
    await desk.settle();
    const partnerId = await partnerOf(device);
    await desk.request({ id, partnerId });
    let made = 0;
    let isClosing = false;
    world.wire = async (call) => {
      const isPop = call.method === 'POST' && call.body?.includes('issue-mdf-pop') === true;
      if (isPop && made === 0) {
        made = 1;
        await call.deliver();
        throw lostConnection();
      }
      // The server does not list yet what it made.
      if (made === 1 && /\/issues\?/.test(call.path)) return Response.json([]);
      if (isPop) made = 2;
      // The rejection is told by then, and the issue not closed yet.
      const closes = call.method === 'PUT' && call.body?.includes('"state_event":"close"') === true;
      if (!closes || isClosing) return call.deliver();
      isClosing = true;
      return new Response('Retry later', { status: 429 });
    };
    await desk.approve(id);
    await desk.sync();
    world.clock.advance(60_000);
    const rejected = { kind: 'rejected', at: desk.clock.now(), by: 'Rita', note: 'No photos.' } as const;
    await desk.claim(id, { partnerId: PartnerId.parse(partnerId), decision: rejected });
    await desk.sync();
    expect([made, isClosing]).toEqual([2, true]);
    world.clock.advance(3_600_000);
    await desk.settle();
    const pop = (await desk.get('fund-request', id)).gitlab.issues[desk.playbook.gitlab.popIssue];
    const told = [...world.gitlab.notes.values()].filter(({ body }) => body.includes('-rejected-'));
    const kept = told.filter(({ target }) => target.id === pop?.id);
    expect([told.length, kept.length]).toEqual([2, 1]);
    expect(await disagreements(world, [device])).toEqual([]);
  });

  it('SY-101 what a device that reads for the first time made of a twin goes with it', async () => {
    const world = makeWorld();
    const [one, two] = [await world.device(), await world.device()];
    await one.desk.settle();
    world.wire = async (call) => {
      if (call.method !== 'POST' || !call.path.endsWith('/issues')) return call.deliver();
      await call.deliver();
      const answer = await call.deliver();
      await two.desk.sync();
      return answer;
    };
    const item = await one.desk.planItem({ partnerId: await partnerOf(one) });
    await one.desk.sync();
    const made = (await two.desk.store.list({ kind: 'plan-item' })).filter(({ id: own }) => own !== item.id);
    expect(made).toHaveLength(1);
    world.clock.advance(60_000);
    await one.desk.settle();
    await two.desk.settle();
    expect(await two.desk.get('plan-item', made[0]?.id ?? '')).toMatchObject({ deletedRemotely: true });
    expect(await disagreements(world, [one, two])).toEqual([]);
  });

  it.each([
    ['days later, with its title', 50, null],
    ['minutes later, under another title', 0.1, 'A copy'],
  ] as const)('SY-104 an own copy of an issue stays open: %s', async (_what, hours, title) => {
    const world = makeWorld();
    const device = await world.device();
    await device.desk.settle();
    const item = await device.desk.planItem({ partnerId: await partnerOf(device) });
    await device.desk.settle();
    const [issue] = [...world.gitlab.issues.values()];
    world.clock.advance(3_600_000 * hours);
    await world.gitlabApp.request(`/api/v4/projects/${issue?.projectId}/issues`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
      body: JSON.stringify({ title: title ?? issue?.title, description: issue?.description }),
    });
    await device.restart();
    await device.desk.settle();
    expect((await device.desk.get('plan-item', item.id)).gitlab).toMatchObject({ id: issue?.id });
    expect([...world.gitlab.issues.values()].map(({ state }) => state)).toEqual(['opened', 'opened']);
  });

  it('SY-104 a copy that people made of an issue is not the plan item', async () => {
    const world = makeWorld();
    const device = await world.device();
    await device.desk.settle();
    const item = await device.desk.planItem({ partnerId: await partnerOf(device) });
    await device.desk.settle();
    const [issue] = [...world.gitlab.issues.values()];
    world.clock.advance(3_600_000 * 48);
    await world.gitlabApp.request(`/api/v4/projects/${issue?.projectId}/issues`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-marcus', 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'A copy', description: issue?.description, due_date: '2027-01-31' }),
    });
    await device.restart();
    await device.desk.settle();
    expect(await device.desk.get('plan-item', item.id)).toMatchObject({
      title: item.title,
      end: item.end,
      gitlab: { id: issue?.id },
    });
    expect([...world.gitlab.issues.values()].map(({ state }) => state)).toEqual(['opened', 'opened']);
  });
});

describe('two devices', { timeout: 120_000 }, () => {
  it('SY-105 bring their files to the POP issue that the other one opened (history 2)', async () => {
    expect(await history(2, plainly)).toEqual([]);
    const world = makeWorld();
    const [one, two] = [await world.device(), await world.device()];
    await one.desk.settle();
    await one.desk.request({ id, partnerId: await partnerOf(one) });
    await dropFile(one.desk, id, 1, '33333333-0000-4000-8000-000000000001');
    await one.desk.settle();
    await two.desk.settle();
    await two.desk.approve(id);
    await two.desk.settle();
    await one.desk.settle();
    const pop = [...world.gitlab.issues.values()].find(({ description }) => description?.includes('mdf-pop'));
    const notes = [...world.gitlab.notes.values()].filter(
      ({ target, body }) => target.id === pop?.id && body.includes('/uploads/'),
    );
    expect(notes).toHaveLength(1);
  });

  it('SY-36 a file whose bytes have changed on the disk is not sent, and says so', async () => {
    const world = makeWorld();
    const { desk } = await world.device();
    await desk.settle();
    await desk.request({ id, partnerId: (await desk.store.list({ kind: 'partner' }))[0]?.id });
    await desk.document(id);
    await desk.sync();
    const [intent] = await desk.store.openIntents();
    expect(intent).toMatchObject({ state: 'parked', problem: { code: 'bytes-damaged' } });
    expect([...world.salesforce.org.store.all('ContentVersion')]).toEqual([]);
  });

  it('SY-36 a file whose bytes are missing stops with a way out', async () => {
    const world = makeWorld();
    const { desk } = await world.device();
    await desk.settle();
    await desk.request({ id, partnerId: (await desk.store.list({ kind: 'partner' }))[0]?.id });
    desk.store.blob = async () => undefined;
    await desk.document(id);
    await desk.sync();
    const [intent] = await desk.store.openIntents();
    expect(intent).toMatchObject({ state: 'parked', problem: { code: 'bytes-missing' } });
    expect(intent?.problem?.fix).toContain('Drop the file');
  });

  it('SY-102 give the same claim and the same file the same ids', async () => {
    const ids = async (): Promise<string[]> => {
      const store = createMemoryStore();
      const context = useCaseContext(store);
      const partner = aPartner({ id: 'partner-1' });
      const approval = { kind: 'approved', at: '2026-11-02T09:00:00.000Z' };
      const request = aFundRequest({ id, partnerId: partner.id, approval });
      await store.commit({
        puts: [
          { kind: 'partner', record: partner },
          { kind: 'fund-request', record: request },
        ],
      });
      const bytes = new Uint8Array([1, 2, 3]);
      const sha256 = Sha256.parse('ab'.repeat(32));
      const files = [{ name: 'a.pdf', bytes, sha256, invoice: null }];
      const requestId = FundRequestId.parse(id);
      const attached = await attachDocuments(context, { requestId, files, proof: 'invoice' });
      if (!attached.ok) throw new Error(JSON.stringify(attached.error));
      const [claim] = await store.list({ kind: 'claim' });
      return [...attached.value.added.map((document) => document.id as string), String(claim?.id)];
    };
    const [here, there] = [await ids(), await ids()];
    expect(here).toEqual(there);
    expect(here).toHaveLength(2);
    expect(here[1]).toBe(`${id}-claim`);
  });

  it('SY-103 do not write over each other’s record that they have not seen', async () => {
    const world = makeWorld();
    const [one, two] = [await world.device(), await world.device()];
    await one.desk.settle();
    await two.desk.settle();
    await one.desk.request({ id, partnerId: await partnerOf(one), title: 'Made on one' });
    await two.desk.request({ id, partnerId: await partnerOf(two), title: 'Made on two' });
    await one.desk.settle();
    await two.desk.settle();
    const [conflict] = await two.desk.store.openConflicts();
    expect(conflict?.fields).toMatchObject([{ field: 'title', mine: 'Made on two', theirs: 'Made on one' }]);
    expect([...world.salesforce.org.store.all('PartnerFundRequest')]).toMatchObject([
      { Title: 'Made on one' },
    ]);
  });

  it('SY-103 do not write over a record of which only the Salesforce id was imported', async () => {
    const world = makeWorld();
    const [one, two] = [await world.device(), await world.device()];
    await one.desk.settle();
    await two.desk.settle();
    await one.desk.request({ id: '11111111-0000-4000-8000-00000000000a', partnerId: await partnerOf(one) });
    await one.desk.settle();
    const { org } = world.salesforce;
    const record = () => recordsOf(org, object)[0];
    const fields = { Title: 'Of a colleague' };
    changeRemotely(org, { action: 'update', object, id: String(record()?.['Id']), fields });
    const salesforce = {
      remote: 'salesforce' as const,
      object,
      id: SalesforceId.parse(record()?.['Id']),
      stamp: null,
      url: null,
    };
    await two.desk.request({ id, partnerId: await partnerOf(two), salesforce, title: 'Of the export' });
    await two.desk.settle();
    expect(record()?.['Title']).toBe('Of a colleague');
    const [conflict] = await two.desk.store.openConflicts();
    expect(conflict?.fields).toContainEqual(
      expect.objectContaining({ field: 'title', mine: 'Of the export', theirs: 'Of a colleague' }),
    );
  });
});
