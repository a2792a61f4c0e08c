import { describe, expect, it } from 'vitest';
import { campaignOf, campaignRef } from '../../../shared/domain/mdf/campaign';
import { withCampaign } from '../../../shared/domain/merging/fund-request-fields';
import { SalesforceRef } from '../../../shared/schema/remote-ref';
import { aFundRequest } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const id = '701000000000001AAA';
const salesforce = SalesforceRef.parse({
  remote: 'salesforce',
  object: 'PartnerFundRequest',
  id: '0TX000000000001AAA',
  stamp: null,
  url: 'https://org.example/0TX000000000001AAA',
});

describe('the campaign of a request', () => {
  it('MDF-12 is found beside the request, where the playbook has a place for campaigns', () => {
    const request = aFundRequest({ salesforce, campaign: { id, name: 'Roadshow' } });
    expect(campaignOf(request, playbook)).toEqual({ id, name: 'Roadshow' });
    expect(campaignRef(request, playbook)).toEqual({
      remote: 'salesforce',
      object: 'Campaign',
      id,
      stamp: null,
      url: `https://org.example/${id}`,
    });
    expect(campaignRef(aFundRequest({ campaign: { id, name: null } }), playbook)?.url).toBeNull();
    expect(campaignRef(aFundRequest({ salesforce }), playbook)).toBeNull();
    const mappings = playbook.salesforce.mappings.map(({ campaign: _, ...mapping }) => mapping);
    const bare = { salesforce: { ...playbook.salesforce, mappings } };
    expect(campaignOf(request, bare)).toBeNull();
    expect(campaignRef(request, bare)).toBeNull();
  });

  it('MDF-12 is what Salesforce tells last; where it tells nothing, what is known stays', () => {
    const request = aFundRequest();
    expect(withCampaign(request, { title: 'x' })).toBe(request);
    expect(withCampaign(request, { campaign: null })).toBe(request);
    const unnamed = withCampaign(request, { campaign: id });
    expect(unnamed.campaign).toEqual({ id, name: null });
    const named = withCampaign(unnamed, { campaign: id, campaignName: 'Roadshow' });
    expect(named.campaign).toEqual({ id, name: 'Roadshow' });
    expect(withCampaign(named, { campaign: id, campaignName: 'Roadshow' })).toBe(named);
    expect(withCampaign(named, { campaign: id })).toBe(named);
    expect(withCampaign(named, { campaign: '701000000000002AAA' }).campaign?.name).toBeNull();
    expect('campaign' in withCampaign(named, { campaign: null })).toBe(false);
  });
});
