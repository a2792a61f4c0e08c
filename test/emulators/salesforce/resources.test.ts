import { describe, expect, it } from 'vitest';
import { startOrg, useOrg } from './harness';

interface Graph {
  readonly graphId: string;
  readonly isSuccessful: boolean;
  readonly graphResponse: { readonly compositeResponse: readonly { readonly httpStatusCode: number }[] };
}

describe('Salesforce emulator: further resources', () => {
  const org = useOrg();
  const base = '/services/data/v62.0/sobjects';

  it('graphs stand or fall each for itself', async () => {
    const post = (referenceId: string, url: string, body: unknown) => ({
      method: 'POST',
      url,
      referenceId,
      body,
    });
    const { body } = await org().call<{ graphs: readonly Graph[] }>('POST', '/composite/graph', {
      graphs: [
        {
          graphId: 'good',
          compositeRequest: [
            post('a', `${base}/Account`, { Name: 'Graph A' }),
            post('b', `${base}/Contact`, { LastName: 'Graph', AccountId: '@{a.id}' }),
          ],
        },
        {
          graphId: 'bad',
          compositeRequest: [
            post('c', `${base}/Account`, { Name: 'Graph C' }),
            post('d', `${base}/Contact`, {}),
          ],
        },
      ],
    });
    expect(body.graphs.map(({ graphId, isSuccessful }) => [graphId, isSuccessful])).toEqual([
      ['good', true],
      ['bad', false],
    ]);
    expect(
      body.graphs[1]?.graphResponse.compositeResponse.map(({ httpStatusCode }) => httpStatusCode),
    ).toEqual([400, 400]);
    const { body: found } = await org().query("SELECT Name FROM Account WHERE Name LIKE 'Graph %'");
    expect(found.records).toMatchObject([{ Name: 'Graph A' }]);
  });

  it('what one has written last is among the recent records, first of its object', async () => {
    const id = await org().create('Contact', { LastName: 'Newest' });
    const { body } = await org().call<readonly Record<string, unknown>[]>('GET', '/recent');
    expect(body).toContainEqual({
      attributes: { type: 'Contact', url: `${base}/Contact/${id}` },
      Id: id,
      Name: 'Newest',
    });
    const contact = await org().call<{ recentItems: readonly { Id: string }[] }>('GET', '/sobjects/Contact');
    expect(contact.body.recentItems[0]?.Id).toBe(id);
  });

  it('explains a query', async () => {
    const { body } = await org().call(
      'GET',
      `/query?explain=${encodeURIComponent("SELECT Id FROM Account WHERE Name = 'x'")}`,
    );
    expect(body).toMatchObject({
      plans: [{ sobjectType: 'Account', leadingOperationType: 'TableScan', cardinality: 0 }],
    });
  });

  it('a describe that did not change since is not sent again', async () => {
    const own = await startOrg();
    const path = '/sobjects/PartnerFundRequest/describe';
    const first = await own.call('GET', path);
    const since = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
    expect((await own.call('GET', path, undefined, since)).status).toBe(304);
    own.sf.runtime.org.clock.setSkewMs(5000);
    await own.control('POST', '/fields', { object: 'PartnerFundRequest', field: 'Title', updateable: false });
    expect((await own.call('GET', path, undefined, since)).status).toBe(200);
    await own.sf.stop();
  });

  it('counts all objects when none is named', async () => {
    const { body } = await org().call<{ sObjects: readonly { name: string }[] }>(
      'GET',
      '/limits/recordCount?sObjects',
    );
    expect(body.sObjects.map(({ name }) => name)).toContain('Account');
  });

  it('has no code to query, and says who one is to Chatter', async () => {
    expect((await org().call('GET', '/tooling/query?q=SELECT+Id+FROM+ApexClass')).body).toMatchObject({
      totalSize: 0,
      records: [],
    });
    expect((await org().call('GET', '/tooling/query?q=SELECT+Id+FROM+Account')).status).toBe(400);
    expect((await org().call('GET', '/chatter/users/me')).body).toMatchObject({
      username: 'dana.weber@channel-desk.example',
    });
  });

  it('an object has one layout with its fields, and no list views', async () => {
    const { body } = await org().call<{
      layouts: readonly { editLayoutSections: readonly unknown[] }[];
      recordTypeMappings: readonly { developerName: string; recordTypeId: string }[];
    }>('GET', '/sobjects/Account/describe/layouts');
    expect(JSON.stringify(body.layouts[0]?.editLayoutSections)).toContain('"value":"BillingCity"');
    expect(JSON.stringify(body.layouts[0]?.editLayoutSections)).not.toContain('"value":"CreatedDate"');
    expect(body.recordTypeMappings.map(({ developerName }) => developerName)).toContain('Partner');
    const [type] = body.recordTypeMappings;
    const one = await org().call('GET', `/sobjects/Account/describe/layouts/${type?.recordTypeId ?? ''}`);
    expect(one.body).toEqual(body.layouts[0]);
    expect((await org().call('GET', '/sobjects/Account/describe/layouts/012000000000001AAA')).status).toBe(
      404,
    );
    expect((await org().call('GET', '/sobjects/Account/listviews')).body).toMatchObject({
      size: 0,
      sobjectType: 'Account',
    });
    const tabs = await org().call<readonly { sobjectName: string }[]>('GET', '/tabs');
    expect(tabs.body.map(({ sobjectName }) => sobjectName)).toContain('PartnerFundRequest');
  });

  it('tells what a token is worth and opens the org in a browser', async () => {
    const form = { client_id: 'channel-desk-tools', token: org().token };
    const asked = await fetch(`${org().sf.url}/services/oauth2/introspect`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(await asked.json()).toMatchObject({
      active: true,
      token_type: 'access_token',
      username: 'dana.weber@channel-desk.example',
    });
    const headers = { authorization: `Bearer ${org().token}` };
    const opened = (await (
      await fetch(`${org().sf.url}/services/oauth2/singleaccess`, { headers })
    ).json()) as Record<string, unknown>;
    expect(opened['frontdoor_uri']).toContain('/secur/frontdoor.jsp?otp=');
  });
});
