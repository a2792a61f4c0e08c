import { describe, expect, it } from 'vitest';
import { accountId, type Errors, useOrg } from './harness';

const EXT = 'Channel_Desk_Id__c';

describe('Salesforce emulator: records', () => {
  const org = useOrg({
    customFields: [{ object: 'Lead', fields: [{ name: 'Shared_Key__c', externalId: true, unique: false }] }],
  });

  function lead(key: string): Record<string, unknown> {
    return { LastName: 'Lead', Company: 'Twins', Shared_Key__c: key };
  }

  function title(label: string): Record<string, unknown> {
    return { Title: label };
  }

  it('creates with 201, a Location and {id, success, errors}; reads the whole record with nulls and stamps', async () => {
    const made = await org().call<{ id: string }>('POST', '/sobjects/PartnerFundRequest', {
      ...title('Made here'),
      RequestedAmount: 1000.005,
      CurrencyIsoCode: 'EUR',
    });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^0TX\w{15}$/) as string,
      success: true,
      errors: [],
    });
    expect(made.headers.get('location')).toBe(
      `/services/data/v62.0/sobjects/PartnerFundRequest/${made.body.id}`,
    );
    const { body } = await org().call<Record<string, unknown>>(
      'GET',
      `/sobjects/PartnerFundRequest/${made.body.id}`,
    );
    expect(body).toMatchObject({
      attributes: {
        type: 'PartnerFundRequest',
        url: `/services/data/v62.0/sobjects/PartnerFundRequest/${made.body.id}`,
      },
      Id: made.body.id,
      IsDeleted: false,
      Title: 'Made here',
      RequestedAmount: 1000.01,
      Amount: null,
      Status: 'Draft',
      CurrencyIsoCode: 'EUR',
      OwnerId: '0055g00000Us001AAB',
      Description: null,
      TotalApprovedFcs: 0,
    });
    expect(body['SystemModstamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
  });

  it('a 15-character id reads the same record; the attributes carry the version of the request', async () => {
    const id = await org().create('PartnerFundRequest', title('Short id'));
    const { body } = await org().call<Record<string, unknown>>(
      'GET',
      `//services/data/v51.0/sobjects/partnerfundrequest/${id.slice(0, 15)}?fields=title`,
    );
    expect(body).toEqual({
      attributes: {
        type: 'PartnerFundRequest',
        url: `/services/data/v51.0/sobjects/PartnerFundRequest/${id}`,
      },
      Title: 'Short id',
      Id: id,
    });
  });

  it('PATCH answers 204 with no body; null clears and absent leaves', async () => {
    const id = await org().create('PartnerFundRequest', {
      ...title('Patch'),
      Description: 'text',
      DesiredOutcome: 'more',
    });
    const patch = await org().call('PATCH', `/sobjects/PartnerFundRequest/${id}`, {
      Description: null,
      Title: '  Trimmed  ',
    });
    expect([patch.status, patch.body]).toEqual([204, '']);
    const { body } = await org().call(
      'GET',
      `/sobjects/PartnerFundRequest/${id}?fields=Title,Description,DesiredOutcome`,
    );
    expect(body).toMatchObject({ Title: 'Trimmed', Description: null, DesiredOutcome: 'more' });
  });

  it('DELETE answers 204; afterwards the record is 404 ENTITY_IS_DELETED for reading, writing and deleting', async () => {
    const id = await org().create('PartnerFundRequest', title('Gone'));
    expect((await org().call('DELETE', `/sobjects/PartnerFundRequest/${id}`)).status).toBe(204);
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
      const answer = await org().call<Errors>(method, `/sobjects/PartnerFundRequest/${id}`, body);
      expect(answer).toMatchObject({
        status: 404,
        body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
      });
    }
  });

  it('an unknown id is 404 NOT_FOUND; a text that is no id is taken for a missing external id', async () => {
    const missing = '0TX5g00000Zz999';
    expect(await org().call('GET', `/sobjects/PartnerFundRequest/${missing}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    });
    expect(await org().call('GET', '/sobjects/PartnerFundRequest/23foo')).toMatchObject({
      status: 404,
      body: [
        {
          errorCode: 'NOT_FOUND',
          message: 'Provided external ID field does not exist or is not accessible: 23foo',
        },
      ],
    });
  });

  describe('upsert by external id', () => {
    const path = (key: string, query = ''): string => `/sobjects/PartnerFundRequest/${EXT}/${key}${query}`;

    it('creates with 201 created true, then changes with 200 created false, the key without regard to case', async () => {
      const first = await org().call<{ id: string }>('PATCH', path('op-A1'), title('One'));
      expect(first).toMatchObject({ status: 201, body: { success: true, errors: [], created: true } });
      const second = await org().call('PATCH', path('OP-a1'), title('Two'));
      expect(second).toMatchObject({
        status: 200,
        body: { id: first.body.id, success: true, errors: [], created: false },
      });
      const { body } = await org().call('GET', path('op-A1'));
      expect(body).toMatchObject({ Title: 'Two', [EXT]: 'op-A1' });
    });

    it('before version 46 a change answers 204', async () => {
      await org().call('PATCH', path('op-old'), title('One'));
      expect((await org().call('PATCH', `/services/data/v45.0${path('op-old')}`, title('Two'))).status).toBe(
        204,
      );
    });

    it('updateOnly never creates', async () => {
      expect(await org().call('PATCH', path('op-none', '?updateOnly=true'), title('x'))).toMatchObject({
        status: 404,
        body: [{ errorCode: 'NOT_FOUND' }],
      });
      expect(
        (await org().query(`SELECT Id FROM PartnerFundRequest WHERE ${EXT} = 'op-none'`)).body.totalSize,
      ).toBe(0);
    });

    it('the key must not be in the body', async () => {
      const answer = await org().call('PATCH', path('op-body'), {
        ...title('x'),
        channel_desk_id__c: 'op-body',
      });
      expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    });

    it('a field that is no external id is 404', async () => {
      const answer = await org().call('PATCH', '/sobjects/PartnerFundRequest/Title/x', {});
      expect(answer).toMatchObject({
        status: 404,
        body: [
          {
            errorCode: 'NOT_FOUND',
            message: 'Provided external ID field does not exist or is not accessible: Title',
          },
        ],
      });
    });

    it('a deleted record is no match: the key may be used again', async () => {
      const { body } = await org().call<{ id: string }>('PATCH', path('op-again'), title('One'));
      await org().call('DELETE', `/sobjects/PartnerFundRequest/${body.id}`);
      expect((await org().call('PATCH', path('op-again'), title('Two'))).status).toBe(201);
    });

    it('several matches answer 300 with their URLs and nothing is written', async () => {
      const ids = [await org().create('Lead', lead('twin')), await org().create('Lead', lead('twin'))];
      const urls = ids.map((id) => `/services/data/v62.0/sobjects/Lead/${id}`);
      for (const [method, body] of [['PATCH', { LastName: 'Changed' }], ['GET'], ['DELETE']] as const) {
        const answer = await org().call(method, '/sobjects/Lead/Shared_Key__c/twin', body);
        expect(answer).toMatchObject({ status: 300, body: urls });
      }
      expect((await org().query("SELECT Id FROM Lead WHERE LastName = 'Changed'")).body.totalSize).toBe(0);
      const bundle = await org().call<{ errors: unknown[] }[]>(
        'PATCH',
        '/composite/sobjects/Lead/Shared_Key__c',
        {
          records: [{ attributes: { type: 'Lead' }, ...lead('twin') }],
        },
      );
      expect(bundle.body[0]?.errors).toMatchObject([{ statusCode: 'DUPLICATE_EXTERNAL_ID' }]);
    });

    it('DELETE by external id', async () => {
      await org().call('PATCH', path('op-del'), title('x'));
      expect((await org().call('DELETE', path('op-del'))).status).toBe(204);
      expect((await org().call('GET', path('op-del'))).status).toBe(404);
    });
  });

  describe('preconditions', () => {
    it('If-Unmodified-Since answers 412 on any object when the record changed later, and nothing is written', async () => {
      const id = await org().create('PartnerFundRequest', title('Old'));
      const before = new Date(Date.now() - 60_000).toUTCString();
      const after = new Date(Date.now() + 60_000).toUTCString();
      const url = `/sobjects/PartnerFundRequest/${id}`;
      expect((await org().call('PATCH', url, title('New'), { 'if-unmodified-since': before })).status).toBe(
        412,
      );
      expect((await org().call('GET', url, undefined, { 'if-unmodified-since': before })).status).toBe(412);
      expect((await org().call('PATCH', url, title('New'), { 'if-unmodified-since': after })).status).toBe(
        204,
      );
      expect((await org().call('GET', url)).body).toMatchObject({ Title: 'New' });
    });

    it('ETag, If-Match, If-None-Match and If-Modified-Since work on Account and nowhere else', async () => {
      const id = await accountId(org(), 'Cobalt DevOps GmbH');
      const url = `/sobjects/Account/${id}`;
      const { headers } = await org().call('GET', url);
      const tag = headers.get('etag') ?? '';
      expect(tag).toMatch(/^".+"$/);
      expect(headers.get('last-modified')).toMatch(/GMT$/);
      expect((await org().call('GET', url, undefined, { 'if-none-match': tag })).status).toBe(304);
      expect(
        (await org().call('GET', url, undefined, { 'if-modified-since': new Date().toUTCString() })).status,
      ).toBe(304);
      expect((await org().call('PATCH', url, { Phone: '+49 89 1' }, { 'if-match': '"other"' })).status).toBe(
        412,
      );
      expect((await org().call('PATCH', url, { Phone: '+49 89 1' }, { 'if-match': tag })).status).toBe(204);
      expect((await org().call('PATCH', url, { Phone: '+49 89 2' }, { 'if-match': tag })).status).toBe(412);
      const request = await org().create('PartnerFundRequest', title('No tag'));
      const other = await org().call('GET', `/sobjects/PartnerFundRequest/${request}`);
      expect(other.headers.get('etag')).toBeNull();
      const patch = await org().call('PATCH', `/sobjects/PartnerFundRequest/${request}`, title('x'), {
        'if-match': '"other"',
      });
      expect(patch.status).toBe(204);
    });
  });

  it('relatives: the parent by its name, children by theirs', async () => {
    const id = await accountId(org(), 'Cobalt DevOps GmbH');
    expect((await org().call('GET', `/sobjects/Account/${id}/Owner`)).body).toMatchObject({
      Name: 'Tom Okafor',
    });
    const children = await org().call<{ records: { Title: string }[] }>(
      'GET',
      `/sobjects/Account/${id}/PartnerFundRequests`,
    );
    expect(children.body.records.map((record) => record.Title)).toContain('DevSecOps Breakfast Munich');
    expect((await org().call('GET', `/sobjects/Account/${id}/Nothing`)).status).toBe(404);
  });

  it('claims read budget, allocation and partner from their request, and totals follow claims', async () => {
    const [request] = (
      await org().query<Record<string, string>>(
        "SELECT Id, BudgetId, ChannelPartnerId FROM PartnerFundRequest WHERE Title = 'DevSecOps Breakfast Munich'",
      )
    ).body.records;
    const claim = await org().create('PartnerFundClaim', {
      Title: 'C',
      Amount: 1234.56,
      RequestId: request?.['Id'],
      Status: 'Paid',
    });
    const { body } = await org().call('GET', `/sobjects/PartnerFundClaim/${claim}`);
    expect(body).toMatchObject({
      BudgetId: request?.['BudgetId'],
      ChannelPartnerId: request?.['ChannelPartnerId'],
    });
    const totals = await org().call(
      'GET',
      `/sobjects/PartnerFundRequest/${request?.['Id'] ?? ''}?fields=TotalApprovedFcs,TotalReimbursedFcs`,
    );
    expect(totals.body).toMatchObject({ TotalApprovedFcs: 1234.56, TotalReimbursedFcs: 1234.56 });
  });

  it('a changed record is named by the URL alone, as when it is made by an external id', async () => {
    const id = await org().create('Account', { Name: 'Named' });
    const repeated = await org().call<Errors>('PATCH', `/sobjects/Account/${id}`, { id, Name: 'x' });
    expect([repeated.status, repeated.body]).toEqual([
      400,
      [
        {
          message: 'The Id field should not be specified in the sobject data.',
          errorCode: 'INVALID_FIELD',
        },
      ],
    ]);
  });

  it('clients that know GET and POST only name the method in the query', async () => {
    const id = await org().create('Account', { Name: 'Old' });
    const path = `/sobjects/Account/${id}?_HttpMethod=`;
    expect((await org().call('POST', `${path}PATCH`, { Name: 'New' })).status).toBe(204);
    expect((await org().call('GET', `/sobjects/Account/${id}?fields=Name`)).body).toMatchObject({
      Name: 'New',
    });
    expect((await org().call('POST', `${path}DELETE`)).status).toBe(204);
    expect((await org().call('POST', `${path}NOTHING`, {})).status).toBe(405);
  });
});
