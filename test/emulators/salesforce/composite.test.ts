import { describe, expect, it } from 'vitest';
import { type Errors, useOrg } from './harness';

interface Composite {
  readonly compositeResponse: readonly {
    readonly body: unknown;
    readonly httpHeaders: Record<string, string>;
    readonly httpStatusCode: number;
    readonly referenceId: string;
  }[];
}

describe('Salesforce emulator: composite, batch, tree', () => {
  const org = useOrg();
  const base = '/services/data/v62.0/sobjects';

  function composite(
    compositeRequest: readonly unknown[],
    allOrNone = false,
  ): Promise<{ status: number; body: Composite }> {
    return org().call<Composite>('POST', '/composite', { allOrNone, compositeRequest });
  }

  it('hands results on by reference, in URLs and bodies', async () => {
    const { body } = await composite([
      { method: 'POST', url: `${base}/Account`, referenceId: 'NewAccount', body: { Name: 'Composite GmbH' } },
      { method: 'GET', url: `${base}/Account/@{NewAccount.id}`, referenceId: 'Info' },
      {
        method: 'POST',
        url: `${base}/Contact`,
        referenceId: 'NewContact',
        body: { LastName: 'Of @{Info.Name}', AccountId: '@{Info.Id}' },
      },
      { method: 'GET', url: `${base}/User/@{Info.OwnerId}?fields=Name`, referenceId: 'Owner' },
      {
        method: 'PATCH',
        url: `${base}/Contact/@{NewContact.id}`,
        referenceId: 'Change',
        body: { Title: 'Boss' },
      },
    ]);
    expect(body.compositeResponse.map((item) => [item.referenceId, item.httpStatusCode])).toEqual([
      ['NewAccount', 201],
      ['Info', 200],
      ['NewContact', 201],
      ['Owner', 200],
      ['Change', 204],
    ]);
    expect(body.compositeResponse[0]?.httpHeaders['Location']).toMatch(/\/sobjects\/Account\/001/);
    expect(body.compositeResponse[1]?.httpHeaders['ETag']).toMatch(/^"/);
    expect(body.compositeResponse[3]).toMatchObject({ httpHeaders: {}, body: { Name: 'Dana Weber' } });
    expect(body.compositeResponse[4]?.body).toBeNull();
    const [contact] = (
      await org().query("SELECT LastName, Title FROM Contact WHERE Account.Name = 'Composite GmbH'")
    ).body.records;
    expect(contact).toMatchObject({ LastName: 'Of Composite GmbH', Title: 'Boss' });
  });

  it('without allOrNone a failure stops what depends on it and nothing else', async () => {
    const { body } = await composite([
      { method: 'POST', url: `${base}/Account`, referenceId: 'Bad', body: {} },
      {
        method: 'POST',
        url: `${base}/Contact`,
        referenceId: 'Dependent',
        body: { LastName: 'x', AccountId: '@{Bad.id}' },
      },
      { method: 'POST', url: `${base}/Account`, referenceId: 'Good', body: { Name: 'Stays' } },
    ]);
    expect(body.compositeResponse.map((item) => item.httpStatusCode)).toEqual([400, 400, 201]);
    expect(body.compositeResponse[1]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }]);
    expect((await org().query("SELECT Id FROM Account WHERE Name = 'Stays'")).body.totalSize).toBe(1);
  });

  it('with allOrNone everything is taken back and HTTP stays 200', async () => {
    const { status, body } = await composite(
      [
        { method: 'POST', url: `${base}/Account`, referenceId: 'Good', body: { Name: 'Taken back' } },
        { method: 'POST', url: `${base}/Account`, referenceId: 'Bad', body: {} },
        { method: 'POST', url: `${base}/Account`, referenceId: 'Never', body: { Name: 'Taken back' } },
      ],
      true,
    );
    expect(status).toBe(200);
    expect(body.compositeResponse.map((item) => (item.body as Errors)[0]?.errorCode)).toEqual([
      'PROCESSING_HALTED',
      'REQUIRED_FIELD_MISSING',
      'PROCESSING_HALTED',
    ]);
    expect((await org().query("SELECT Id FROM Account WHERE Name = 'Taken back'")).body.totalSize).toBe(0);
  });

  it('limits: 25 subrequests, 5 of them queries, reference ids once', async () => {
    const get = (index: number): unknown => ({
      method: 'GET',
      url: `${base}/Account`,
      referenceId: `r${index}`,
    });
    const query = (index: number): unknown => ({
      method: 'GET',
      url: '/services/data/v62.0/query?q=x',
      referenceId: `r${index}`,
    });
    const indexes = Array.from({ length: 26 }, (_, index) => index);
    expect((await composite(indexes.map(get))).status).toBe(400);
    expect((await composite(indexes.slice(0, 25).map(get))).status).toBe(200);
    expect((await composite(indexes.slice(0, 6).map(query))).status).toBe(400);
    expect((await composite([get(1), get(1)])).status).toBe(400);
  });

  it('a composite call counts as one request', async () => {
    const used = async (): Promise<number> =>
      Number(
        /usage=(\d+)/.exec((await org().call('GET', '/limits')).headers.get('sforce-limit-info') ?? '')?.[1],
      );
    const before = await used();
    await composite(
      [1, 2, 3].map((index) => ({ method: 'GET', url: `${base}/Account`, referenceId: `r${index}` })),
    );
    expect(await used()).toBe(before + 2);
  });

  it('batch runs parts on their own and can halt', async () => {
    const parts = [
      { method: 'POST', url: 'v62.0/sobjects/Account', richInput: { Name: 'Batch' } },
      { method: 'GET', url: 'v62.0/sobjects/Account/0015g00000Zz999' },
      { method: 'GET', url: 'v62.0/limits' },
    ];
    const open = await org().call<{ hasErrors: boolean; results: { statusCode: number; result: unknown }[] }>(
      'POST',
      '/composite/batch',
      { batchRequests: parts },
    );
    expect(open.body.hasErrors).toBe(true);
    expect(open.body.results.map((item) => item.statusCode)).toEqual([201, 404, 200]);
    const halting = await org().call<typeof open.body>('POST', '/composite/batch', {
      haltOnError: true,
      batchRequests: parts.slice(1),
    });
    expect(halting.body.results.map((item) => item.statusCode)).toEqual([404, 412]);
  });

  it('a tree makes parents and children, or nothing', async () => {
    const tree = (email: string): unknown => ({
      records: [
        {
          attributes: { type: 'Account', referenceId: 'ref1' },
          Name: 'Tree',
          Contacts: {
            records: [
              { attributes: { type: 'Contact', referenceId: 'ref2' }, LastName: 'Leaf', Email: email },
            ],
          },
        },
      ],
    });
    const bad = await org().call('POST', '/composite/tree/Account', tree('123'));
    expect(bad).toMatchObject({
      status: 400,
      body: {
        hasErrors: true,
        results: [
          {
            referenceId: 'ref2',
            errors: [
              {
                statusCode: 'INVALID_EMAIL_ADDRESS',
                message: 'Email: invalid email address: 123',
                fields: ['Email'],
              },
            ],
          },
        ],
      },
    });
    const soql = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Tree'";
    expect((await org().query(soql)).body.totalSize).toBe(0);
    const good = await org().call('POST', '/composite/tree/Account', tree('leaf@tree.example'));
    expect(good).toMatchObject({
      status: 201,
      body: {
        hasErrors: false,
        results: [
          { referenceId: 'ref1', id: expect.stringMatching(/^001/) as string },
          { referenceId: 'ref2' },
        ],
      },
    });
    expect((await org().query(soql)).body.records[0]).toMatchObject({ Contacts: { totalSize: 1 } });
  });
});
