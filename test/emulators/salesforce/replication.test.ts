import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrgUnderTest, startOrg } from './harness';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('Salesforce emulator: getUpdated and getDeleted', () => {
  const start = Date.parse('2026-11-22T10:00:30Z');
  let time = start;
  let org: OrgUnderTest;
  beforeEach(async () => {
    time = start;
    org = await startOrg({}, { now: () => new Date(time) });
  });
  afterEach(() => org.sf.stop());

  function span(
    kind: 'updated' | 'deleted',
    from: number,
    to: number,
    object = 'PartnerFundRequest',
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const query = new URLSearchParams({
      start: new Date(from).toISOString(),
      end: new Date(to).toISOString(),
    });
    return org.call('GET', `/sobjects/${object}/${kind}/?${query}`);
  }

  it('tells what changed in the span and where to go on; seconds are ignored', async () => {
    const id = await org.create('PartnerFundRequest', { Title: 'Changed' });
    time += 5 * MINUTE;
    const { status, body } = await span('updated', start, time);
    expect(status).toBe(200);
    expect(body).toEqual({ ids: [id], latestDateCovered: '2026-11-22T10:05:00.000+0000' });
    // 10:00:30 is read as 10:00, so the record of that half minute is still in.
    expect((await span('updated', start + 29_000, time)).body['ids']).toEqual([id]);
    expect((await span('updated', start + MINUTE, time)).body['ids']).toEqual([]);
  });

  it('an end in the future covers only up to now', async () => {
    expect((await span('updated', start - DAY, start + DAY)).body['latestDateCovered']).toBe(
      '2026-11-22T10:00:00.000+0000',
    );
  });

  it('deletes show in getDeleted only, with both dates', async () => {
    const id = await org.create('PartnerFundRequest', { Title: 'Gone' });
    await org.call('DELETE', `/sobjects/PartnerFundRequest/${id}`);
    time += 2 * MINUTE;
    expect((await span('updated', start, time)).body['ids']).toEqual([]);
    expect((await span('deleted', start, time)).body).toEqual({
      deletedRecords: [{ id, deletedDate: '2026-11-22T10:00:30.000+0000' }],
      earliestDateAvailable: '2026-11-07T10:02:00.000+0000',
      latestDateCovered: '2026-11-22T10:02:00.000+0000',
    });
  });

  it('deleting an account takes its events and contacts with it', async () => {
    const account = await org.create('Account', { Name: 'With people' });
    const contact = await org.create('Contact', { LastName: 'x', AccountId: account });
    await org.call('DELETE', `/sobjects/Account/${account}`);
    time += 2 * MINUTE;
    expect((await span('deleted', start, time, 'Contact')).body['deletedRecords']).toMatchObject([
      { id: contact },
    ]);
  });

  it('refuses spans that are too long, too old, reversed or unreadable', async () => {
    const refusal = { status: 400, body: [{ errorCode: 'INVALID_REPLICATION_DATE' }] };
    expect(await span('updated', start - 31 * DAY, start)).toMatchObject(refusal);
    expect(await span('updated', start - 5 * DAY, start + 26 * DAY)).toMatchObject(refusal);
    expect(await span('deleted', start - 16 * DAY, start)).toMatchObject(refusal);
    expect(await span('updated', start, start)).toMatchObject(refusal);
    expect(await org.call('GET', '/sobjects/Account/updated?start=yesterday&end=today')).toMatchObject(
      refusal,
    );
    expect(await org.call('GET', '/sobjects/Account/updated')).toMatchObject(refusal);
    expect((await span('updated', start - 29 * DAY, start)).status).toBe(200);
  });

  it('takes offsets with a plus sign, encoded or not', async () => {
    for (const plus of ['+', '%2B']) {
      const { status } = await org.call(
        'GET',
        `/sobjects/Account/updated?start=2026-11-21T10:00:00${plus}00:00&end=2026-11-22T10:00:00${plus}00:00`,
      );
      expect(status).toBe(200);
    }
  });
});
