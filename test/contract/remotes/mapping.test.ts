import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Describe } from '../../../electron/remotes/salesforce/dto/describe';
import {
  DeletedAnswer,
  ErrorList,
  QueryAnswer,
  TokenAnswer,
} from '../../../electron/remotes/salesforce/dto/answers';
import { readRow } from '../../../electron/remotes/salesforce/read-row';
import { columnsOf, type EntityShape, shapeOf } from '../../../electron/remotes/salesforce/shape';
import { writeBody } from '../../../electron/remotes/salesforce/write-body';
import type { SalesforceMapping } from '../../../shared/playbook/playbook';
import { shippedPlaybook } from '../../support/shipped-playbook';

const fixtures = new URL('../../fixtures/remotes/', import.meta.url);

function recorded(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as unknown;
}

const playbook = shippedPlaybook();
const context = { playbook, instanceUrl: 'https://org.example' };

function mapping(fields: Record<string, string>): SalesforceMapping {
  const [first] = playbook.salesforce.mappings;
  if (!first) throw new Error('no mapping');
  return { ...first, entities: { ...first.entities, partner: { object: 'Account', where: null, fields } } };
}

function shape(fields: Record<string, string>, unusable: string[] = []) {
  const describe = Describe.parse(recorded('account-describe.json'));
  const made = shapeOf('partner', mapping(fields), describe, new Set(unusable));
  if (!made) throw new Error('no shape');
  return made;
}

describe('a recorded describe', () => {
  it('says which fields of the mapping exist, whatever their case', () => {
    const { shape: found, missing } = shape({
      name: 'NAME',
      cam: 'Owner.Name',
      track: 'Partner_Track__c',
      nothing: 'Nobody.Name',
    });
    expect(found.slots.map(({ domain, path }) => [domain, path])).toEqual([
      ['name', 'Name'],
      ['cam', 'Owner.Name'],
    ]);
    expect(missing.map(({ path }) => path)).toEqual(['Partner_Track__c', 'Nobody.Name']);
    expect(columnsOf(found)).toEqual(expect.arrayContaining(['Id', 'SystemModstamp', 'Name', 'Owner.Name']));
  });

  it('leaves out what a query has refused', () => {
    expect(shape({ name: 'Name', cam: 'Owner.Name' }, ['owner.name']).missing).toHaveLength(1);
  });
});

describe('recorded answers', () => {
  it('of tokens, deletions, queries and errors are understood', () => {
    expect(TokenAnswer.parse(recorded('token.json')).instance_url).toBe('https://na1.salesforce.com');
    expect(DeletedAnswer.parse(recorded('deleted.json')).deletedRecords).toHaveLength(1);
    expect(QueryAnswer.parse(recorded('query-page.json'))).toMatchObject({ done: false });
    expect(ErrorList.parse(recorded('expired-session.json'))[0]?.errorCode).toBe('INVALID_SESSION_ID');
  });

  it('a recorded row is read with its parents and its fifteen-character ids', () => {
    const { shape: found } = shape({ name: 'Name', cam: 'Owner.Name' });
    const row = readRow(
      {
        attributes: { type: 'Account', url: '/services/data/v62.0/sobjects/Account/001D000000IRFma' },
        Id: '001D000000IRFma',
        SystemModstamp: '2013-05-07T22:07:19.000+0000',
        name: 'Ünlü Ltd',
        Owner: { attributes: { type: 'User' }, Name: 'Tom' },
      },
      found,
      context,
    );
    expect(row).toMatchObject({
      ok: true,
      value: {
        ref: {
          id: '001D000000IRFmaIAH',
          stamp: '2013-05-07T22:07:19.000+0000',
          url: 'https://org.example/001D000000IRFmaIAH',
        },
        fields: { name: 'Ünlü Ltd', cam: 'Tom' },
      },
    });
  });

  it('an empty parent is empty, an unasked field unknown', () => {
    const { shape: found } = shape({ name: 'Name', cam: 'Owner.Name' });
    const row = readRow(
      { Id: '001D000000IRFma', SystemModstamp: '2013-05-07T22:07:19.000+0000', Owner: null },
      found,
      context,
    );
    expect(row.ok && row.value.fields).toEqual({ cam: null });
  });

  it('a row without an id is no row', () => {
    const { shape: found } = shape({ name: 'Name' });
    expect(readRow({ Name: 'x' }, found, context).ok).toBe(false);
    expect(readRow('x', found, context).ok).toBe(false);
  });
});

function moneyShape(): EntityShape {
  const field = (name: string, type: string) => ({
    name,
    label: name,
    type,
    createable: true,
    updateable: true,
    filterable: true,
    externalId: name === 'Key__c',
    restrictedPicklist: false,
    picklistValues: [],
  });
  const describe = Describe.parse({
    name: 'Thing__c',
    label: 'Thing',
    createable: true,
    updateable: true,
    fields: [
      field('Amount__c', 'currency'),
      field('CurrencyIsoCode', 'picklist'),
      field('Channel_Desk_Id__c', 'string'),
    ],
  });
  const [first] = playbook.salesforce.mappings;
  if (!first) throw new Error('no mapping');
  const made = shapeOf(
    'claim',
    {
      ...first,
      entities: {
        ...first.entities,
        claim: { object: 'Thing__c', where: null, fields: { amount: 'Amount__c' }, statuses: {} },
      },
    },
    describe,
    new Set(),
  );
  if (!made) throw new Error('no shape');
  return made.shape;
}

describe('MDF-3 money', () => {
  const thing = moneyShape();

  it('goes to Salesforce and comes back to the minor unit', () => {
    const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
        currency,
        (minor, code) => {
          const body = writeBody({ amount: { minor, currency: code } }, thing, 'update', playbook);
          if (!body.ok) throw new Error(body.error.message);
          // As it travels: through JSON text.
          const record = JSON.parse(
            JSON.stringify({
              ...body.value,
              Id: '001D000000IRFma',
              SystemModstamp: '2013-05-07T22:07:19.000+0000',
            }),
          ) as unknown;
          const row = readRow(record, thing, context);
          expect(row.ok && row.value.fields['amount']).toEqual({ minor, currency: code });
        },
      ),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('too large for JSON is refused, not rounded', () => {
    const body = writeBody(
      { amount: { minor: 9_007_199_254_740_991, currency: 'EUR' } },
      thing,
      'update',
      playbook,
    );
    expect(body).toMatchObject({ ok: false, error: { code: 'bad-value' } });
  });

  it('with more decimals than the currency has is set aside, not rounded', () => {
    const record = {
      Id: '001D000000IRFma',
      SystemModstamp: '2013-05-07T22:07:19.000+0000',
      Amount__c: 10.005,
      CurrencyIsoCode: 'EUR',
    };
    expect(readRow(record, thing, context)).toMatchObject({
      ok: false,
      error: expect.stringContaining('Amount__c'),
    });
  });
});
