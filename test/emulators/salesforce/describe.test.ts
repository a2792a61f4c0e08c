import { describe, expect, it } from 'vitest';
import { startOrg, useOrg } from './harness';
import {
  CHILD_RELATIONSHIP_KEYS,
  DESCRIBE_KEYS,
  DESCRIBE_URL_KEYS,
  FIELD_KEYS,
  GLOBAL_DESCRIBE_KEYS,
  PICKLIST_VALUE_KEYS,
  RECORD_TYPE_INFO_KEYS,
} from './recorded-shapes';
import { CUSTOM_OBJECTS_SCENARIO, loadScenario } from '../scenario/scenario';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly picklistValues: readonly { readonly value: string; readonly label: string }[];
  readonly [trait: string]: unknown;
}

interface Describe {
  readonly fields: readonly Field[];
  readonly keyPrefix: string;
  readonly recordTypeInfos: readonly Record<string, unknown>[];
  readonly childRelationships: readonly Record<string, unknown>[];
  readonly urls: Record<string, string>;
}

function keys(value: object): string[] {
  return Object.keys(value).sort();
}

describe('Salesforce emulator: versions, resources, describe', () => {
  const org = useOrg();

  function field(description: Describe, name: string): Field {
    const found = description.fields.find((item) => item.name === name);
    if (!found) throw new Error(`no field ${name}`);
    return found;
  }

  async function describeOf(object: string): Promise<Describe> {
    return (await org().call<Describe>('GET', `/sobjects/${object}/describe`)).body;
  }

  it('lists versions without a login, also with doubled slashes', async () => {
    for (const path of ['/services/data', '//services/data', '/services/data/']) {
      const response = await fetch(org().sf.url + path);
      const versions = (await response.json()) as { version: string; url: string; label: string }[];
      expect(versions.find((item) => item.version === '62.0')).toEqual({
        label: "Winter '25",
        url: '/services/data/v62.0',
        version: '62.0',
      });
      expect(versions.at(-1)?.version).toBe('64.0');
    }
  });

  it('answers every version from v50 to v64 with its own paths and refuses others', async () => {
    for (const version of ['v50.0', 'v51.0', 'v64.0']) {
      const { body } = await org().call<Record<string, string>>('GET', `/services/data/${version}`);
      expect(body['sobjects']).toBe(`/services/data/${version}/sobjects`);
      expect(body['identity']).toContain('/id/00D5g00000Demo1EAB/0055g00000Us001AAB');
    }
    expect((await org().call('GET', '/services/data/v99.0/sobjects')).status).toBe(404);
    expect((await org().call('GET', '/services/data/v62/sobjects')).status).toBe(404);
  });

  it('every answer tells the use of the API, and limits are pairs of Max and Remaining', async () => {
    const { headers, body } = await org().call<Record<string, { Max: number; Remaining: number }>>(
      'GET',
      '/limits',
    );
    const [, used = '', max = ''] =
      /^api-usage=(\d+)\/(\d+)$/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
    expect(body['DailyApiRequests']).toEqual({ Max: Number(max), Remaining: Number(max) - Number(used) });
    const refused = await org().call('GET', '/sobjects/Nothing');
    expect(refused.headers.get('sforce-limit-info')).toMatch(/^api-usage=/);
  });

  it('lists the objects with the keys of the REST guide', async () => {
    const { body } = await org().call<{
      encoding: string;
      maxBatchSize: number;
      sobjects: { name: string }[];
    }>('GET', '/sobjects');
    expect(body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
    const account = body.sobjects.find(({ name }) => name === 'Account') ?? {};
    expect(keys(account)).toEqual(expect.arrayContaining([...GLOBAL_DESCRIBE_KEYS]));
    expect(body.sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['PartnerFundRequest', 'ContentVersion', 'Event']),
    );
  });

  it('describes with exactly the recorded keys on every level', async () => {
    for (const object of ['Account', 'PartnerFundRequest', 'Event', 'ContentVersion']) {
      const description = await describeOf(object);
      expect(keys(description)).toEqual([...DESCRIBE_KEYS].sort());
      expect(keys(description.urls)).toEqual([...DESCRIBE_URL_KEYS].sort());
      for (const item of description.fields) expect(keys(item)).toEqual([...FIELD_KEYS].sort());
      for (const item of description.childRelationships)
        expect(keys(item)).toEqual([...CHILD_RELATIONSHIP_KEYS].sort());
      for (const item of description.recordTypeInfos)
        expect(keys(item)).toEqual([...RECORD_TYPE_INFO_KEYS].sort());
      for (const item of description.fields.flatMap(({ picklistValues }) => picklistValues)) {
        expect(keys(item)).toEqual([...PICKLIST_VALUE_KEYS].sort());
      }
    }
  });

  it('gives fields the traits that were recorded for Account', async () => {
    const account = await describeOf('Account');
    expect(field(account, 'Id')).toMatchObject({
      type: 'id',
      soapType: 'tns:ID',
      byteLength: 18,
      createable: false,
      defaultedOnCreate: true,
      idLookup: true,
    });
    expect(field(account, 'Name')).toMatchObject({
      nillable: false,
      nameField: true,
      length: 255,
      byteLength: 765,
    });
    expect(field(account, 'Description')).toMatchObject({
      filterable: false,
      sortable: false,
      groupable: false,
    });
    expect(field(account, 'AnnualRevenue')).toMatchObject({
      type: 'currency',
      precision: 18,
      scale: 0,
      groupable: false,
    });
    expect(field(account, 'BillingAddress')).toMatchObject({
      type: 'address',
      queryByDistance: true,
      createable: false,
    });
    expect(field(account, 'OwnerId')).toMatchObject({
      referenceTo: ['User'],
      relationshipName: 'Owner',
      nillable: false,
    });
    expect(account.recordTypeInfos.map((item) => item['developerName'])).toEqual([
      'Partner',
      'Standard',
      'Master',
    ]);
  });

  it('describes the fund objects as the Object Reference does, with labels that differ from values', async () => {
    const budget = await describeOf('PartnerMarketingBudget');
    expect(field(budget, 'Type').picklistValues.map(({ label }) => label)).toEqual([
      'Co-Operated Budget',
      'Marketing Funds',
    ]);
    expect(field(budget, 'Type')).toMatchObject({ restrictedPicklist: true, nillable: false });
    const request = await describeOf('PartnerFundRequest');
    expect(field(request, 'Status').picklistValues.map(({ value }) => value)).toEqual([
      'Draft',
      'Approved',
      'Rejected',
    ]);
    expect(field(request, 'TotalApprovedFcs')).toMatchObject({
      createable: false,
      updateable: false,
      type: 'currency',
    });
    expect(field(request, 'Channel_Desk_Id__c')).toMatchObject({
      externalId: true,
      unique: true,
      custom: true,
      type: 'string',
    });
    const claim = await describeOf('PartnerFundClaim');
    for (const name of ['BudgetId', 'AllocationId', 'ChannelPartnerId']) {
      expect(field(claim, name)).toMatchObject({ createable: false, updateable: false });
    }
  });

  it('describes WhatId and WhoId as pointing to several kinds of objects', async () => {
    const event = await describeOf('Event');
    expect(field(event, 'WhatId')).toMatchObject({
      namePointing: true,
      polymorphicForeignKey: true,
      relationshipName: 'What',
    });
    expect(field(event, 'WhoId')['referenceTo']).toEqual(['Contact', 'Lead']);
    expect(field(event, 'Subject')).toMatchObject({ type: 'combobox', length: 255, nameField: true });
  });

  it('names are found without regard to case and answered canonically', async () => {
    const { status, body } = await org().call<{ name: string }>(
      'GET',
      '/sobjects/partnerfundREQUEST/describe',
    );
    expect([status, body.name]).toEqual([200, 'PartnerFundRequest']);
  });

  it('an unknown object is 404 and a wrong method 405', async () => {
    expect(await org().call('GET', '/sobjects/Nothing/describe')).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    });
    const wrong = await org().call('PUT', '/sobjects/Account', {});
    expect(wrong).toMatchObject({ status: 405, body: [{ errorCode: 'METHOD_NOT_ALLOWED' }] });
  });
});

describe('Salesforce emulator: orgs that differ', () => {
  it('an org without custom fields and without budgets does not describe them, and the seed still loads', async () => {
    const org = await startOrg({
      omitFields: ['*.*'],
      omitObjects: ['PartnerMarketingBudget', 'PartnerFundAllocation'],
    });
    try {
      const { body } = await org.call<Describe>('GET', '/sobjects/PartnerFundRequest/describe');
      const names = body.fields.map(({ name }) => name);
      expect(names.filter((name) => name.endsWith('__c'))).toEqual([]);
      expect(names).not.toContain('BudgetId');
      expect((await org.query('SELECT Id FROM PartnerFundRequest')).body.totalSize).toBeGreaterThan(15);
      expect((await org.query('SELECT Id FROM PartnerMarketingBudget')).body).toMatchObject([
        { errorCode: 'INVALID_TYPE' },
      ]);
      const write = await org.call('PATCH', '/sobjects/PartnerFundRequest/Channel_Desk_Id__c/x', {
        Title: 'x',
      });
      expect(write.status).toBe(404);
    } finally {
      await org.sf.stop();
    }
  });

  it('an org with objects of its own: custom lookups, counted names, children under __r', async () => {
    const org = await startOrg({}, {}, loadScenario(CUSTOM_OBJECTS_SCENARIO));
    try {
      const { body } = await org.query<{
        Name: string;
        MDF_Claims__r: { records: { Name: string }[] } | null;
        Partner_Account__r: { Name: string };
      }>(
        'SELECT Name, Partner_Account__r.Name, (SELECT Name FROM MDF_Claims__r) FROM MDF_Request__c ORDER BY Name LIMIT 2',
      );
      expect(body.records[0]?.Partner_Account__r.Name).toBeTruthy();
      const [requestId] = (await org.query<{ Id: string }>('SELECT Id FROM MDF_Request__c LIMIT 1')).body
        .records;
      const made = await org.create('MDF_Claim__c', {
        Claim_Name__c: 'Second',
        MDF_Request__c: requestId?.Id,
      });
      const claim = await org.call<{ Name: string; Status__c: string }>(
        'GET',
        `/sobjects/MDF_Claim__c/${made}`,
      );
      expect(claim.body).toMatchObject({ Name: 'C-00002', Status__c: 'Submitted' });
      expect((await org.call('GET', '/sobjects/PartnerFundRequest/describe')).status).toBe(404);
      expect(org.sf.login().fundRequestObject).toBe('MDF_Request__c');
    } finally {
      await org.sf.stop();
    }
  });

  it('campaigns are invisible to those who are no marketing users', async () => {
    const org = await startOrg();
    try {
      expect((await org.query('SELECT Id FROM Campaign')).body.totalSize).toBe(2);
      const user = org.sf.runtime.org.store.get('User', '0055g00000Us001AAB');
      org.sf.runtime.org.store.put('User', { ...user, UserPermissionsMarketingUser: false });
      expect((await org.query('SELECT Id FROM Campaign')).body).toMatchObject([
        { errorCode: 'INVALID_TYPE' },
      ]);
      const { body } = await org.call<{ sobjects: { name: string }[] }>('GET', '/sobjects');
      expect(body.sobjects.map(({ name }) => name)).not.toContain('Campaign');
    } finally {
      await org.sf.stop();
    }
  });
});
