import { describe, expect, it } from 'vitest';
import { accountId, useOrg } from './harness';

interface Result {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: readonly string[];
  }[];
}

const REQUEST = { attributes: { type: 'PartnerFundRequest' } };

describe('Salesforce emulator: collections', () => {
  const org = useOrg();

  async function count(title: string): Promise<number> {
    return (await org().query(`SELECT Id FROM PartnerFundRequest WHERE Title = '${title}'`)).body.totalSize;
  }

  it('creates in request order; one bad record leaves the others in place; HTTP 200 says nothing', async () => {
    const records = [
      { ...REQUEST, Title: 'C1' },
      { ...REQUEST },
      { attributes: { type: 'Contact' }, LastName: 'C1' },
    ];
    const { status, body } = await org().call<Result[]>('POST', '/composite/sobjects', { records });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^0TX/) as string, success: true, errors: [] },
      {
        success: false,
        errors: [
          {
            statusCode: 'REQUIRED_FIELD_MISSING',
            message: 'Required fields are missing: [Title]',
            fields: ['Title'],
          },
        ],
      },
      { id: expect.stringMatching(/^003/) as string, success: true, errors: [] },
    ]);
    expect(await count('C1')).toBe(1);
  });

  it('allOrNone takes the good ones back and says so', async () => {
    const records = [{ ...REQUEST, Title: 'C2' }, { ...REQUEST }];
    const { status, body } = await org().call<Result[]>('POST', '/composite/sobjects', {
      allOrNone: true,
      records,
    });
    expect(status).toBe(200);
    expect(body.map((result) => result.errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect(await count('C2')).toBe(0);
  });

  it('updates by id in lower case, upserts by external id, deletes by ids', async () => {
    const upsert = (key: string, title: string): Promise<{ body: Result[] }> =>
      org().call<Result[]>('PATCH', '/composite/sobjects/PartnerFundRequest/Channel_Desk_Id__c', {
        records: [{ ...REQUEST, Channel_Desk_Id__c: key, Title: title }],
      });
    const [made] = (await upsert('bundle-1', 'C3')).body;
    expect(made).toMatchObject({ success: true, created: true });
    expect((await upsert('bundle-1', 'C3b')).body[0]).toMatchObject({
      id: made?.id,
      success: true,
      created: false,
    });
    const update = await org().call<Result[]>('PATCH', '/composite/sobjects', {
      records: [
        { ...REQUEST, id: made?.id, Title: 'C3c' },
        { ...REQUEST, Title: 'no id' },
        { ...REQUEST, id: 'nonsense', Title: 'x' },
      ],
    });
    expect(update.body.map((result) => result.errors[0]?.statusCode)).toEqual([
      undefined,
      'MISSING_ARGUMENT',
      'MALFORMED_ID',
    ]);
    expect(await count('C3c')).toBe(1);
    const gone = await org().call<Result[]>(
      'DELETE',
      `/composite/sobjects?ids=${made?.id ?? ''},0TX5g00000Zz999,001RM000003oLrB000&allOrNone=false`,
    );
    expect(gone.body).toEqual([
      { id: made?.id, success: true, errors: [] },
      {
        success: false,
        errors: [
          { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] },
        ],
      },
      {
        success: false,
        errors: [{ statusCode: 'MALFORMED_ID', message: 'malformed id 001RM000003oLrB000', fields: [] }],
      },
    ]);
    const again = await org().call<Result[]>('DELETE', `/composite/sobjects?ids=${made?.id ?? ''}`);
    expect(again.body[0]?.errors[0]?.statusCode).toBe('ENTITY_IS_DELETED');
  });

  it('reads many at once, null for what is not there', async () => {
    const id = await accountId(org(), 'Cobalt DevOps GmbH');
    const expected = [{ attributes: { type: 'Account' }, Name: 'Cobalt DevOps GmbH', Id: id }, null];
    const get = await org().call('GET', `/composite/sobjects/Account?ids=${id},0015g00000Zz999&fields=name`);
    expect(get.body).toMatchObject(expected);
    const post = await org().call('POST', '/composite/sobjects/Account', {
      ids: [id, '0015g00000Zz999'],
      fields: ['Name', 'Id'],
    });
    expect(post.body).toMatchObject(expected);
  });

  it('limits: 200 records, 10 chunks of types, at least one id', async () => {
    const many = Array.from({ length: 201 }, () => ({ ...REQUEST, Title: 'many' }));
    expect(await org().call('POST', '/composite/sobjects', { records: many })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
    });
    const mixed = Array.from({ length: 11 }, (_, index) =>
      index % 2 ? { ...REQUEST, Title: 'x' } : { attributes: { type: 'Lead' }, LastName: 'x', Company: 'y' },
    );
    expect((await org().call('POST', '/composite/sobjects', { records: mixed })).status).toBe(400);
    expect(await org().call('DELETE', '/composite/sobjects')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'At least 1 Id is required.' }],
    });
    expect(await count('many')).toBe(0);
  });
});
