import { describe, expect, it } from 'vitest';
import { inSoql, useOrg } from './harness';

describe('Salesforce emulator: SOQL answers', () => {
  const org = useOrg({}, { now: () => new Date('2026-11-22T10:00:00Z') });

  const { rows, names, refused } = inSoql(org);

  it('answers canonical names in the order asked, attributes first, without regard to the case of the query', async () => {
    const { body } = await org().query("select name, ID from ACCOUNT where NAME = 'cobalt devops gmbh'");
    expect(body).toEqual({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: 'Account', url: '/services/data/v62.0/sobjects/Account/0015g00000Ab102AAB' },
          Name: 'Cobalt DevOps GmbH',
          Id: '0015g00000Ab102AAB',
        },
      ],
    });
    expect(Object.keys(body.records[0] ?? {})).toEqual(['attributes', 'Name', 'Id']);
  });

  it('reads parents, null where there is none', async () => {
    const [account] = await rows(
      "SELECT Owner.Name, RecordType.DeveloperName, Parent.Name FROM Account WHERE Name = 'Cobalt DevOps GmbH'",
    );
    expect(account).toMatchObject({
      Owner: { attributes: { type: 'User' }, Name: 'Tom Okafor' },
      RecordType: { DeveloperName: 'Partner' },
      Parent: null,
    });
    const [request] = await rows(
      "SELECT ChannelPartner.Owner.Email FROM PartnerFundRequest WHERE Title = 'DevSecOps Breakfast Munich'",
    );
    expect(request?.['ChannelPartner']).toMatchObject({ Owner: { Email: 'tom.okafor@gitlab.example' } });
  });

  it('reads What as a Name with its type, and TYPEOF by kind', async () => {
    const [event] = await rows(
      "SELECT What.Name, What.Type FROM Event WHERE Subject = 'Free Trial Program - SaaS'",
    );
    expect(event?.['What']).toEqual({
      attributes: {
        type: 'Name',
        url: expect.stringContaining('/sobjects/Account/0015g00000Ab134AAB') as string,
      },
      Name: 'Quartz Cloud, Inc.',
      Type: 'Account',
    });
    const [typed] = await rows(
      "SELECT TYPEOF What WHEN Account THEN Partner_Track__c ELSE Name END FROM Event WHERE Subject = 'Free Trial Program - SaaS'",
    );
    expect(typed?.['What']).toMatchObject({ attributes: { type: 'Account' }, Partner_Track__c: 'Select' });
    expect((await refused('SELECT What.Partner_Track__c FROM Event')).errorCode).toBe('INVALID_FIELD');
  });

  it('reads children as a result of their own, null when there are none', async () => {
    const [account] = await rows(
      "SELECT Name, (SELECT Title FROM PartnerFundRequests WHERE Status = 'Approved' ORDER BY Title) FROM Account WHERE Name = 'Cobalt DevOps GmbH'",
    );
    expect(account?.['PartnerFundRequests']).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ Title: 'DevSecOps Breakfast Munich' }],
    });
    const [none] = await rows("SELECT (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Kiwi Labs'");
    expect(none?.['Contacts']).toBeNull();
  });

  it('orders with nulls first unless told otherwise, and cuts with LIMIT and OFFSET', async () => {
    const amounts = await names('SELECT Amount FROM PartnerFundRequest ORDER BY Amount', 'Amount');
    expect(amounts[0]).toBeNull();
    const last = await names(
      'SELECT Amount FROM PartnerFundRequest ORDER BY Amount ASC NULLS LAST',
      'Amount',
    );
    expect(last.at(-1)).toBeNull();
    expect(last[0]).toBe(1600.25);
    const all = await names('SELECT Name FROM Account ORDER BY Name');
    expect(await names('SELECT Name FROM Account ORDER BY Name LIMIT 3 OFFSET 2')).toEqual(all.slice(2, 5));
    expect((await refused('SELECT Id FROM Account OFFSET 2001')).errorCode).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE',
    );
  });

  it('counts and folds', async () => {
    const { body } = await org().query('SELECT COUNT() FROM PartnerFundRequest');
    expect(body).toEqual({ totalSize: 21, done: true, records: [] });
    const groups = await rows(
      'SELECT Status, COUNT(Id) c, SUM(RequestedAmount) FROM PartnerFundRequest GROUP BY Status ORDER BY COUNT(Id), Status DESC',
    );
    expect(groups.map((group) => group['Status'])).toEqual(['Rejected', 'Draft', 'Approved']);
    expect(groups[0]).toEqual({
      attributes: { type: 'AggregateResult' },
      Status: 'Rejected',
      c: 3,
      expr0: 307464.12,
    });
    expect(groups.reduce((sum, group) => sum + Number(group['c']), 0)).toBe(21);
    const [owner] = await rows(
      "SELECT ChannelPartner.Name, COUNT_DISTINCT(Status) n FROM PartnerFundRequest WHERE ChannelPartner.Name LIKE 'Kiwi%' GROUP BY ChannelPartner.Name HAVING COUNT(Id) > 1",
    );
    expect(owner).toMatchObject({ Name: 'Kiwi Cloud, Inc.', n: 1 });
    const [span] = await rows(
      'SELECT MIN(Activity_Start__c) earliest, MAX(Activity_Start__c) latest FROM PartnerFundRequest',
    );
    expect(span?.['earliest']).toBe('2026-08-24');
    expect((await refused('SELECT Title, COUNT(Id) FROM PartnerFundRequest GROUP BY Status')).message).toBe(
      'Field must be grouped or aggregated: Title',
    );
  });

  it('a scope keeps the records of whoever asks, and one that the object has not is refused', async () => {
    const [me] = await rows("SELECT Id FROM User WHERE Username = 'dana.weber@channel-desk.example'");
    const mine = await rows('SELECT Id FROM PartnerFundRequest USING SCOPE Mine');
    const owned = await rows(`SELECT Id FROM PartnerFundRequest WHERE OwnerId = '${String(me?.['Id'])}'`);
    expect(mine).toEqual(owned);
    expect(await rows('SELECT Id FROM Account USING SCOPE mine')).toEqual([]);
    expect(await rows('SELECT Id FROM Account USING SCOPE Everything')).toHaveLength(30);
    expect((await refused('SELECT Id FROM Account USING SCOPE my_territory')).errorCode).toBe(
      'MALFORMED_QUERY',
    );
  });

  it('what looks harmless and is refused: an alias of a plain field, a LIMIT on totals of everything', async () => {
    expect((await refused('SELECT Id, Name n FROM Account')).message).toMatch(
      /only aggregate expressions use field aliasing$/,
    );
    expect((await refused('SELECT COUNT(Id) FROM Account LIMIT 1')).message).toBe(
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    );
    const grouped = await rows('SELECT Type t, COUNT(Id) FROM Account GROUP BY Type LIMIT 1');
    expect(grouped[0]).toHaveProperty('t');
    expect((await org().query('SELECT COUNT() FROM Account LIMIT 5')).body.totalSize).toBe(5);
  });

  it('FIELDS(STANDARD) needs no LIMIT, as its fields are known', async () => {
    expect((await rows('SELECT FIELDS(STANDARD) FROM Account'))[0]).toHaveProperty('Name');
    expect((await refused('SELECT FIELDS(CUSTOM) FROM PartnerFundRequest')).errorCode).toBe(
      'MALFORMED_QUERY',
    );
  });

  it('semi-joins, FIELDS, toLabel, aliases and columns=true', async () => {
    expect(
      await names(
        "SELECT Name FROM Account WHERE Id IN (SELECT WhatId FROM Event WHERE Subject LIKE 'Microsite%') ORDER BY Name",
      ),
    ).toEqual(['Cobalt DevOps GmbH', 'Kiwi Cloud, Inc.', 'Solstice Consulting']);
    const [whole] = await rows('SELECT FIELDS(ALL) FROM PartnerFundClaim LIMIT 1');
    expect(whole).toMatchObject({
      Title: expect.any(String) as string,
      Invoice_Number__c: expect.any(String) as string,
    });
    expect((await refused('SELECT FIELDS(ALL) FROM PartnerFundClaim')).errorCode).toBe('MALFORMED_QUERY');
    expect(
      (await rows('SELECT toLabel(Type) FROM PartnerMarketingBudget ORDER BY Type LIMIT 1'))[0]?.['Type'],
    ).toBe('Co-Operated Budget');
    expect(await names("SELECT a.Name FROM Account a WHERE a.Name = 'Kiwi Labs'")).toEqual(['Kiwi Labs']);
    const { body } = await org().call(
      'GET',
      `/services/data/v51.0/query?q=${encodeURIComponent('SELECT id, Owner.Name FROM Account')}&columns=true`,
    );
    expect(body).toMatchObject({
      entityName: 'Account',
      idSelected: true,
      keyPrefix: '001',
      columnMetadata: [
        { columnName: 'Id', displayName: 'Id', joinColumns: [], aggregate: false },
        { columnName: 'Owner', joinColumns: [{ columnName: 'Name' }] },
      ],
    });
  });

  it('errors point into the query', async () => {
    expect(await refused('SELECT Id, Foo FROM Account')).toEqual({
      errorCode: 'INVALID_FIELD',
      message:
        "\nSELECT Id, Foo FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    });
    expect(await refused('SELECT Id FROM Foo')).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringContaining("sObject type 'Foo' is not supported.") as string,
    });
    expect((await refused('SELECT Foo.Name FROM Account')).message).toContain(
      "Didn't understand relationship 'Foo' in field path.",
    );
    expect(await refused('SELECT Id FRM Account')).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining("unexpected token: 'Account'") as string,
    });
    expect((await refused('SELECT Id FROM Account WHERE')).errorCode).toBe('MALFORMED_QUERY');
    expect(
      (await refused("SELECT Id FROM Account WHERE Name = 'a' AND Type = 'b' OR Type = 'c'")).message,
    ).toBe("unexpected token: 'OR'");
    expect((await refused('SELECT Id, id FROM Account')).message).toBe('duplicate field selected: Id');
    expect((await refused("SELECT Id FROM Account WHERE Description = 'x'")).message).toBe(
      "field 'Description' can not be filtered in a query call",
    );
    expect((await refused('SELECT Id FROM ScratchOrgInfo limit 1')).errorCode).toBe('INVALID_TYPE');
    expect(await org().call('GET', '/query')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MALFORMED_QUERY' }],
    });
  });

  it('queryAll sees deleted records', async () => {
    const id = await org().create('PartnerFundRequest', { Title: 'Thrown away' });
    await org().call('DELETE', `/sobjects/PartnerFundRequest/${id}`);
    const soql = encodeURIComponent(
      "SELECT Id, IsDeleted FROM PartnerFundRequest WHERE Title = 'Thrown away'",
    );
    expect((await org().call('GET', `/query?q=${soql}`)).body).toMatchObject({ totalSize: 0 });
    expect((await org().call('GET', `/queryAll?q=${soql}`)).body).toMatchObject({
      totalSize: 1,
      records: [{ Id: id, IsDeleted: true }],
    });
  });

  it('pages by batchSize of 200 to 2000, totalSize of the whole, and locators that expire', async () => {
    for (let at = 0; at < 450; at += 150) {
      const records = Array.from({ length: 150 }, (_, index) => ({
        attributes: { type: 'Lead' },
        LastName: `L${at + index}`,
        Company: 'Paging',
      }));
      await org().call('POST', '/composite/sobjects', { records });
    }
    const soql = "SELECT LastName FROM Lead WHERE Company = 'Paging'";
    const first = (await org().query(soql, { 'sforce-query-options': 'batchSize=50' })).body;
    expect([first.totalSize, first.done, first.records.length]).toEqual([450, false, 200]);
    expect(first.nextRecordsUrl).toMatch(/^\/services\/data\/v62\.0\/query\/01g\w+-200$/);
    const second = await org().call<typeof first>('GET', first.nextRecordsUrl ?? '');
    expect([second.body.done, second.body.records.length, second.body.totalSize]).toEqual([false, 200, 450]);
    const third = await org().call<typeof first>('GET', second.body.nextRecordsUrl ?? '');
    expect([third.body.done, third.body.records.length, third.body.nextRecordsUrl]).toEqual([
      true,
      50,
      undefined,
    ]);
    const seen = [first, second.body, third.body].flatMap((page) =>
      page.records.map((row) => row['LastName']),
    );
    expect(new Set(seen).size).toBe(450);
    expect((await org().query(soql)).body.done).toBe(true);
    await org().control('POST', '/cursors/expire');
    expect(await org().call('GET', first.nextRecordsUrl ?? '')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
    });
  });
});
