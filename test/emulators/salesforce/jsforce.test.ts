import { randomBytes } from 'node:crypto';
import { Connection, OAuth2 } from '@jsforce/jsforce-node';
import { describe, expect, it } from 'vitest';
import { accountId, type OrgUnderTest, startOrg, useOrg } from './harness';

/** A client library that this project did not write has to be content with the emulator. */
describe('Salesforce emulator: @jsforce/jsforce-node', () => {
  const org = useOrg();

  async function connect(to: OrgUnderTest = org()): Promise<Connection> {
    const login = to.sf.login('channel-desk-tools');
    const oauth2 = new OAuth2({ loginUrl: login.loginUrl, clientId: login.clientId });
    const tokens = await oauth2.refreshToken(login.refreshToken);
    return new Connection({
      oauth2,
      version: '62.0',
      instanceUrl: tokens.instance_url,
      accessToken: tokens.access_token,
      refreshToken: login.refreshToken,
    });
  }

  it('logs in by refresh token, knows who it is and refreshes by itself when the session has ended', async () => {
    const own = await startOrg();
    const connection = await connect(own);
    const identity = await connection.identity();
    expect(identity.username).toBe('dana.weber@channel-desk.example');
    expect(identity.organization_id).toBe('00D5g00000Demo1EAB');
    const before = connection.accessToken;
    await own.control('POST', '/tokens/expire');
    expect((await connection.query('SELECT Id FROM Account LIMIT 1')).records).toHaveLength(1);
    expect(connection.accessToken).not.toBe(before);
    expect(connection.limitInfo?.apiUsage?.limit).toBe(15_000);
    await own.sf.stop();
  });

  it('describes the org and an object', async () => {
    const connection = await connect();
    const all = await connection.describeGlobal();
    expect(all.sobjects.map(({ name }) => name)).toContain('PartnerFundClaim');
    const request = await connection.sobject('PartnerFundRequest').describe();
    expect(
      request.fields.find(({ name }) => name === 'Status')?.picklistValues?.map(({ value }) => value),
    ).toEqual(['Draft', 'Approved', 'Rejected']);
    expect((await connection.limits())['DailyApiRequests']?.Max).toBe(15_000);
  });

  it('creates, reads, changes, upserts, finds and deletes', async () => {
    const connection = await connect();
    const requests = connection.sobject('PartnerFundRequest');
    const partner = await accountId(org(), 'Kiwi Cloud, Inc.');
    const made = await requests.create({
      Title: 'From jsforce',
      RequestedAmount: 900,
      ChannelPartnerId: partner,
      CurrencyIsoCode: 'EUR',
    });
    expect(made.success).toBe(true);
    const id = made.id ?? '';
    expect(await requests.retrieve(id)).toMatchObject({
      Title: 'From jsforce',
      RequestedAmount: 900,
      Status: 'Draft',
    });
    expect(await requests.update({ Id: id, Status: 'Approved', Amount: 450 })).toMatchObject({
      success: true,
      id,
    });
    const upsert = await requests.upsert(
      { Channel_Desk_Id__c: 'jsforce-1', Title: 'Upserted' },
      'Channel_Desk_Id__c',
    );
    expect(upsert).toMatchObject({ success: true, created: true });
    const again = await requests.upsert(
      { Channel_Desk_Id__c: 'jsforce-1', Title: 'Upserted twice' },
      'Channel_Desk_Id__c',
    );
    expect(again).toMatchObject({ success: true, id: upsert.id });
    const found = await requests.find({ Title: { $like: 'Upserted%' }, Status: 'Draft' }, [
      'Id',
      'Title',
      'ChannelPartner.Name',
    ]);
    expect(found).toMatchObject([{ Title: 'Upserted twice', ChannelPartner: null }]);
    expect(await requests.destroy(id)).toMatchObject({ success: true });
    await expect(requests.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  it('sees errors with code and fields', async () => {
    const connection = await connect();
    await expect(connection.sobject('PartnerFundClaim').create({ Title: 'x' })).rejects.toMatchObject({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [Amount, RequestId]',
    });
    await expect(connection.query('SELECT Nope FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  it('collections of more than 200 records and paging with autoFetch', async () => {
    const connection = await connect();
    const leads = Array.from({ length: 450 }, (_, index) => ({
      LastName: `J${index}`,
      Company: 'jsforce paging',
    }));
    const results = await connection.sobject('Lead').create(leads, { allowRecursive: true });
    expect(results.every(({ success }) => success)).toBe(true);
    const first = await connection.query("SELECT LastName FROM Lead WHERE Company = 'jsforce paging'", {
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });
    expect([first.done, first.totalSize, first.records.length]).toEqual([false, 450, 200]);
    const next = await connection.queryMore(first.nextRecordsUrl ?? '');
    expect([next.done, next.records.length]).toEqual([false, 200]);
    const all = await connection.query(
      "SELECT LastName FROM Lead WHERE Company = 'jsforce paging' ORDER BY LastName",
      {
        autoFetch: true,
        maxFetch: 1000,
        headers: { 'Sforce-Query-Options': 'batchSize=200' },
      },
    );
    expect(new Set(all.records.map((record) => record['LastName'])).size).toBe(450);
    const mixed = await connection
      .sobject('Lead')
      .create([{ LastName: 'ok', Company: 'x' }, { LastName: 'no company' }]);
    expect(mixed.map(({ success }) => success)).toEqual([true, false]);
    const updated = await connection
      .sobject('Lead')
      .update(mixed.flatMap((result) => (result.success ? [{ Id: result.id, Company: 'y' }] : [])));
    expect(updated).toMatchObject([{ success: true }]);
    const deleted = await connection
      .sobject('Lead')
      .destroy(mixed.flatMap((result) => (result.success ? [result.id] : [])));
    expect(deleted).toMatchObject([{ success: true }]);
  });

  it('several ids at once, getUpdated and getDeleted', async () => {
    const connection = await connect();
    const accounts = await connection
      .sobject('Account')
      .retrieve([await accountId(org(), 'Kiwi Labs'), await accountId(org(), 'Kiwi Cloud, Inc.')]);
    expect(accounts.map((account) => account['Name'])).toEqual(['Kiwi Labs', 'Kiwi Cloud, Inc.']);
    const from = new Date(Date.now() - 3_600_000);
    const to = new Date(Date.now() + 120_000);
    const made = await connection.sobject('PartnerFundRequest').create({ Title: 'Tracked' });
    expect((await connection.sobject('PartnerFundRequest').updated(from, to)).ids).toContain(made.id);
    await connection.sobject('PartnerFundRequest').destroy(made.id ?? '');
    const { deletedRecords } = await connection.sobject('PartnerFundRequest').deleted(from, to);
    expect(deletedRecords.map((record) => record.id)).toContain(made.id);
  });

  it('uploads a file as base64 and reads the same bytes back', async () => {
    const connection = await connect();
    const bytes = randomBytes(30_000);
    const version = await connection.sobject('ContentVersion').create({
      Title: 'photo',
      PathOnClient: 'photo.png',
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: '0TW5g00000Cl001',
    });
    const stream = connection
      .sobject('ContentVersion')
      .record(version.id ?? '')
      .blob('VersionData');
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('composite through its request method', async () => {
    const connection = await connect();
    const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(
      '/composite',
      {
        allOrNone: true,
        compositeRequest: [
          {
            method: 'POST',
            url: '/services/data/v62.0/sobjects/Account',
            referenceId: 'a',
            body: { Name: 'jsforce composite' },
          },
          {
            method: 'GET',
            url: '/services/data/v62.0/sobjects/Account/@{a.id}?fields=Name',
            referenceId: 'b',
          },
        ],
      },
    );
    expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 200]);
  });

  it('reads and writes in bulk, searches and lists what is recent', async () => {
    const connection = await connect();
    const results = await connection.bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input: [{ Name: 'Bulk jsforce 1' }, { Name: 'Bulk jsforce 2' }],
    });
    expect(results.successfulResults).toHaveLength(2);
    expect(results.failedResults).toEqual([]);
    const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk jsforce%'");
    expect((await stream.toArray()).map((row) => row['Name'])).toEqual(['Bulk jsforce 1', 'Bulk jsforce 2']);
    const found = await connection.search('FIND {jsforce} IN NAME FIELDS RETURNING Account(Name)');
    expect(found.searchRecords.length).toBeGreaterThanOrEqual(2);
    expect((await connection.recent('Account', 2)).map((row) => row['Name'])).toContain('Bulk jsforce 2');
  });
});
