import { createRemotes } from '../../../electron/remotes/remotes';
import type { Connections } from '../../../electron/remotes/common/ports';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { describe, expect, it } from 'vitest';
import { SalesforceId } from '../../../shared/schema/values';
import { useBenches } from './bench-pool';
import { memoryOptions } from './emulator-bench';
import { aCrmFile, again, aRegistrationPut, aRequestPut, crmId, done, rowOf } from './commands';

const start = useBenches();

/** What Salesforce's Clone copies. */
function cloned(record: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const own =
    /^(Title|Description|RequestedAmount|ChannelPartnerId|Status|CurrencyIsoCode)$|^(Activity_|Total_|Region_)/;
  return Object.fromEntries(Object.entries(record).filter(([name]) => own.test(name)));
}

describe('writing to an org without a field for the id', () => {
  const noKey = { omitFields: ['*.Channel_Desk_Id__c'] };

  it('G3 finds its own record by the line in the text', async () => {
    const bench = await start({ salesforce: noKey });
    const put = aRequestPut(bench.partnerId);
    await bench.fault('salesforce', { kind: 'drop-after-commit', match: { method: 'POST' } });
    expect((await bench.remote.execute(put)).kind).toBe('ambiguous');
    const row = rowOf(await bench.remote.execute(again(put)));
    expect(row).toMatchObject({ recordId: put.recordId, fields: { description: 'Two days in Munich' } });
    const records = (await bench.crmRecords('PartnerFundRequest')).filter(
      ({ Title }) => Title === 'Security roadshow',
    );
    expect(records).toHaveLength(1);
    expect(records[0]?.['Description']).toContain(put.recordId);
    const salesforceId = row.ref.remote === 'salesforce' ? row.ref.id : null;
    const fields = { description: 'Three days' };
    const changed = rowOf(await bench.remote.execute({ ...put, salesforceId, fields }));
    expect(changed).toMatchObject({ recordId: put.recordId, fields: { description: 'Three days' } });
  });

  it('G3 takes the first of two records with its line, since that one counts', async () => {
    const bench = await start({ salesforce: noKey });
    const put = aRequestPut(bench.partnerId);
    const first = crmId(await bench.remote.execute(put));
    const [record] = (await bench.crmRecords('PartnerFundRequest')).filter(({ Id }) => Id === first);
    await bench.skew('salesforce', 60_000);
    const fields = { Title: 'Security roadshow', Description: record?.['Description'] };
    await bench.crmChange({ action: 'create', object: 'PartnerFundRequest', fields });
    expect(rowOf(await bench.remote.execute(again(put))).ref.id).toBe(first);
  });

  it.each([
    ['says something else is a record of its own', 'Another roadshow', 60_000, false, false],
    ['was made days later is a record of its own', 'Security roadshow', 49 * 3_600_000, false, false],
    ['says the same and was looked at is a record of its own', 'Security roadshow', 60_000, true, false],
    ['cannot be told from a repeat is its twin', 'Security roadshow', 60_000, false, true],
  ])('SY-101 a clone that %s', async (_what, title, laterMs, isViewed, isTwin) => {
    let headers: RequestInit['headers'];
    const bench = await start({
      salesforce: noKey,
      fetch: (real) => (url, init) => {
        if (url.includes('/sobjects/') || url.includes('/query')) headers = init.headers;
        return real(url, init);
      },
    });
    const first = crmId(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const record = (await bench.crmRecords('PartnerFundRequest')).find(({ Id }) => Id === first);
    await bench.skew('salesforce', laterMs);
    // The sign-in may have to be renewed first.
    await bench.remote.pull({ stream: 'partners', cursor: null, limit: 5 });
    const made = await fetch(`${bench.salesforce.url}/services/data/v62.0/sobjects/PartnerFundRequest`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...cloned(record), Title: title }),
    });
    const { id } = (await made.json()) as { id: string };
    if (isViewed) await bench.crmChange({ action: 'view', object: 'PartnerFundRequest', id });
    const page = await bench.remote.pull({ stream: 'fund-requests', cursor: null, limit: 200 });
    const row = page.kind === 'page' ? page.rows.find(({ ref }) => ref.id === id) : undefined;
    expect(row).toMatchObject({ recordId: null, fields: { title } });
    expect(row?.twin !== undefined).toBe(isTwin);
    expect((await bench.crmRecords('PartnerFundRequest')).some(({ Id }) => Id === id)).toBe(!isTwin);
  });

  it.each([
    ['something else in a field that nobody mapped', { Location: 'Room 7' }, false],
    ['nothing else', {}, true],
  ])('SY-101 an event that is cloned at once with %s', async (_what, change, isTwin) => {
    let headers: RequestInit['headers'];
    const bench = await start({
      salesforce: noKey,
      fetch: (real) => (url, init) => {
        if (url.includes('/query')) headers = init.headers;
        return real(url, init);
      },
    });
    const put = aRegistrationPut(bench.partnerId);
    const first = crmId(await bench.remote.execute(put));
    const record = (await bench.crmRecords('Event')).find(({ Id }) => Id === first) ?? {};
    const copied = /^(Subject|Type|WhatId|StartDateTime|DurationInMinutes|IsAllDayEvent|Description)$/;
    const copy = Object.fromEntries(Object.entries(record).filter(([name]) => copied.test(name)));
    await bench.skew('salesforce', 60_000);
    await bench.remote.pull({ stream: 'partners', cursor: null, limit: 5 });
    const made = await fetch(`${bench.salesforce.url}/services/data/v62.0/sobjects/Event`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...copy, ...change }),
    });
    const { id } = (await made.json()) as { id: string };
    await bench.remote.pull({ stream: 'registrations', cursor: null, limit: 200 });
    expect((await bench.crmRecords('Event')).some(({ Id }) => Id === id)).toBe(!isTwin);
    expect((await bench.crmRecords('Event')).some(({ Id }) => Id === first)).toBe(true);
  });

  it('G3 finds its own file by what it holds', async () => {
    const bench = await start({ salesforce: noKey });
    const linkTo = crmId(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const file = aCrmFile(linkTo);
    await bench.fault('salesforce', {
      kind: 'drop-after-commit',
      match: { method: 'POST', path: 'ContentVersion' },
    });
    expect((await bench.remote.execute(file)).kind).toBe('ambiguous');
    done(await bench.remote.execute(again(file)));
    expect((await bench.crmFiles()).filter(({ title }) => title === file.name)).toHaveLength(1);
  });

  it('G3 looks for twins of a file after a restart too', async () => {
    let stored: Connections | null = null;
    const store = {
      load: async () => null,
      save: async (connections: Connections) => void (stored = connections),
    };
    const bench = await start({ salesforce: noKey, options: { store } });
    const linkTo = crmId(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const file = aCrmFile(linkTo);
    // Both have looked before either has written.
    await Promise.all([bench.remote.execute(file), bench.remote.execute(file)]);
    const titles = async () => (await bench.crmFiles()).filter(({ title }) => title === file.name);
    expect(await titles()).toHaveLength(2);
    const { options } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    const restarted = createRemotes({
      ...options,
      store: { load: async () => stored, save: store.save },
      secrets: { ...options.secrets, load: async (key) => bench.secrets.get(key) ?? null },
    });
    await restarted.ready();
    await restarted.pull({ stream: 'claims', cursor: null, limit: 2000 });
    expect(await titles()).toHaveLength(1);
  });

  it('refuses what could come twice', async () => {
    const bench = await start({
      salesforce: noKey,
      playbook: (playbook) => ({
        ...playbook,
        salesforce: {
          ...playbook.salesforce,
          mappings: playbook.salesforce.mappings.map((mapping) => {
            const { note: _note, ...fields } = mapping.entities.registration.fields;
            return {
              ...mapping,
              entities: { ...mapping.entities, registration: { ...mapping.entities.registration, fields } },
            };
          }),
        },
      }),
    });
    expect(await bench.remote.execute(aRegistrationPut(bench.partnerId))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'no-id-field', fix: expect.stringContaining('external id') },
    });
  });
});

describe('what an org understands', () => {
  it('MDF-2 writes an activity type in the words of the org and reads it back as the playbook’s key', async () => {
    const bench = await start({});
    const put = aRequestPut(bench.partnerId, {
      fields: { title: 'x', activityType: 'digital-print', requested: { minor: 100, currency: 'EUR' } },
    });
    const row = rowOf(await bench.remote.execute(put));
    expect(row.fields['activityType']).toBe('digital-print');
    const record = (await bench.crmRecords('PartnerFundRequest')).find(({ Id }) => Id === row.ref.id);
    expect(record?.['Activity']).toBe('Digital & Print Marketing');
  });

  it('MDF-2 takes the spelling that fits into the field where the org’s list has none', async () => {
    const bench = await start({});
    const put = aRequestPut(bench.partnerId, { fields: { title: 'x', activityType: 'joint-planning' } });
    expect(rowOf(await bench.remote.execute(put)).fields['activityType']).toBe('joint-planning');
    const [record] = (await bench.crmRecords('PartnerFundRequest')).filter(({ Title }) => Title === 'x');
    expect(record?.['Activity']).toBe('Joint Planning Session');
  });

  it('refuses a status that the playbook does not map, and amounts in two currencies', async () => {
    const bench = await start({});
    const status = aRequestPut(bench.partnerId, { fields: { title: 'x', status: 'paid' } });
    expect(await bench.remote.execute(status)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'unmapped-status' },
    });
    const mixed = aRequestPut(bench.partnerId, {
      fields: {
        title: 'x',
        requested: { minor: 1, currency: 'EUR' },
        totalCost: { minor: 1, currency: 'USD' },
      },
    });
    expect(await bench.remote.execute(mixed)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'several-currencies' },
    });
  });

  it('MDF-3 does not let a change of currency revalue amounts that are not written', async () => {
    const bench = await start({});
    const put = aRequestPut(bench.partnerId);
    const salesforceId = SalesforceId.parse(crmId(await bench.remote.execute(put)));
    const change = { ...put, salesforceId, fields: { requested: { minor: 617_278, currency: 'USD' } } };
    expect(await bench.remote.execute(change)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'currency-change', fields: ['Total_Cost__c'] },
    });
  });

  it('MDF-3 yen have no decimals, on the way there and back', async () => {
    const bench = await start({});
    const put = aRequestPut(bench.partnerId, {
      fields: { title: 'x', requested: { minor: 450_001, currency: 'JPY' } },
    });
    const row = rowOf(await bench.remote.execute(put));
    expect(row.fields['requested']).toEqual({ minor: 450_001, currency: 'JPY' });
    const record = (await bench.crmRecords('PartnerFundRequest')).find(({ Id }) => Id === row.ref.id);
    expect(record?.['RequestedAmount']).toBe(450_001);
  });

  it('an org with objects of its own is used through the mapping for them', async () => {
    const bench = await start({
      scenario: 'custom-objects',
      playbook: (playbook) => ({
        ...playbook,
        salesforce: { ...playbook.salesforce, mapping: 'impartner-style' },
      }),
    });
    const put = aRequestPut(bench.partnerId, {
      fields: {
        title: 'Custom',
        portalNumber: 'MDF-20001',
        partner: bench.partnerId,
        start: '2026-12-01',
        requested: { minor: 5000, currency: 'EUR' },
        status: 'approved',
      },
    });
    const row = rowOf(await bench.remote.execute(put));
    expect(row.ref).toMatchObject({ object: 'MDF_Request__c' });
    expect(row.fields).toMatchObject({
      title: 'Custom',
      status: 'approved',
      requested: { minor: 5000, currency: 'EUR' },
    });
    const page = await bench.remote.pull({ stream: 'fund-requests', cursor: null, limit: 50 });
    expect(page.kind === 'page' && page.rows.some(({ recordId }) => recordId === put.recordId)).toBe(true);
  });
});
