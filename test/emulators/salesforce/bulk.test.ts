import { describe, expect, it } from 'vitest';
import { type Errors, useOrg } from './harness';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  readonly errorMessage?: string;
}

describe('Salesforce emulator: bulk jobs', () => {
  const org = useOrg();

  function put(job: string, csv: string): Promise<{ status: number }> {
    return org().call('PUT', `/jobs/ingest/${job}/batches`, csv, { 'content-type': 'text/csv' });
  }

  async function ingest(request: Record<string, unknown>, csv: string): Promise<Job> {
    const opened = await org().call<Job>('POST', '/jobs/ingest', request);
    expect([opened.status, opened.body.state]).toEqual([200, 'Open']);
    const { id } = opened.body;
    expect((await put(id, csv)).status).toBe(201);
    const closed = await org().call<Job>('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
    expect(closed.body.state).toBe('UploadComplete');
    return (await org().call<Job>('GET', `/jobs/ingest/${id}`)).body;
  }

  async function results(job: Job, which: string): Promise<string[]> {
    const { body } = await org().call<string>('GET', `/jobs/ingest/${job.id}/${which}`);
    return body.trim().split('\n');
  }

  it('an upsert makes and changes records by their external id, row by row', async () => {
    const request = {
      object: 'PartnerFundRequest',
      operation: 'upsert',
      externalIdFieldName: 'Channel_Desk_Id__c',
    };
    const first = await ingest(
      request,
      'Channel_Desk_Id__c,Title,RequestedAmount\nb-1,One,10\nb-2,Two,ten\n',
    );
    expect(first).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(await results(first, 'successfulResults')).toEqual([
      '"sf__Id","sf__Created","Channel_Desk_Id__c","Title","RequestedAmount"',
      expect.stringMatching(/^"0TX\w{15}","true","b-1","One","10"$/) as string,
    ]);
    expect((await results(first, 'failedResults'))[1]).toMatch(
      /^"","JSON_PARSER_ERROR:.*","b-2","Two","ten"$/,
    );
    const again = await ingest(request, 'Channel_Desk_Id__c,Title,RequestedAmount\nb-1,,#N/A\n');
    expect((await results(again, 'successfulResults'))[1]).toContain('"false"');
    const { body } = await org().query(
      "SELECT Title, RequestedAmount FROM PartnerFundRequest WHERE Channel_Desk_Id__c = 'b-1'",
    );
    expect(body.records[0]).toMatchObject({ Title: 'One', RequestedAmount: null });
  });

  it('inserts, updates and deletes, in the form that the job names', async () => {
    const form = { object: 'Account', columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' };
    const made = await ingest({ ...form, operation: 'insert' }, 'Name;BillingCity\r\n"Bulk; One";Köln\r\n');
    const [, row = ''] = await results(made, 'successfulResults');
    const id = row.split(';')[0]?.replaceAll('"', '') ?? '';
    await ingest({ ...form, operation: 'update' }, `Id;BillingCity\r\n${id};Bonn\r\n`);
    expect((await org().call('GET', `/sobjects/Account/${id}`)).body).toMatchObject({
      Name: 'Bulk; One',
      BillingCity: 'Bonn',
    });
    const gone = await ingest({ ...form, operation: 'delete' }, `Id\r\n${id}\r\n001000000000000AAA\r\n`);
    expect(gone).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect((await org().call('GET', `/sobjects/Account/${id}`)).status).toBe(404);
  });

  it('a job with an unknown column fails as a whole, one that was aborted does nothing', async () => {
    const job = await ingest({ object: 'Account', operation: 'insert' }, 'Name,Nonsense\nX,Y\n');
    expect(job).toMatchObject({ state: 'Failed', numberRecordsProcessed: 0 });
    expect(job.errorMessage).toContain('Nonsense');
    expect(
      (await org().call<Errors>('POST', '/jobs/ingest', { object: 'Nope', operation: 'insert' })).body[0],
    ).toMatchObject({
      errorCode: 'INVALIDJOB',
    });
    const opened = await org().call<Job>('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    await put(opened.body.id, 'Name\nNever made\n');
    await org().call('PATCH', `/jobs/ingest/${opened.body.id}`, { state: 'Aborted' });
    expect((await put(opened.body.id, 'Name\nX\n')).status).toBe(400);
    expect((await org().query("SELECT Id FROM Account WHERE Name = 'Never made'")).body.totalSize).toBe(0);
    expect((await org().call('DELETE', `/jobs/ingest/${opened.body.id}`)).status).toBe(204);
    expect((await org().call('GET', `/jobs/ingest/${opened.body.id}`)).status).toBe(404);
  });

  it('a query job gives its rows as pages of CSV, with parents as paths', async () => {
    const query = 'SELECT Id, Name, Owner.Name FROM Account ORDER BY Name LIMIT 5';
    const opened = await org().call<Job>('POST', '/jobs/query', { operation: 'query', query });
    expect(opened.body.state).toBe('UploadComplete');
    const path = `/jobs/query/${opened.body.id}`;
    expect((await org().call<Job>('GET', path)).body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 5,
    });
    const first = await org().call<string>('GET', `${path}/results?maxRecords=3`);
    expect(first.body.split('\n')[0]).toBe('"Id","Name","Owner.Name"');
    expect(first.headers.get('sforce-numberofrecords')).toBe('3');
    const locator = first.headers.get('sforce-locator') ?? '';
    const second = await org().call<string>('GET', `${path}/results?maxRecords=3&locator=${locator}`);
    expect(second.headers.get('sforce-locator')).toBe('null');
    expect(second.body.trim().split('\n')).toHaveLength(3);
    const refused = await org().call('POST', '/jobs/query', {
      operation: 'query',
      query: 'SELECT COUNT(Id) FROM Account',
    });
    expect(refused.status).toBe(400);
  });
});
