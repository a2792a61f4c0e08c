import { describe, expect, it } from 'vitest';
import type { FetchLike } from '../../electron/remotes/common/ports';
import type { FieldPermission } from '../emulators/scenario/salesforce-seed';
import { SalesforceId } from '../../shared/schema/values';
import { deskOver } from './support/over-http';
import { retryIntent } from '../../shared/usecases/sync/retry-intent';
import { useCaseContext } from '../support/use-case-context';
import { useBenches } from '../contract/remotes/bench-pool';
import { aRegistrationPut, aRequestPut, crmId } from '../contract/remotes/commands';
import type { EmulatorBench } from '../contract/remotes/emulator-bench';

const start = useBenches();
const REQUEST = '11111111-0000-4000-8000-000000000001';

function locked(field: string, rights: Partial<FieldPermission> = { createable: false, updateable: false }) {
  return { salesforce: { fieldPermissions: [{ object: 'PartnerFundRequest', field, ...rights }] } };
}

async function grant(bench: EmulatorBench, field: string): Promise<void> {
  await fetch(`${bench.salesforce.controlUrl}/fields`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ object: 'PartnerFundRequest', field, createable: true, updateable: true }),
  });
}

/** The org's automation: what it makes of a value that a write gives for a field; undefined leaves the field out. */
function automation(field: string, becomes: (value: unknown) => unknown): (real: FetchLike) => FetchLike {
  const changed = (body: string): string =>
    JSON.stringify(JSON.parse(body), (key, value: unknown) => (key === field ? becomes(value) : value));
  return (real) => (url, init) => {
    const isWrite = typeof init.body === 'string' && init.body.startsWith('{') && url.includes('/data/');
    return real(url, isWrite ? { ...init, body: changed(String(init.body)) } : init);
  };
}

async function records(bench: EmulatorBench) {
  const all = await bench.crmRecords('PartnerFundRequest');
  return all.filter(({ Channel_Desk_Id__c }) => Channel_Desk_Id__c === REQUEST);
}

/** A desk with one request, after everything that can be sent was sent. */
async function deskWithRequest(bench: EmulatorBench, over: { readonly description?: string } = {}) {
  const { desk, partnerId } = await deskOver(bench);
  await desk.request({ id: REQUEST, partnerId, ...over });
  await desk.settle();
  return desk;
}

type ADesk = Awaited<ReturnType<typeof deskWithRequest>>;

async function last(desk: ADesk) {
  const intent = (await desk.intents('fund-request', REQUEST)).at(-1);
  if (!intent) throw new Error('no intent');
  return intent;
}

async function retry(desk: ADesk): Promise<void> {
  expect((await retryIntent(useCaseContext(desk.store), (await last(desk)).id)).ok).toBe(true);
  await desk.settle();
}

describe('fields that this person may not write in Salesforce', () => {
  it('SY-88 an approval stops by name, makes nothing in GitLab, and goes on once the right is granted', async () => {
    const bench = await start(locked('Status', { updateable: false }));
    const desk = await deskWithRequest(bench);
    const epics = (await bench.gitItems('epic')).length;
    await desk.approve(REQUEST);
    await desk.settle();
    expect(await last(desk)).toMatchObject({
      state: 'parked',
      problem: {
        code: 'not-writable',
        message: 'Salesforce does not let you change Status.',
        fix: expect.stringContaining('edit access'),
      },
    });
    expect((await desk.get('fund-request', REQUEST)).approval.kind).toBe('approved');
    expect(await records(bench)).toMatchObject([{ Status: 'Draft', Amount: null }]);
    expect(await bench.gitItems('epic')).toHaveLength(epics);
    await grant(bench, 'Status');
    await retry(desk);
    expect(await last(desk)).toMatchObject({ state: 'done' });
    expect(await records(bench)).toMatchObject([{ Status: 'Approved' }]);
    expect(await bench.gitItems('epic')).toHaveLength(epics + 1);
  });

  it('SY-88 an edit stays here and stops; setting it back lets it go', async () => {
    const bench = await start(locked('Description', { updateable: false }));
    const desk = await deskWithRequest(bench, { description: 'Two days' });
    await desk.edit(REQUEST, { description: 'Three days' });
    await desk.settle();
    expect((await desk.get('fund-request', REQUEST)).description).toBe('Three days');
    expect(await last(desk)).toMatchObject({ state: 'parked', problem: { code: 'not-writable' } });
    expect(await records(bench)).toMatchObject([{ Description: 'Two days' }]);
    await desk.edit(REQUEST, { description: 'Two days' });
    await retry(desk);
    expect(await last(desk)).toMatchObject({ state: 'done' });
  });

  it('SY-88 a new request is not made without what may not be filled in, and keeps it here', async () => {
    const bench = await start(locked('Description'));
    const desk = await deskWithRequest(bench, { description: 'Written on the plane' });
    expect((await desk.get('fund-request', REQUEST)).description).toBe('Written on the plane');
    expect(await last(desk)).toMatchObject({
      state: 'parked',
      problem: { message: expect.stringContaining('fill in Description of a new Partner Fund Request') },
    });
    expect(await records(bench)).toEqual([]);
    await grant(bench, 'Description');
    await retry(desk);
    expect(await records(bench)).toMatchObject([{ Description: 'Written on the plane' }]);
  });

  it('SY-88 a new record may have what it has by itself, and no amount in a currency that cannot be set', async () => {
    const bench = await start({
      salesforce: {
        fieldPermissions: [
          ...locked('Status').salesforce.fieldPermissions,
          ...locked('CurrencyIsoCode').salesforce.fieldPermissions,
          { object: 'Event', field: 'IsReminderSet', createable: false, updateable: false },
        ],
      },
    });
    const fields = { title: 'In the default currency', status: 'draft' };
    const requested = { minor: 5000, currency: 'USD' };
    const dollars = aRequestPut(bench.partnerId, { fields: { ...fields, requested } });
    const salesforceId = SalesforceId.parse(crmId(await bench.remote.execute(dollars)));
    const change = { ...dollars, salesforceId, fields: { requested: { minor: 9000, currency: 'EUR' } } };
    expect(await bench.remote.execute(change)).toMatchObject({ refusal: { code: 'not-writable' } });
    const euros = aRequestPut(bench.partnerId, {
      fields: { ...fields, requested: { minor: 5000, currency: 'EUR' } },
    });
    expect(await bench.remote.execute(euros)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not-writable', fields: ['CurrencyIsoCode'] },
    });
    crmId(await bench.remote.execute(aRegistrationPut(bench.partnerId)));
  });
});

describe('what an automation of the org makes of a write', () => {
  it('SY-88 a field that is left as it was stops the change, which keeps its value here', async () => {
    let isOn = false;
    const drop = automation('Description', (value) => (isOn ? undefined : value));
    const bench = await start({ fetch: drop });
    const desk = await deskWithRequest(bench, { description: 'Two days' });
    isOn = true;
    await desk.edit(REQUEST, { description: 'Three days', title: 'Renamed' });
    await desk.settle();
    expect(await last(desk)).toMatchObject({
      state: 'parked',
      problem: { code: 'not-kept', message: expect.stringContaining('Description') },
    });
    expect(await desk.get('fund-request', REQUEST)).toMatchObject({
      description: 'Three days',
      title: 'Renamed',
    });
    expect(await records(bench)).toMatchObject([{ Description: 'Two days', Title: 'Renamed' }]);
    isOn = false;
    await retry(desk);
    expect(await last(desk)).toMatchObject({ state: 'done' });
    expect(await records(bench)).toMatchObject([{ Description: 'Three days' }]);
  });

  it('SY-88 a field that a new record leaves out stops its change and is made once', async () => {
    const bench = await start({ fetch: automation('Description', () => undefined) });
    const desk = await deskWithRequest(bench, { description: 'Two days' });
    expect((await desk.get('fund-request', REQUEST)).description).toBe('Two days');
    expect(await last(desk)).toMatchObject({ state: 'parked', problem: { code: 'not-kept' } });
    expect(await records(bench)).toMatchObject([{ Description: null }]);
  });

  it('SY-88 a value that becomes another one is asked about', async () => {
    const bench = await start({
      fetch: automation('Title', (value) => (value === 'Renamed' ? 'Set by the org' : value)),
    });
    const desk = await deskWithRequest(bench);
    await desk.edit(REQUEST, { title: 'Renamed' });
    await desk.settle();
    const [conflict, ...others] = await desk.store.openConflicts();
    expect(others).toEqual([]);
    expect(conflict?.fields).toMatchObject([{ field: 'title', mine: 'Renamed', theirs: 'Set by the org' }]);
    expect((await desk.get('fund-request', REQUEST)).title).toBe('Renamed');
  });

  it.each([
    ['a title in capitals', 'Title', (value: unknown) => String(value).toUpperCase()],
    ['an amount in whole units', 'RequestedAmount', (value: unknown) => Math.round(Number(value))],
  ])('SY-2 SY-88 a spelling of the org’s own is taken: %s', async (_what, field, becomes) => {
    const bench = await start({ fetch: automation(field, becomes) });
    const put = aRequestPut(bench.partnerId);
    crmId(await bench.remote.execute(put));
  });
});
