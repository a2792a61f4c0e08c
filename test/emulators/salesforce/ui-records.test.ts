import { describe, expect, it } from 'vitest';
import { useOrg } from './harness';

interface UiRecord {
  readonly id: string;
  readonly apiName: string;
  readonly fields: Readonly<
    Record<string, { readonly displayValue: string | null; readonly value: unknown }>
  >;
}

describe('Salesforce emulator: records of the UI API', () => {
  const org = useOrg();
  const path = '/ui-api/records';

  it('makes, shows, changes and deletes a record, its values with what people see', async () => {
    const fields = { Title: 'Budget', Amount: 100, Type: 'MarketingFunds' };
    const made = await org().call<UiRecord>('POST', path, { apiName: 'PartnerMarketingBudget', fields });
    expect(made.status).toBe(201);
    expect(made.body.fields['Type']).toEqual({ value: 'MarketingFunds', displayValue: 'Marketing Funds' });
    const one = `${path}/${made.body.id}`;
    const shown = await org().call<UiRecord>(
      'GET',
      `${one}?fields=PartnerMarketingBudget.Title&optionalFields=PartnerMarketingBudget.None`,
    );
    expect(shown.body.fields).toEqual({ Title: { value: 'Budget', displayValue: null } });
    const changed = await org().call<UiRecord>('PATCH', one, { fields: { Amount: 200 } });
    expect([changed.status, changed.body.fields['Amount']?.value]).toEqual([200, 200]);
    expect((await org().call('DELETE', one)).status).toBe(204);
    expect((await org().call('GET', one)).status).toBe(404);
  });

  it('a repeated write with the same key does nothing more and is answered as the first time', async () => {
    const body = { apiName: 'Account', fields: { Name: 'Only once' } };
    const headers = { 'idempotency-key': 'a3c0ffee-0000-4000-8000-000000000001' };
    const first = await org().call<UiRecord>('POST', path, body, headers);
    const second = await org().call<UiRecord>('POST', path, body, headers);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect((await org().query("SELECT Id FROM Account WHERE Name = 'Only once'")).body.totalSize).toBe(1);
  });

  it('a refusal is an object that names the field', async () => {
    const refused = await org().call('POST', path, { apiName: 'Account', fields: { BillingCity: 'Bonn' } });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errorCode: 'REQUIRED_FIELD_MISSING',
        statusCode: 400,
        output: { errors: [], fieldErrors: { Name: [{}] } },
      },
    });
  });
});
