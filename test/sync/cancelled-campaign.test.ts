import { describe, expect, it } from 'vitest';
import { useBenches } from '../contract/remotes/bench-pool';
import type { BenchChanges, EmulatorBench } from '../contract/remotes/emulator-bench';
import { cancel } from '../prove/support/day';
import { retryIntent } from '../../shared/usecases/sync/retry-intent';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, type Desk } from './support/desk';
import { faults, toGitlab } from './support/fault-plan';
import { deskOver, lost, restartOver } from './support/over-http';
import { choose } from './support/synced';

const OTHER = '11111111-0000-4000-8000-000000000002';
const NAME = 'MDF - Partner - Roadshow';
const ended = { name: `[CANCELED] ${NAME}`, status: 'Aborted' };
const asItWas = { name: NAME, status: 'In Progress' };

async function withCampaign(): Promise<{ desk: Desk; id: string; campaign: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  const campaign = desk.remote.addCampaign(desk.remote.records('fund-request')[0]?.id ?? '', NAME);
  return { desk, id, campaign };
}

const sent = (desk: Desk) => desk.remote.commands.filter(({ kind }) => kind === 'crm.campaign');

describe('the campaign of a cancelled activity', () => {
  it('SY-133 MDF-12 is renamed and ended last, and is known here by its new name', async () => {
    const { desk, id, campaign } = await withCampaign();
    await desk.settle();
    expect((await desk.get('fund-request', id)).campaign).toEqual({ id: campaign, name: NAME });
    await cancel(desk, id);
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(ended);
    expect((await desk.get('fund-request', id)).campaign).toEqual({ id: campaign, name: ended.name });
    expect(desk.remote.commands.at(-1)?.kind).toBe('crm.campaign');
    const [done] = (await desk.intents('fund-request', id)).filter(({ kind }) => kind.endsWith('cancelled'));
    expect(done?.steps.at(-1)).toMatchObject({
      title: 'Rename its campaign and set it to “Aborted”',
      state: 'done',
      ref: { object: 'Campaign', id: campaign },
    });
  });

  it('SY-133 is known by what Salesforce tells when it takes the cancelling', async () => {
    const { desk, id, campaign } = await withCampaign();
    expect((await desk.get('fund-request', id)).campaign).toBeUndefined();
    await cancel(desk, id);
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(ended);
  });

  it('SY-133 has no step where the request names none', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(sent(desk)).toEqual([]);
    const steps = (await desk.intents('fund-request', id)).flatMap((intent) => intent.steps);
    expect(steps.map(({ key }) => key)).not.toContain('campaign-cancel');
  });

  it('SY-133 SY-9 is left alone when the cancelling was taken back before it left, or does not stand', async () => {
    const { desk, id, campaign } = await withCampaign();
    await desk.settle();
    await cancel(desk, id);
    desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', { end: '2027-03-01' });
    await desk.settle();
    await choose(desk, { end: 'theirs', status: 'theirs' });
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(asItWas);
    expect(sent(desk)).toEqual([]);
  });

  it('SY-133 is ended once it becomes known, when Salesforce names it only afterwards', async () => {
    const { desk, id } = await withCampaign();
    desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', {
      campaign: null,
      campaignName: null,
    });
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    const late = desk.remote.addCampaign(desk.remote.records('fund-request')[0]?.id ?? '', 'Late');
    await desk.settle();
    await desk.settle();
    expect(desk.remote.campaigns.get(late)).toEqual({ name: '[CANCELED] Late', status: 'Aborted' });
    // Whoever names it otherwise from then on has the last word.
    desk.remote.campaigns.set(late, { name: 'Revived', status: 'Planned' });
    desk.remote.changeCrm(desk.remote.records('fund-request')[0]?.id ?? '', { campaignName: 'Revived' });
    await desk.settle();
    await desk.settle();
    expect(sent(desk)).toHaveLength(1);
  });

  it('SY-133 SY-17 is ended while GitLab is away', async () => {
    const { desk, id, campaign } = await withCampaign();
    await desk.settle();
    await cancel(desk, id);
    desk.faults.on(toGitlab, faults.unreachable, 99);
    await desk.sync();
    await desk.sync();
    expect(desk.remote.campaigns.get(campaign)).toEqual(ended);
    expect(desk.remote.items('epic').map(({ fields }) => fields.state)).toEqual(['opened']);
  });

  it('SY-133 SY-13 that cannot be changed while GitLab is away keeps nothing open once it is back', async () => {
    const { desk, id } = await withCampaign();
    await desk.settle();
    await cancel(desk, id);
    desk.faults.on(toGitlab, faults.unreachable, 99);
    desk.faults.on(({ kind }) => kind === 'crm.campaign', faults.refused, 99);
    for (let pass = 0; pass < 4; pass += 1) await desk.sync();
    expect(sent(desk)).toHaveLength(1);
    desk.faults.clear();
    desk.faults.on(({ kind }) => kind === 'crm.campaign', faults.refused, 99);
    desk.clock.advance(3_600_000);
    for (let pass = 0; pass < 4; pass += 1) await desk.sync();
    const items = [...desk.remote.items('epic'), ...desk.remote.items('issue')];
    expect(items.map(({ fields }) => fields.state)).toEqual(['closed', 'closed', 'closed', 'closed']);
    expect(await desk.store.openIntents()).toMatchObject([{ state: 'parked' }]);
  });

  it('SY-133 SY-14 that cannot be changed holds up no later change of its request', async () => {
    const { desk, id } = await withCampaign();
    await desk.settle();
    desk.faults.on(({ kind }) => kind === 'crm.campaign', faults.refused, 99);
    await cancel(desk, id);
    await desk.sync();
    await desk.edit(id, { description: 'Said since.' });
    await desk.sync();
    await desk.sync();
    expect(desk.remote.records('fund-request')[0]?.fields.description).toBe('Said since.');
    expect(await desk.store.openIntents()).toMatchObject([
      { kind: 'fund-request.cancelled', state: 'parked' },
    ]);
  });

  it('SY-133 is left as it is while another activity that takes place names it too', async () => {
    const { desk, id, campaign } = await withCampaign();
    const other = await desk.request({ id: OTHER, title: 'Hamburg', start: '2027-01-14', end: '2027-01-14' });
    await desk.approve(other.id);
    await desk.settle();
    const there = desk.remote.records('fund-request').find(({ recordId }) => recordId === OTHER);
    desk.remote.changeCrm(there?.id ?? '', { campaign, campaignName: NAME });
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(asItWas);
    expect(await desk.store.openIntents()).toEqual([]);
    expect(desk.store.logged().map(({ text }) => text)).toContain(
      `“${NAME}” is also the campaign of “Hamburg”; it was left as it is.`,
    );
    await cancel(desk, OTHER);
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(ended);
  });

  it('SY-133 is left alone where an earlier version had cancelled the activity', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    await cancel(desk, id);
    await desk.settle();
    const base = await desk.store.base({ kind: 'fund-request', id }, 'gitlab');
    const { 'cancelled-campaign': _, ...fields } = base?.fields ?? {};
    if (base) await desk.commit({ bases: [{ ...base, fields }] });
    const late = desk.remote.addCampaign(desk.remote.records('fund-request')[0]?.id ?? '', 'Reused');
    await desk.settle();
    expect((await desk.get('fund-request', id)).campaign?.name).toBe('Reused');
    expect(desk.remote.campaigns.get(late)?.name).toBe('Reused');
    expect(sent(desk)).toEqual([]);
  });

  it('SY-133 SY-13 that cannot be changed leaves issues and epic closed, and is done when retried', async () => {
    const { desk, id, campaign } = await withCampaign();
    await desk.settle();
    desk.faults.on(({ kind }) => kind === 'crm.campaign', faults.refused);
    await cancel(desk, id);
    await desk.sync();
    await desk.sync();
    const items = [...desk.remote.items('epic'), ...desk.remote.items('issue')];
    expect(items.map(({ fields }) => fields.state)).toEqual(['closed', 'closed', 'closed', 'closed']);
    const [stopped] = await desk.store.openIntents();
    expect(stopped).toMatchObject({ kind: 'fund-request.cancelled', state: 'parked' });
    await retryIntent(useCaseContext(desk.store), stopped?.id ?? ('' as never));
    await desk.settle();
    expect(desk.remote.campaigns.get(campaign)).toEqual(ended);
  });
});

const start = useBenches();
const id = 'dddddddd-0000-4000-8000-000000000013';

/** An approved request on a desk over HTTP whose activity a colleague gave a campaign. */
async function overHttp(changes: BenchChanges = {}, named: string = NAME) {
  const bench = await start(changes);
  const { desk, partnerId } = await deskOver(bench);
  await desk.request({ id, partnerId });
  await desk.approve(id);
  await desk.settle();
  const object = 'Campaign';
  const fields = { Name: named, Type: 'Partner - MDF', Status: 'In Progress' };
  const campaign = await bench.crmChange({ action: 'create', object, fields });
  const remoteId = String((await desk.get('fund-request', id)).salesforce?.id);
  await bench.crmChange({
    action: 'update',
    object: 'PartnerFundRequest',
    id: remoteId,
    fields: { CampaignId: campaign },
  });
  await bench.skew('salesforce', 3000);
  await desk.settle();
  const campaignNow = async () => {
    const found = (await bench.crmRecords(object)).find(({ Id }) => Id === campaign);
    return found && { name: found['Name'], status: found['Status'] };
  };
  const patches = async () =>
    (await bench.requests('salesforce')).filter((line) => /^PATCH .*\/Campaign\//.test(line)).length;
  return { bench, desk, campaign, campaignNow, patches, remoteId };
}

async function offer(bench: EmulatorBench, rights: object): Promise<void> {
  bench.salesforce.runtime.org.metadata.permit({ object: 'Campaign', field: 'Status', ...rights });
}

describe('a campaign over HTTP', { timeout: 120_000 }, () => {
  it('SY-133 MDF-12 stands so in Salesforce, read back', async () => {
    const { desk, campaign, campaignNow } = await overHttp();
    expect((await desk.get('fund-request', id)).campaign).toEqual({ id: campaign, name: NAME });
    await cancel(desk, id);
    await desk.settle();
    expect(await campaignNow()).toEqual(ended);
    expect((await desk.get('fund-request', id)).campaign?.name).toBe(ended.name);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it.each([
    ['the answer is lost after all was done', lost('PATCH', '/Campaign/')],
    ['the request is lost', { kind: 'drop-before' as const, match: { method: 'PATCH', path: '/Campaign/' } }],
  ])('SY-133 SY-4 SY-5 is named once when %s and the app starts again', async (_, fault) => {
    const { bench, desk, campaignNow } = await overHttp();
    await bench.fault('salesforce', fault);
    await cancel(desk, id);
    await desk.sync();
    restartOver(desk, bench);
    await desk.settle();
    expect(await campaignNow()).toEqual(ended);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-133 SY-4 leaves the name that a colleague gave it after a try whose answer was lost', async () => {
    const { bench, desk, campaign, campaignNow } = await overHttp();
    await bench.fault('salesforce', lost('PATCH', '/Campaign/'));
    await cancel(desk, id);
    await desk.sync();
    expect(await campaignNow()).toEqual(ended);
    const moved = { Name: 'Moved to May', Status: 'Planned' };
    await bench.crmChange({ action: 'update', object: 'Campaign', id: campaign, fields: moved });
    await bench.skew('salesforce', 6000);
    restartOver(desk, bench);
    await desk.settle();
    expect(await campaignNow()).toEqual({ name: 'Moved to May', status: 'Planned' });
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-133 is not written at all when people have named and ended it already', async () => {
    const { bench, desk, campaign, campaignNow, patches } = await overHttp();
    const byHand = { Name: '[Canceled] MDF - Roadshow', Status: 'Aborted' };
    await bench.crmChange({ action: 'update', object: 'Campaign', id: campaign, fields: byHand });
    await patches();
    await cancel(desk, id);
    await desk.settle();
    expect(await patches()).toBe(0);
    expect(await campaignNow()).toEqual({ name: byHand.Name, status: 'Aborted' });
    expect((await desk.get('fund-request', id)).campaign?.name).toBe(byHand.Name);
  });

  it('SY-133 shortens a name for which Salesforce has no room', async () => {
    const { desk, campaignNow } = await overHttp({}, 'x'.repeat(80));
    await cancel(desk, id);
    await desk.settle();
    expect(await campaignNow()).toEqual({ name: `[CANCELED] ${'x'.repeat(68)}…`, status: 'Aborted' });
  });

  it('SY-133 SY-13 says what the list of the org lacks, closes all else, and goes on once it was added', async () => {
    const { bench, desk, campaignNow } = await overHttp();
    await offer(bench, { values: ['Planned', 'In Progress', 'Completed'] });
    await cancel(desk, id);
    await desk.sync();
    await desk.sync();
    const [stopped] = await desk.store.openIntents();
    expect(stopped).toMatchObject({ state: 'parked', problem: { code: 'no-campaign-status' } });
    expect(stopped?.problem?.message).toContain('“Aborted” is not in the list of Status of campaigns');
    expect(await campaignNow()).toEqual(asItWas);
    const left = stopped?.steps.filter(({ state }) => state !== 'done').map(({ key }) => key);
    expect(left).toEqual(['campaign-cancel']);
    await offer(bench, { values: ['Planned', 'In Progress', 'Completed', 'Aborted'] });
    await retryIntent(useCaseContext(desk.store), stopped?.id ?? ('' as never));
    await desk.settle();
    expect(await campaignNow()).toEqual(ended);
  });

  it('SY-133 SY-88 says so when campaigns may not be seen or changed, and goes on once they may', async () => {
    const { bench, desk, campaignNow } = await overHttp();
    await offer(bench, { updateable: false });
    await cancel(desk, id);
    await desk.sync();
    await desk.sync();
    const [stopped] = await desk.store.openIntents();
    expect(stopped).toMatchObject({ state: 'parked', problem: { code: 'campaign-locked' } });
    await offer(bench, { updateable: true });
    await retryIntent(useCaseContext(desk.store), stopped?.id ?? ('' as never));
    await desk.settle();
    expect(await campaignNow()).toEqual(ended);
  });

  it('SY-133 says who can help when the person is no marketing user, and reads the requests all the same', async () => {
    const { bench, desk, campaign, campaignNow } = await overHttp();
    const { store } = bench.salesforce.runtime.org;
    for (const user of [...store.all('User')])
      store.put('User', { ...user, UserPermissionsMarketingUser: false });
    await desk.edit(id, { description: 'Changed' });
    await desk.settle();
    expect((await desk.get('fund-request', id)).campaign).toEqual({ id: campaign, name: NAME });
    await cancel(desk, id);
    for (let pass = 0; pass < 3; pass += 1) await desk.sync();
    const [stopped] = await desk.store.openIntents();
    expect(stopped?.problem).toMatchObject({
      code: 'no-campaigns',
      fix: expect.stringContaining('Marketing User'),
    });
    expect(await campaignNow()).toEqual(asItWas);
  });

  it('SY-133 needs nothing more of a campaign that was deleted', async () => {
    const { bench, desk, campaign } = await overHttp();
    await bench.crmChange({ action: 'delete', object: 'Campaign', id: campaign });
    await cancel(desk, id);
    await desk.settle();
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('SY-133 SY-102 is named once when two devices cancel at one time', async () => {
    const { bench, desk, campaignNow, patches } = await overHttp();
    const { desk: other } = await deskOver(bench);
    const there = (await other.store.list({ kind: 'fund-request' })).find(
      ({ salesforce }) => salesforce?.id !== undefined,
    );
    expect(there).toBeDefined();
    await patches();
    await cancel(desk, id);
    await cancel(other, id);
    await desk.settle();
    await other.settle();
    expect(await campaignNow()).toEqual(ended);
    expect(await patches()).toBe(1);
    expect(await other.store.openIntents()).toEqual([]);
  });

  it('SY-133 works with custom objects too', async () => {
    const bench = await start({
      scenario: 'custom-objects',
      playbook: (playbook) => ({
        ...playbook,
        salesforce: { ...playbook.salesforce, mapping: 'impartner-style' },
      }),
    });
    const { desk } = await deskOver(bench);
    const requests = await desk.store.list({ kind: 'fund-request' });
    const named = requests.find(({ campaign }) => campaign !== undefined);
    expect(named?.campaign?.name).toBe('MDF - Cobalt DevOps - DevSecOps Breakfast Munich');
    const done = await bench.remote.execute({
      kind: 'crm.campaign',
      marker: `${named?.id}-campaign-cancel`,
      repeat: false,
      campaignId: named?.campaign?.id ?? ('' as never),
      namePrefix: '[CANCELED] ',
      status: 'aborted',
    });
    expect(done).toMatchObject({ kind: 'done', row: { fields: { campaignName: expect.any(String) } } });
    expect((await bench.crmRecords('Campaign')).map(({ Name, Status }) => [Name, Status])).toEqual([
      ['[CANCELED] MDF - Cobalt DevOps - DevSecOps Breakfast Munich', 'Aborted'],
    ]);
  });
});
