import { describe, expect, it } from 'vitest';
import { type Errors, useOrg } from './harness';

const KEY = 'Channel_Desk_Id__c';

type Row = {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string }[];
};
type Subresponses = {
  readonly compositeResponse: readonly { readonly httpStatusCode: number; readonly body: unknown }[];
};

describe('Salesforce emulator: keys that name records', () => {
  const org = useOrg({
    customFields: [{ object: 'Lead', fields: [{ name: 'Shared_Key__c', externalId: true, unique: false }] }],
  });

  function request(key: string): Record<string, unknown> {
    return { Title: `Request ${key}`, [KEY]: key };
  }

  function claimOf(key: string): Record<string, unknown> {
    return { Title: 'Claim', Amount: 1, Request: { [KEY]: key } };
  }

  it('a parent named by its key is the living one: neither the deleted one before it nor any when none lives', async () => {
    const first = await org().create('PartnerFundRequest', request('twice'));
    await org().call('DELETE', `/sobjects/PartnerFundRequest/${first}`);
    const orphan = await org().call<Errors>('POST', '/sobjects/PartnerFundClaim', claimOf('twice'));
    expect([orphan.status, orphan.body[0]?.errorCode]).toEqual([400, 'INVALID_FIELD']);
    expect(orphan.body[0]?.message).toContain('twice not found');
    const second = await org().create('PartnerFundRequest', request('twice'));
    const claim = await org().create('PartnerFundClaim', claimOf('twice'));
    const { body } = await org().call<{ RequestId: string }>('GET', `/sobjects/PartnerFundClaim/${claim}`);
    expect(body.RequestId).toBe(second);
  });

  it('an upsert by Id takes both lengths of an id and makes nothing under an id that is not there', async () => {
    const account = await org().create('Account', { Name: 'By its id' });
    const changed = await org().call<{ id: string; created: boolean }>(
      'PATCH',
      `/sobjects/Account/Id/${account.slice(0, 15)}`,
      { Description: 'by its short id' },
    );
    expect([changed.status, changed.body.id, changed.body.created]).toEqual([200, account, false]);
    const unknown = await org().call<Errors>('PATCH', '/sobjects/Account/Id/0015g00000Zz997', {
      Name: 'Ghost',
    });
    expect([unknown.status, unknown.body[0]?.errorCode]).toEqual([404, 'NOT_FOUND']);
    const gone = await org().create('Account', { Name: 'Gone' });
    await org().call('DELETE', `/sobjects/Account/${gone}`);
    const deleted = await org().call<Errors>('PATCH', `/sobjects/Account/Id/${gone}`, { Name: 'Back' });
    expect([deleted.status, deleted.body[0]?.errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
  });

  it('rows of an upsert by Id change the record of their id, are refused, or are new without one', async () => {
    const account = await org().create('Account', { Name: 'In a row' });
    const rows = await org().call<readonly Row[]>('PATCH', '/composite/sobjects/Account/Id', {
      records: [
        { attributes: { type: 'Account' }, Id: account.slice(0, 15), Description: 'row' },
        { attributes: { type: 'Account' }, Id: '0015g00000Zz997', Name: 'Ghost' },
        { attributes: { type: 'Account' }, Name: 'New by a row' },
      ],
    });
    expect(rows.body.map(({ success, created }) => [success, created])).toEqual([
      [true, false],
      [false, undefined],
      [true, true],
    ]);
    expect(rows.body[1]?.errors[0]?.statusCode).toBe('INVALID_CROSS_REFERENCE_KEY');
    const ghosts = await org().query("SELECT Id FROM Account WHERE Name = 'Ghost'");
    expect(ghosts.body.totalSize).toBe(0);
  });

  it('a field that is looked up by is a key for upserts too', async () => {
    const address = '/sobjects/Contact/Email/lena@key.example';
    const made = await org().call<{ id: string; created: boolean }>('PATCH', address, { LastName: 'Key' });
    expect([made.status, made.body.created]).toEqual([201, true]);
    const again = await org().call<{ id: string; created: boolean }>('PATCH', address, { LastName: 'Keys' });
    expect([again.status, again.body.id, again.body.created]).toEqual([200, made.body.id, false]);
    const other = await org().call<Errors>('PATCH', '/sobjects/Contact/Phone/1', { LastName: 'No key' });
    expect([other.status, other.body[0]?.errorCode]).toEqual([404, 'NOT_FOUND']);
  });

  it('a bulk upsert takes such a key and refuses a field that is none before it begins', async () => {
    const job = { object: 'Contact', operation: 'upsert' };
    const good = await org().call('POST', '/jobs/ingest', { ...job, externalIdFieldName: 'Email' });
    expect(good.status).toBe(200);
    const bad = await org().call<Errors>('POST', '/jobs/ingest', { ...job, externalIdFieldName: 'Phone' });
    expect([bad.status, bad.body[0]?.errorCode]).toEqual([400, 'INVALIDJOB']);
    expect(bad.body[0]?.message).toContain('does not match an External ID, Salesforce Id, or indexed field');
  });

  it('a record read by its key, or as a relative, gives the fields that are asked for and refuses unknown ones', async () => {
    const id = await org().create('PartnerFundRequest', request('narrow'));
    const claim = await org().create('PartnerFundClaim', claimOf('narrow'));
    for (const path of [
      `/sobjects/PartnerFundRequest/${KEY}/narrow`,
      `/sobjects/PartnerFundClaim/${claim}/Request`,
    ]) {
      const narrow = await org().call<Record<string, unknown>>('GET', `${path}?fields=Title,Status`);
      expect(Object.keys(narrow.body).sort()).toEqual(['Id', 'Status', 'Title', 'attributes']);
      expect(narrow.body['Id']).toBe(id);
      const unknown = await org().call<Errors>('GET', `${path}?fields=Nope`);
      expect([unknown.status, unknown.body[0]?.errorCode]).toEqual([400, 'INVALID_FIELD']);
    }
  });

  it('a relative is changed and deleted by its path', async () => {
    const id = await org().create('PartnerFundRequest', request('path'));
    const claim = await org().create('PartnerFundClaim', claimOf('path'));
    const path = `/sobjects/PartnerFundClaim/${claim}/Request`;
    expect((await org().call('PATCH', path, { Title: 'By its path' })).status).toBe(204);
    const { body } = await org().call<{ Title: string }>('GET', `/sobjects/PartnerFundRequest/${id}`);
    expect(body.Title).toBe('By its path');
    expect((await org().call('DELETE', path)).status).toBe(204);
    expect((await org().call('GET', path)).status).toBe(404);
    expect((await org().call('PATCH', `/sobjects/PartnerFundClaim/${claim}/Nobody`, {})).status).toBe(404);
  });

  it('a bundle of all or none takes back what a collection in it refused, whatever that says itself', async () => {
    const answer = await org().call<Subresponses>('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        {
          method: 'POST',
          url: '/services/data/v62.0/sobjects/Account',
          referenceId: 'a',
          body: { Name: 'Bundled A' },
        },
        {
          method: 'POST',
          url: '/services/data/v62.0/composite/sobjects',
          referenceId: 'b',
          body: {
            allOrNone: false,
            records: [
              { attributes: { type: 'Account' }, Name: 'Bundled B' },
              { attributes: { type: 'Account' } },
            ],
          },
        },
      ],
    });
    expect(answer.body.compositeResponse[0]).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: 'PROCESSING_HALTED' }],
    });
    const rows = answer.body.compositeResponse[1]?.body as readonly Row[];
    expect(rows.map(({ errors }) => errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    const left = await org().query("SELECT Id FROM Account WHERE Name LIKE 'Bundled%'");
    expect(left.body.totalSize).toBe(0);
  });
});
