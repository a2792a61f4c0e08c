import { describe, expect, it } from 'vitest';
import { type Errors, useOrg } from './harness';

interface Found {
  readonly searchRecords: readonly (Readonly<Record<string, unknown>> & {
    readonly attributes: { readonly type: string };
  })[];
}

describe('Salesforce emulator: search', () => {
  const org = useOrg();

  async function find(sosl: string): Promise<Found['searchRecords']> {
    return (await org().call<Found>('GET', `/search?q=${encodeURIComponent(sosl)}`)).body.searchRecords;
  }

  it('finds words in the fields of a group and shows what RETURNING asks for', async () => {
    await org().create('Account', { Name: 'Xanthip Networks', BillingCity: 'Lyon' });
    await org().create('Account', { Name: 'Xanthippus', BillingCity: 'Xanthip' });
    const names = async (sosl: string): Promise<unknown[]> => (await find(sosl)).map((row) => row['Name']);
    expect(await names('FIND {xanthip} IN NAME FIELDS RETURNING Account(Name)')).toEqual([
      'Xanthip Networks',
    ]);
    expect(await names('FIND {xanthip*} IN NAME FIELDS RETURNING Account(Name ORDER BY Name DESC)')).toEqual([
      'Xanthippus',
      'Xanthip Networks',
    ]);
    expect(await names("FIND {xanthip} RETURNING Account(Name WHERE BillingCity = 'Lyon' LIMIT 1)")).toEqual([
      'Xanthip Networks',
    ]);
    expect(await names('FIND {"xanthip networks" OR nothing} RETURNING Account(Id, Name), Contact')).toEqual([
      'Xanthip Networks',
    ]);
    const [bare] = await find('FIND {xanthippus}');
    expect(bare).toEqual({
      attributes: expect.objectContaining({ type: 'Account' }) as object,
      Id: expect.any(String) as string,
    });
  });

  it('the form in parameters finds the same', async () => {
    await org().create('Account', { Name: 'Quokka Systems' });
    const sobjects = [{ name: 'Account', fields: ['Name'], limit: 5 }];
    const posted = await org().call<Found>('POST', '/parameterizedSearch', { q: 'quokka', sobjects });
    expect(posted.body.searchRecords.map((row) => row['Name'])).toEqual(['Quokka Systems']);
    const got = await org().call<Found>(
      'GET',
      '/parameterizedSearch?q=quokka&sobject=Account&Account.fields=Name',
    );
    expect(got.body).toEqual(posted.body);
  });

  it('refuses what is no search', async () => {
    async function code(sosl: string): Promise<unknown> {
      const { status, body } = await org().call<Errors>('GET', `/search?q=${encodeURIComponent(sosl)}`);
      return [status, body[0]?.errorCode, body[0]?.message];
    }
    expect(await code('FIND me')).toEqual([
      400,
      'MALFORMED_SEARCH',
      'No search term found. The search term must be enclosed in braces.',
    ]);
    expect(await code('FIND {x}')).toEqual([
      400,
      'MALFORMED_SEARCH',
      'search term must be longer than one character: x',
    ]);
    expect((await code('FIND {xx} RETURNING Nothing(Id)')) as unknown[]).toContain('INVALID_TYPE');
  });
});
