import { describe, expect, it } from 'vitest';
import { linksAmong } from '../../../shared/domain/merging/projection';
import { firstClaims } from '../../../shared/domain/pop/first-claims';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { SalesforceRef } from '../../../shared/schema/remote-ref';
import { startDraft } from '../../../shared/sync/draft';
import {
  localId,
  newBudget,
  newClaim as claimOf,
  newFundRequest,
  newPartner,
  newRegistration,
} from '../../../shared/sync/pull/new-record';
import type { CrmStream } from '../../../shared/sync/pull/salesforce-row';
import { takeSalesforceRow } from '../../../shared/sync/pull/salesforce-row';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { anIntent, now } from './support';

const playbook = thePlaybook();
const account = '001000000000000001';
const requestId = 'a0B000000000000001';
const crm = (id: string) =>
  SalesforceRef.parse({ remote: 'salesforce', object: 'O', id, stamp: 's1', url: null });
const partner = aPartner({ salesforce: crm(account) });
const request = aFundRequest({ salesforce: crm(requestId) });
const context = { playbook, now, links: linksAmong([partner], [request]) };
const eur = (minor: number) => ({ minor, currency: 'EUR' });

function row(stream: CrmStream, fields: FieldMap, over: Partial<RemoteRow> = {}): RemoteRow {
  return { stream, ref: crm('a0X000000000000009'), recordId: null, fields, deleted: false, ...over };
}

const requestFields: FieldMap = {
  title: 'Roadshow',
  partner: account,
  activityType: 'Events',
  start: '2026-12-10',
  end: '2026-12-11',
  totalCost: eur(1000),
  requested: eur(500),
  status: 'Draft',
};

describe('SY-61 a record that only Salesforce knew', () => {
  it('has our own id where Salesforce carries it, else one that follows from its number', () => {
    expect(localId(row('claims', {}))).toBe('sf-a0X000000000000009');
    expect(localId(row('claims', {}, { recordId: 'mine' }))).toBe('mine');
  });

  it('a partner is taken with what is said of it, and found by its name', () => {
    const fields = { name: 'Größe  GmbH', region: 'EMEA', cam: 'C', track: ' ' };
    expect(newPartner(row('partners', fields), context)).toMatchObject({
      ok: true,
      value: {
        id: 'sf-a0X000000000000009',
        rev: 0,
        name: 'Größe  GmbH',
        foldedName: aPartner({ name: 'Größe  GmbH' }).foldedName,
        region: 'EMEA',
        track: null,
        cam: 'C',
        deletedRemotely: false,
        salesforce: crm('a0X000000000000009'),
      },
    });
    expect(newPartner(row('partners', { region: 'EMEA' }), context)).toMatchObject({
      ok: false,
      error: {
        orphan: false,
        reason: expect.stringMatching(/^Its name is missing or cannot be used \(.+\)/),
      },
    });
  });

  it('a budget stands for a quarter, a region and perhaps a partner (MDF-8)', () => {
    const fields = { title: 'B', start: '2026-11-01', amount: eur(7), region: 'emea', partner: account };
    expect(newBudget(row('budgets', fields), context)).toMatchObject({
      ok: true,
      value: { title: 'B', quarter: 'FY27-Q4', region: 'EMEA', partnerId: 'partner-1', amount: eur(7) },
    });
    const bare = { start: '2026-11-01', amount: eur(7) };
    expect(newBudget(row('budgets', bare), context)).toMatchObject({
      ok: true,
      value: { title: '', region: null, partnerId: null },
    });
    expect(newBudget(row('budgets', { ...bare, region: 'Moon' }), context)).toMatchObject({
      value: { region: 'Moon' },
    });
    expect(newBudget(row('budgets', { ...bare, partner: '001000000000000002' }), context)).toMatchObject({
      ok: false,
      error: { orphan: true },
    });
    expect(newBudget(row('budgets', { ...bare, start: 'soon' }), context)).toMatchObject({
      error: { orphan: false, reason: expect.stringContaining('Its start date is missing') },
    });
    expect(newBudget(row('budgets', { start: '2026-11-01' }), context)).toMatchObject({
      error: { reason: expect.stringContaining('Its amount is missing') },
    });
  });

  it('a fund request is taken in this app’s words where it has them, else as it is (SY-64)', () => {
    const activity = playbook.mdf.activityTypes[0];
    const motion = playbook.mdf.gtmMotions[0];
    const known = {
      ...requestFields,
      activityType: activity?.label ?? '',
      gtmMotion: motion?.label ?? '',
      region: 'emea',
      description: 'D',
      portalNumber: 'MDF-1',
      approvedAmount: eur(400),
      status: 'Rejected',
      declineReason: 'Too late',
    };
    expect(newFundRequest(row('fund-requests', known), context, partner)).toMatchObject({
      ok: true,
      value: {
        title: 'Roadshow',
        partnerId: 'partner-1',
        activityType: activity?.key,
        gtmMotion: motion?.key,
        region: 'EMEA',
        description: 'D',
        portalNumber: 'MDF-1',
        currency: 'EUR',
        totalCost: eur(1000),
        requested: eur(500),
        approvedAmount: eur(400),
        quarter: 'FY27-Q4',
        start: '2026-12-10',
        end: '2026-12-11',
        approval: { kind: 'declined', reason: 'Too late' },
        decisions: [],
        gitlab: { epic: null, issues: {} },
        playbookVersion: playbook.version,
      },
    });
    const foreign = { ...requestFields, activityType: 'Juggling', gtmMotion: 'Odd', region: 'Moon' };
    expect(newFundRequest(row('fund-requests', foreign), context, partner)).toMatchObject({
      value: { activityType: 'Juggling', gtmMotion: 'Odd', region: 'Moon', approval: { kind: 'draft' } },
    });
    expect(newFundRequest(row('fund-requests', requestFields), context, partner)).toMatchObject({
      value: {
        gtmMotion: null,
        region: partner.region,
        description: '',
        portalNumber: null,
        approvedAmount: null,
      },
    });
    const nowhere = aPartner({ region: null });
    expect(newFundRequest(row('fund-requests', requestFields), context, nowhere)).toMatchObject({
      value: { region: '' },
    });
  });

  it('a fund request without what it needs says what is missing; one without its partner waits (SY-62, SY-63)', () => {
    const without = (field: string) =>
      newFundRequest(row('fund-requests', { ...requestFields, [field]: null }), context, partner);
    expect(newFundRequest(row('fund-requests', requestFields), context, undefined)).toMatchObject({
      ok: false,
      error: { orphan: true },
    });
    for (const [field, name] of [
      ['title', 'title'],
      ['start', 'start date'],
      ['end', 'end date'],
      ['totalCost', 'total cost'],
      ['requested', 'requested amount'],
    ] as const)
      expect(without(field)).toMatchObject({
        ok: false,
        error: { orphan: false, reason: expect.stringContaining(`Its ${name} is missing`) },
      });
  });

  it('a claim is as far as its status says, with an invoice when one is named (POP-2)', () => {
    const made = (fields: FieldMap) => claimOf(row('claims', { title: 'C', ...fields }), context, request);
    const by = 'Salesforce';
    for (const [status, stage, kind] of [
      [null, 'pending', 'open'],
      ['Draft', 'pending', 'open'],
      ['APPROVED', 'approved', 'accepted'],
      ['Rejected', 'pending', 'rejected'],
      ['Paid', 'completed', 'paid'],
    ] as const)
      expect(made({ status })).toMatchObject({
        ok: true,
        value: {
          stage,
          decision: kind === 'open' ? { kind } : { kind, at: now, by: expect.stringContaining(by) },
        },
      });
    expect(made({})).toMatchObject({
      value: {
        title: 'C',
        requestId: 'request-1',
        partnerId: 'partner-1',
        invoice: null,
        reimbursement: null,
        receivedAt: null,
      },
    });
    expect(made({ invoiceNumber: 'N' })).toMatchObject({
      value: { invoice: { number: 'N', date: null, total: null, source: 'typed' } },
    });
    expect(made({ invoiceDate: '2026-11-01' })).toMatchObject({
      value: { invoice: { number: null, date: '2026-11-01' } },
    });
    // What nobody filled in is zero in Salesforce.
    expect(made({ amount: eur(0) })).toMatchObject({ value: { reimbursement: null } });
    expect(made({ amount: eur(9) })).toMatchObject({ value: { reimbursement: eur(9) } });
    expect(made({ title: null })).toMatchObject({
      error: { reason: expect.stringContaining('Its title is') },
    });
    expect(claimOf(row('claims', { title: 'C' }), context, undefined)).toMatchObject({
      error: { orphan: true },
    });
  });

  it('POP-7 a claim that was decided before it is read is no later than the activities before that', () => {
    const over = aFundRequest({ id: 'request-2', start: '2026-10-20', end: '2026-10-20' });
    const isFirst = (fields: FieldMap) => {
      const made = claimOf(row('claims', { title: 'C', ...fields }), context, request);
      return made.ok && firstClaims([made.value], playbook)(over);
    };
    expect(isFirst({ status: 'Paid', invoiceDate: '2023-12-01' })).toBe(false);
    expect(isFirst({ status: 'Approved' })).toBe(false);
    expect(isFirst({ status: 'Approved', invoiceDate: '2026-10-21' })).toBe(true);
    expect(isFirst({ status: 'Draft' })).toBe(true);
  });

  it('SY-71 a registration is an event with a program’s subject; others are not ours', () => {
    const offer = playbook.programs.offers[0];
    const made = (subject: string, of: typeof partner | undefined, date: string | null = '2026-11-03') =>
      newRegistration(row('registrations', { subject, date, note: 'N' }), context, of);
    expect(made(offer?.subject ?? '', partner)).toMatchObject({
      ok: true,
      value: {
        program: offer?.key,
        subject: offer?.subject,
        date: '2026-11-03',
        note: 'N',
        partnerId: 'partner-1',
      },
    });
    expect(made(offer?.subject ?? '', undefined)).toMatchObject({ ok: false, error: { orphan: true } });
    expect(made('Lunch', partner)).toEqual({ ok: false, error: 'not-ours' });
    expect(made(offer?.subject ?? '', partner, null)).toMatchObject({
      error: { orphan: false, reason: expect.stringContaining('Its date is missing') },
    });
  });
});

async function aStore(...puts: AnyRecord[]): Promise<MemoryStore> {
  const store = createMemoryStore();
  await store.commit({ puts });
  return store;
}

const { uuid } = testIds();

async function take(store: MemoryStore, one: RemoteRow) {
  const draft = startDraft(store, now);
  const taken = await takeSalesforceRow(draft, one, one.stream as CrmStream, {
    playbook,
    newId: uuid,
    unlinked: new Map(),
  });
  const stored = await draft.commit();
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return taken;
}

const theRequest: AnyRecord = { kind: 'fund-request', record: request };
const thePartner: AnyRecord = { kind: 'partner', record: partner };
const yes = { ok: true, value: true };
const no = { ok: true, value: false };

describe('SY-61 a row of Salesforce finds its record', () => {
  it('by its number, by our id, and else makes one; what was agreed is noted', async () => {
    const store = await aStore(thePartner);
    const made = row('fund-requests', requestFields);
    expect(await take(store, made)).toEqual(yes);
    const id = 'sf-a0X000000000000009';
    expect(await store.base({ kind: 'fund-request', id }, 'salesforce')).toMatchObject({
      stamp: 's1',
      fields: { title: 'Roadshow' },
    });
    await take(store, row('fund-requests', { ...requestFields, title: 'Newer' }));
    expect((await store.list({ kind: 'fund-request' })).map(({ title }) => title)).toEqual(['Newer']);
    const own = await aStore(thePartner, {
      kind: 'fund-request',
      record: aFundRequest({ portalNumber: null }),
    });
    await take(own, row('fund-requests', requestFields, { recordId: 'request-1' }));
    expect(await own.get('fund-request', 'request-1')).toMatchObject({
      salesforce: crm('a0X000000000000009'),
    });
  });

  it('by its name, when only the import knows it', async () => {
    const imported = await aStore({ kind: 'partner', record: aPartner({ name: 'North' }) });
    await take(imported, row('partners', { name: 'NORTH' }));
    expect((await imported.list({ kind: 'partner' })).map(({ id }) => id)).toEqual(['partner-1']);
    const known = await aStore({
      kind: 'partner',
      record: aPartner({ name: 'North', salesforce: crm(account) }),
    });
    await take(known, row('partners', { name: 'North' }));
    expect(await known.list({ kind: 'partner' })).toHaveLength(2);
    const numbered = await aStore(thePartner, {
      kind: 'fund-request',
      record: aFundRequest({ portalNumber: 'MDF-1' }),
    });
    await take(numbered, row('fund-requests', { ...requestFields, portalNumber: 'MDF-1' }));
    expect((await numbered.list({ kind: 'fund-request' })).map(({ id }) => id)).toEqual(['request-1']);
    const other = await aStore(thePartner, {
      ...theRequest,
      record: { ...request, portalNumber: 'MDF-1' },
    } as AnyRecord);
    await take(other, row('fund-requests', { ...requestFields, portalNumber: 'MDF-1' }));
    expect(await other.list({ kind: 'fund-request' })).toHaveLength(2);
  });

  it('by partner, name and start where the import had no number, unless two are called so or one is on its way', async () => {
    const imported = { kind: 'fund-request', record: aFundRequest({ portalNumber: null }) } as const;
    const { title, start } = imported.record;
    const theirs = { ...requestFields, title: title.toUpperCase(), start, portalNumber: 'MDF-1' };
    const ids = async (...entries: AnyRecord[]): Promise<string[]> => {
      const store = await aStore(thePartner, ...entries);
      await take(store, row('fund-requests', theirs));
      return (await store.list({ kind: 'fund-request' })).map(({ id }) => id).sort();
    };
    expect(await ids(imported)).toEqual(['request-1']);
    const twin = { ...imported, record: { ...imported.record, id: 'request-2' } } as AnyRecord;
    expect(await ids(imported, twin)).toHaveLength(3);
    const numbered = { ...imported, record: { ...imported.record, portalNumber: 'MDF-2' } } as AnyRecord;
    expect(await ids(numbered)).toHaveLength(2);
    const later = { ...imported, record: { ...imported.record, start: '2027-01-05' } } as AnyRecord;
    expect(await ids(later)).toHaveLength(2);
    const store = await aStore(thePartner, imported);
    await store.commit({
      puts: [],
      intents: [anIntent({ kind: 'fund-request.put', subject: { kind: 'fund-request', id: 'request-1' } })],
    });
    await take(store, row('fund-requests', theirs));
    expect(await store.list({ kind: 'fund-request' })).toHaveLength(2);
  });

  it('SY-63 a claim finds its request by the number in Salesforce; its guessed stage gives way to the issue', async () => {
    const store = await aStore(thePartner, theRequest);
    await take(store, row('claims', { title: 'C', request: requestId, status: 'Approved' }));
    const key = { kind: 'claim', id: 'sf-a0X000000000000009' } as const;
    expect(await store.get('claim', key.id)).toMatchObject({ requestId: 'request-1' });
    expect(await store.base(key, 'gitlab')).toMatchObject({ fields: { stage: 'approved' }, stamp: null });
    const alone = await take(await aStore(thePartner), row('claims', { title: 'C', request: requestId }));
    expect(alone).toMatchObject({ ok: false, error: { orphan: true } });
    const lost = await take(await aStore(theRequest), row('claims', { title: 'C', request: null }));
    expect(lost).toMatchObject({ ok: false, error: { orphan: true } });
  });

  it('SY-71 what is not ours is left out', async () => {
    const store = await aStore(thePartner);
    expect(await take(store, row('registrations', { subject: 'Lunch', partner: account }))).toEqual(no);
    expect(await store.list({ kind: 'registration' })).toEqual([]);
    const subject = playbook.programs.offers[0]?.subject ?? '';
    const fields = { subject, partner: account, date: '2026-11-03' };
    expect(await take(store, row('registrations', fields))).toEqual(yes);
    expect(await store.list({ kind: 'registration' })).toHaveLength(1);
  });

  it('SY-103 a record that another one stands for now is merged with it anew', async () => {
    const key = { kind: 'fund-request', id: 'request-1' } as const;
    const base = (stamp: string) => ({
      key: 'fund-request:request-1:salesforce',
      record: key,
      remote: 'salesforce' as const,
      fields: { title: 'Theirs', description: request.description },
      stamp,
    });
    const news = { title: 'Theirs', description: 'Other' };
    const same = await aStore(thePartner, theRequest);
    await same.commit({ bases: [base('s0')] });
    await take(same, row('fund-requests', news, { ref: crm(requestId), recordId: 'request-1' }));
    expect(await same.get('fund-request', 'request-1')).toMatchObject({ description: 'Other' });
    expect(await same.openConflicts()).toEqual([]);
    const moved = await aStore(thePartner, theRequest);
    await moved.commit({ bases: [base('s0')] });
    await take(moved, row('fund-requests', news, { recordId: 'request-1' }));
    expect(await moved.openConflicts()).toMatchObject([
      { fields: [{ field: 'title' }, { field: 'description' }] },
    ]);
  });

  it('SY-55 a deletion marks what nobody edited here, asks about the rest, and knows nothing of others', async () => {
    const gone = row('fund-requests', {}, { ref: crm(requestId), deleted: true });
    const plain = await aStore(theRequest);
    expect(await take(plain, gone)).toEqual(yes);
    expect((await plain.get('fund-request', 'request-1'))?.deletedRemotely).toBe(true);
    const edited = await aStore(theRequest);
    await edited.commit({ intents: [anIntent()] });
    await take(edited, gone);
    expect((await edited.get('fund-request', 'request-1'))?.deletedRemotely).toBe(false);
    expect(await edited.openConflicts()).toMatchObject([{ kind: 'remote-delete' }]);
    expect(await take(await aStore(), gone)).toEqual(no);
    const asked = await aStore(theRequest);
    await asked.commit({
      conflicts: [
        {
          id: '00000000-0000-4000-8000-000000000009' as never,
          kind: 'fields',
          record: { kind: 'fund-request', id: 'request-1' },
          label: 'L',
          remote: 'salesforce',
          fields: [{ field: 'title', base: 'a', mine: 'b', theirs: 'c' }],
          theirs: {},
          theirStamp: null,
          detectedAt: now,
          resolvedAt: null,
          choices: {},
        },
      ],
    });
    await take(asked, gone);
    expect((await asked.get('fund-request', 'request-1'))?.deletedRemotely).toBe(false);
  });
});

describe('SY-101 a record of Salesforce that was put aside as a twin', () => {
  const of = crm('a0B000000000000002');
  const aside = (id = requestId, stream: CrmStream = 'fund-requests') =>
    row(stream, {}, { ref: crm(id), twin: { marker: 'm', of, fresh: false } });
  const base = async (store: MemoryStore) =>
    store.base({ kind: 'fund-request', id: 'request-1' }, 'salesforce');
  const queued = async (store: MemoryStore) =>
    (await store.openIntents()).map(({ kind, fields }) => [kind, fields]);

  async function moved(over: Parameters<typeof aFundRequest>[0]) {
    const store = await aStore({
      kind: 'fund-request',
      record: aFundRequest({ salesforce: crm(requestId), ...over }),
    });
    expect(await take(store, aside())).toEqual(yes);
    expect((await store.get('fund-request', 'request-1'))?.salesforce).toEqual(of);
    return store;
  }

  it('what pointed to it points to the one that counts, of which nothing is agreed yet', async () => {
    const store = await moved({});
    expect(await base(store)).toMatchObject({ fields: {}, stamp: null });
    expect(await queued(store)).toEqual([]);
    expect(store.logged().map(({ text }) => text)).toEqual([
      `Salesforce: “${requestId}” was there twice; the one that counts is ${of.id}, the other was put aside.`,
    ]);
    const other = await aStore(thePartner);
    expect(await take(other, aside(account, 'partners'))).toEqual(yes);
    expect((await other.get('partner', 'partner-1'))?.salesforce).toEqual(of);
  });

  it('its decision is told to the one that counts, which was born undecided', async () => {
    const names = ['status', 'state', 'approvedAmount', 'declineReason'];
    const approved = await moved({ approval: { kind: 'approved', at: now } });
    expect(await queued(approved)).toEqual([['fund-request.approved', names]]);
    expect((await base(approved))?.fields).toEqual({
      status: 'draft',
      state: null,
      approvedAmount: null,
      declineReason: null,
    });
    const declined = await moved({ approval: { kind: 'declined', at: now, level: 1, reason: 'No' } });
    expect(await queued(declined)).toEqual([['fund-request.put', names]]);
  });

  it('SY-120 a decision that was given up is not told', async () => {
    const store = await moved({ approval: { kind: 'approved', at: now }, decisionGivenUp: true });
    expect(await queued(store)).toEqual([]);
    expect((await base(store))?.fields).toEqual({});
  });

  it('that nothing pointed to changes nothing', async () => {
    const store = await aStore(theRequest);
    expect(await take(store, aside('a0B000000000000007'))).toEqual(no);
    expect(store.logged()).toEqual([]);
    expect((await store.get('fund-request', 'request-1'))?.salesforce).toEqual(crm(requestId));
  });
});
