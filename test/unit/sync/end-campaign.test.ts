import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { planSteps } from '../../../shared/sync/steps/plan';
import { startDraft } from '../../../shared/sync/draft';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { built, crm, settled, stepsOf } from './steps-support';
import { anIntent, later, now } from './support';

const request = { kind: 'fund-request', id: 'request-1' } as const;
const cancelled = anIntent({ kind: 'fund-request.cancelled', subject: request });
const approval = { kind: 'withdrawn', at: now, reason: 'The venue is gone.', cancelledBy: 'A. Anders' };
const campaign = { id: crm(7).id, name: 'Roadshow' };
const key = 'campaign-cancel';
const nothing = { kind: 'nothing', ref: null };

async function aStore(of: Partial<Record<keyof FundRequest, unknown>> = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const record = aFundRequest({ salesforce: crm(2), approval, campaign, ...of });
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
      { kind: 'fund-request', record },
    ],
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

describe('SY-133 the step that ends the campaign of a cancelled activity', () => {
  it('comes last, once Salesforce has taken the cancelling, and waits for nothing in GitLab', async () => {
    const last = (await stepsOf(await aStore(), cancelled)).at(-1);
    expect(last).toMatchObject({
      key,
      remote: 'salesforce',
      about: request,
      title: 'Rename its campaign and set it to “Aborted”',
      after: ['crm'],
    });
  });

  it('is not there without a campaign, a request, or a place for campaigns in the playbook', async () => {
    const keys = async (store: MemoryStore, of = cancelled) =>
      (await stepsOf(store, of)).map((step) => step.key);
    expect(await keys(await aStore({ campaign: undefined }))).not.toContain(key);
    const nobody = anIntent({ ...cancelled, subject: { ...request, id: 'none' } });
    expect(await keys(await aStore(), nobody)).not.toContain(key);
    const playbook = thePlaybook();
    const mappings = playbook.salesforce.mappings.map(({ campaign: _, ...mapping }) => mapping);
    const bare = { ...playbook, salesforce: { ...playbook.salesforce, mappings } };
    const context = { playbook: bare, intent: cancelled, newId: testIds().uuid };
    const steps = await planSteps(startDraft(await aStore(), now), context);
    expect(steps.map((step) => step.key)).not.toContain(key);
  });

  it('says which campaign, what stands before its name, and its status', async () => {
    expect(await built(await aStore(), cancelled, key)).toEqual({
      kind: 'send',
      sent: { knownName: 'Roadshow' },
      write: {
        kind: 'crm.campaign',
        marker: 'request-1-campaign-cancel',
        campaignId: campaign.id,
        namePrefix: '[CANCELED] ',
        status: 'Aborted',
        knownName: 'Roadshow',
      },
    });
  });

  it('has nothing to send once the activity is approved anew', async () => {
    expect(await built(await aStore({ approval: { kind: 'approved', at: now } }), cancelled, key)).toEqual(
      nothing,
    );
  });

  it('takes the new name, and is not sent again, since who names it otherwise has the last word', async () => {
    const store = await aStore();
    const ref = { ...crm(7), object: 'Campaign' };
    const fields = { campaign: campaign.id, campaignName: '[CANCELED] Roadshow' };
    const row = { stream: 'fund-requests', ref, recordId: null, fields, deleted: false } as const;
    await settled(store, cancelled, key, { ref, row });
    const record = await store.get('fund-request', request.id);
    expect(record?.campaign).toEqual({ id: campaign.id, name: '[CANCELED] Roadshow' });
    expect(await built(store, cancelled, key)).toEqual(nothing);
    for (const over of [
      { approval: { ...approval, at: later(1) } },
      { campaign: { ...campaign, id: crm(8).id } },
    ]) {
      await store.commit({ puts: [{ kind: 'fund-request', record: aFundRequest({ ...record, ...over }) }] });
      expect((await built(store, cancelled, key)).kind).toBe('send');
    }
  });

  it('keeps the name that is known when nothing came back', async () => {
    const store = await aStore();
    await settled(store, cancelled, key, { ref: crm(7), row: null });
    expect((await store.get('fund-request', request.id))?.campaign).toEqual(campaign);
  });
});
