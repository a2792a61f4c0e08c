import { describe, expect, it } from 'vitest';
import { accountId, type Errors, useOrg } from './harness';

describe('Salesforce emulator: what is refused', () => {
  const org = useOrg({
    duplicateRules: [
      { object: 'Contact', name: 'Same address', fields: ['Email'] },
      { object: 'Lead', name: 'Hard rule', fields: ['Email'], allowSave: false },
    ],
  });

  async function refused(object: string, body: unknown): Promise<Errors[number] | undefined> {
    const answer = await org().call<Errors>('POST', `/sobjects/${object}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toHaveLength(1);
    return answer.body[0];
  }

  it('required fields: the message lists them and fields names them', async () => {
    expect(await refused('PartnerFundClaim', { Description: 'x' })).toEqual({
      message: 'Required fields are missing: [Title, Amount, RequestId]',
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['Title', 'Amount', 'RequestId'],
    });
    const id = await org().create('PartnerFundRequest', { Title: 'x' });
    expect(await org().call('PATCH', `/sobjects/PartnerFundRequest/${id}`, { Title: null })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Title'] }],
    });
  });

  it('restricted picklists take API values only; others take any text that fits', async () => {
    expect(
      await refused('PartnerMarketingBudget', { Title: 'x', Amount: 1, Type: 'Marketing Funds' }),
    ).toMatchObject({
      errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      message: 'Budget Type: bad value for restricted picklist field: Marketing Funds',
      fields: ['Type'],
    });
    await org().create('PartnerFundRequest', { Title: 'x', Activity: 'Something of our own' });
    expect(await refused('PartnerFundRequest', { Title: 'x', Activity: 'a'.repeat(41) })).toMatchObject({
      errorCode: 'STRING_TOO_LONG',
      fields: ['Activity'],
    });
    expect(await refused('PartnerFundRequest', { Title: 'x', Status: 'Submitted' })).toMatchObject({
      fields: ['Status'],
    });
  });

  it('too long a text names the limit', async () => {
    expect(await refused('PartnerFundRequest', { Title: 'x'.repeat(256) })).toMatchObject({
      errorCode: 'STRING_TOO_LONG',
      message: `Partner Fund Request Name: data value too large: ${'x'.repeat(256)} (max length=255)`,
      fields: ['Title'],
    });
  });

  it('unknown fields, read-only fields and Id on create', async () => {
    expect(await refused('PartnerFundRequest', { Title: 'x', Foo__c: 1 })).toEqual({
      message: "No such column 'Foo__c' on sobject of type PartnerFundRequest",
      errorCode: 'INVALID_FIELD',
    });
    expect(
      await refused('PartnerFundClaim', { Title: 'x', Amount: 1, BudgetId: '0TZ5g00000Bu001' }),
    ).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['BudgetId'],
    });
    expect(await refused('PartnerFundRequest', { Id: '0TX5g00000Rq001', Title: 'x' })).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      message: 'cannot specify Id in an insert call',
    });
    expect(await refused('User', { LastName: 'x' })).toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
  });

  it('references: malformed, of another kind, unknown, deleted', async () => {
    const make = (ChannelPartnerId: string): Promise<Errors[number] | undefined> =>
      refused('PartnerFundRequest', { Title: 'x', ChannelPartnerId });
    expect(await make('abc')).toMatchObject({
      errorCode: 'MALFORMED_ID',
      message: 'Channel Partner ID: id value of incorrect type: abc',
      fields: ['ChannelPartnerId'],
    });
    expect(await make('0055g00000Us001')).toMatchObject({ errorCode: 'MALFORMED_ID' });
    expect(await make('0015g00000Zz999')).toMatchObject({ errorCode: 'INVALID_CROSS_REFERENCE_KEY' });
    const gone = await org().create('Account', { Name: 'Gone' });
    await org().call('DELETE', `/sobjects/Account/${gone}`);
    expect(await make(gone)).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
    expect(await refused('Account', { Name: 'x', RecordTypeId: '0125g00000Zz001' })).toMatchObject({
      errorCode: 'INVALID_CROSS_REFERENCE_KEY',
    });
  });

  it('values of the wrong JSON type and bodies that are no JSON', async () => {
    for (const body of [
      { Title: 5 },
      { Title: 'x', RequestedAmount: 'lots' },
      { Title: 'x', Activity_Start__c: '22.11.2026' },
      { Title: 'x', Activity_Start__c: '2026-02-30' },
      '{"Title": ',
      '',
    ]) {
      expect(await refused('PartnerFundRequest', body)).toMatchObject({ errorCode: 'JSON_PARSER_ERROR' });
    }
    const text = await org().call('POST', '/sobjects/PartnerFundRequest', 'Title=x', {
      'content-type': 'text/plain',
    });
    expect(text).toMatchObject({ status: 415, body: [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }] });
    expect(await refused('Contact', { LastName: 'x', Email: 'Not a real email address' })).toEqual({
      message: 'Email: invalid email address: Not a real email address',
      errorCode: 'INVALID_EMAIL_ADDRESS',
      fields: ['Email'],
    });
  });

  it('unique fields: DUPLICATE_VALUE names field and record', async () => {
    const id = await org().create('PartnerFundRequest', { Title: 'x', Channel_Desk_Id__c: 'dup-1' });
    expect(await refused('PartnerFundRequest', { Title: 'y', Channel_Desk_Id__c: 'DUP-1' })).toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: `duplicate value found: Channel_Desk_Id__c duplicates value on record with id: ${id.slice(0, 15)}`,
      fields: [],
    });
  });

  it('duplicate rules: DUPLICATES_DETECTED unless the header allows it, and never when the rule does not', async () => {
    const contact = { LastName: 'x', Email: 'twin@partner.example' };
    await org().create('Contact', contact);
    expect(await refused('Contact', contact)).toMatchObject({
      errorCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
    });
    const allow = { 'sforce-duplicate-rule-header': 'allowSave=true' };
    expect((await org().call('POST', '/sobjects/Contact', contact, allow)).status).toBe(201);
    const lead = { LastName: 'x', Company: 'y', Email: 'lead@partner.example' };
    await org().create('Lead', lead);
    expect((await org().call('POST', '/sobjects/Lead', lead, allow)).status).toBe(400);
  });

  it('a budget that ignores validation keeps doing so', async () => {
    const id = await org().create('PartnerMarketingBudget', {
      Title: 'x',
      Amount: 1,
      Type: 'MarketingFunds',
      IsIgnoreValidation: true,
    });
    const answer = await org().call('PATCH', `/sobjects/PartnerMarketingBudget/${id}`, {
      IsIgnoreValidation: false,
    });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }] });
  });

  describe('PROG-2 events', () => {
    async function event(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
      const WhatId = await accountId(org(), 'Cobalt DevOps GmbH');
      const id = await org().create('Event', {
        Subject: 'Free Trial Program - SaaS',
        Type: 'Marketing',
        WhatId,
        ...fields,
      });
      return (await org().call<Record<string, unknown>>('GET', `/sobjects/Event/${id}`)).body;
    }

    it('start and duration give end, day and activity time, and the account is known', async () => {
      const body = await event({
        StartDateTime: '2026-11-22T09:00:00Z',
        DurationInMinutes: 30,
        IsReminderSet: false,
      });
      expect(body).toMatchObject({
        ActivityDateTime: '2026-11-22T09:00:00.000+0000',
        EndDateTime: '2026-11-22T09:30:00.000+0000',
        ActivityDate: '2026-11-22',
        IsReminderSet: false,
        ReminderDateTime: null,
        AccountId: body['WhatId'],
      });
    });

    it('end instead of duration, and whole days', async () => {
      expect(
        await event({ StartDateTime: '2026-11-22T09:00:00Z', EndDateTime: '2026-11-22T11:00:00Z' }),
      ).toMatchObject({ DurationInMinutes: 120 });
      expect(await event({ IsAllDayEvent: true, ActivityDate: '2026-11-22' })).toMatchObject({
        StartDateTime: '2026-11-22T00:00:00.000+0000',
      });
    });

    it('what Salesforce refuses', async () => {
      const start = { StartDateTime: '2026-11-22T09:00:00Z' };
      expect(await refused('Event', { Subject: 'x' })).toMatchObject({
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['DurationInMinutes', 'ActivityDateTime'],
      });
      expect(await refused('Event', start)).toMatchObject({ fields: ['DurationInMinutes'] });
      expect(await refused('Event', { ...start, DurationInMinutes: 30, IsReminderSet: true })).toMatchObject({
        fields: ['ReminderDateTime'],
      });
      expect(
        await refused('Event', { ...start, DurationInMinutes: 30, ActivityDateTime: '2026-11-22T10:00:00Z' }),
      ).toMatchObject({
        errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      });
      expect(await refused('Event', { ...start, DurationInMinutes: 15 * 1440 })).toMatchObject({
        errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      });
      expect(
        await refused('Event', { ...start, DurationInMinutes: 30, Subject: 'x'.repeat(256) }),
      ).toMatchObject({ errorCode: 'STRING_TOO_LONG' });
    });
  });
});
