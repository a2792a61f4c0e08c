import { describe, expect, it } from 'vitest';
import {
  aClaimPut,
  aCrmFile,
  again,
  aRegistrationPut,
  aRequestPut,
  crmId,
  done,
  rowOf,
  sampleSha256,
} from './commands';
import type { ContractBench, CrmRecord } from './contract-bench';

const KEY = 'Channel_Desk_Id__c';

/** What every remote does with Salesforce writes. */
export function crmContract(bench: () => ContractBench): void {
  async function withKey(object: string, recordId: string): Promise<CrmRecord[]> {
    return (await bench().crmRecords(object)).filter((record) => record[KEY] === recordId);
  }

  async function aRequest(): Promise<string> {
    return crmId(await bench().remote.execute(aRequestPut(bench().partnerId)));
  }

  describe('crm.put', () => {
    it('SYNC-1 creates a fund request under its own id and reads it back exactly', async () => {
      const put = aRequestPut(bench().partnerId);
      const row = rowOf(await bench().remote.execute(put));
      expect(row.recordId).toBe(put.recordId);
      expect(row.fields).toMatchObject(put.fields);
      const [record, ...others] = await withKey('PartnerFundRequest', put.recordId);
      expect(others).toEqual([]);
      expect(record).toMatchObject({
        Title: 'Security roadshow',
        Status: 'Draft',
        RequestedAmount: 6172.78,
        Total_Cost__c: 12_345.56,
        CurrencyIsoCode: 'EUR',
        ChannelPartnerId: bench().partnerId,
      });
      expect(row.ref).toMatchObject({
        remote: 'salesforce',
        object: 'PartnerFundRequest',
        id: record?.['Id'],
      });
    });

    it('G3 makes one record when the answer to the first try was lost', async () => {
      const put = aRequestPut(bench().partnerId);
      await bench().fault('salesforce', { kind: 'drop-after-commit', match: { method: 'POST' } });
      expect((await bench().remote.execute(put)).kind).toBe('ambiguous');
      const row = rowOf(await bench().remote.execute(again(put)));
      expect(row.recordId).toBe(put.recordId);
      expect(await withKey('PartnerFundRequest', put.recordId)).toHaveLength(1);
    });

    it('G4 writes nothing over a record that is there already but that this device has never seen', async () => {
      const put = aRequestPut(bench().partnerId);
      done(await bench().remote.execute(put));
      const other = { ...put, fields: { ...put.fields, title: 'Another title' } };
      const outcome = await bench().remote.execute(other);
      expect(outcome).toMatchObject({ kind: 'stale', theirs: { fields: { title: 'Security roadshow' } } });
      expect(await withKey('PartnerFundRequest', put.recordId)).toMatchObject([
        { Title: 'Security roadshow' },
      ]);
    });

    it('G3 G4 writes many at once, each with its own outcome', async () => {
      const { remote, partnerId } = bench();
      const puts = Array.from({ length: 30 }, (_, n) =>
        aRequestPut(partnerId, { fields: { ...aRequestPut(partnerId).fields, title: `Of many ${n}` } }),
      );
      const made = await remote.putAll(puts);
      expect(made.map((outcome) => rowOf(outcome).recordId)).toEqual(puts.map(({ recordId }) => recordId));
      const changes = puts.map((put, n) => {
        const { ref } = rowOf(made[n] ?? { kind: 'ambiguous', why: '' });
        const title = n === 3 ? 'x'.repeat(300) : `Changed ${n}`;
        // The seventh was changed by somebody else since this device read it.
        const expectStamp = n === 7 ? '2020-01-01T00:00:00.000+0000' : ref.stamp;
        return { ...put, salesforceId: ref.id as never, fields: { title }, expectStamp };
      });
      const changed = await remote.putAll(changes);
      expect(changed.map(({ kind }) => kind)).toEqual(
        puts.map((_, n) => (n === 3 ? 'refused' : n === 7 ? 'stale' : 'done')),
      );
      expect(await withKey('PartnerFundRequest', puts[29]?.recordId ?? '')).toMatchObject([
        { Title: 'Changed 29' },
      ]);
      expect(await withKey('PartnerFundRequest', puts[7]?.recordId ?? '')).toMatchObject([
        { Title: 'Of many 7' },
      ]);
    });

    it('G5 a write on which the program fails takes none of the others along', async () => {
      const { remote, partnerId } = bench();
      const puts = [aRequestPut(partnerId), aRequestPut(partnerId), aRequestPut(partnerId)];
      const outcomes = await remote.putAll(
        puts.map((put, n) => (n === 1 ? { ...put, fields: null as never } : put)),
      );
      expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'ambiguous', 'done']);
      for (const n of [0, 2])
        expect(await withKey('PartnerFundRequest', puts[n]?.recordId ?? '')).toHaveLength(1);
    });

    it('G3 makes each of many once when the answer to all was lost', async () => {
      const { remote, partnerId } = bench();
      const puts = Array.from({ length: 3 }, () => aRequestPut(partnerId));
      await bench().fault('salesforce', { kind: 'drop-after-commit', match: { method: 'POST' } });
      const first = await remote.putAll(puts);
      expect(first.map(({ kind }) => kind)).toEqual(['ambiguous', 'ambiguous', 'ambiguous']);
      for (const outcome of await remote.putAll(puts.map(again))) expect(outcome.kind).toBe('done');
      for (const { recordId } of puts) expect(await withKey('PartnerFundRequest', recordId)).toHaveLength(1);
    });

    it('changes a record and leaves what was not given alone', async () => {
      const put = aRequestPut(bench().partnerId);
      const id = crmId(await bench().remote.execute(put));
      const change = { ...put, salesforceId: rowOf(await bench().remote.execute(put)).ref.id as never };
      const row = rowOf(
        await bench().remote.execute({
          ...change,
          fields: { status: 'approved', approvedAmount: { minor: 600_000, currency: 'EUR' } },
        }),
      );
      expect(row.fields).toMatchObject({
        title: 'Security roadshow',
        status: 'approved',
        approvedAmount: { minor: 600_000, currency: 'EUR' },
      });
      const [record] = (await bench().crmRecords('PartnerFundRequest')).filter(({ Id }) => Id === id);
      expect(record).toMatchObject({ Status: 'Approved', Amount: 6000, Title: 'Security roadshow' });
    });

    it('G4 writes nothing over a newer state and gives that state back', async () => {
      const put = aRequestPut(bench().partnerId);
      const first = done(await bench().remote.execute(put));
      const id = crmId(first);
      await bench().crmChange({
        action: 'update',
        object: 'PartnerFundRequest',
        id,
        fields: { Title: 'Renamed by somebody' },
      });
      const outcome = await bench().remote.execute({
        ...put,
        fields: { title: 'Renamed here' },
        // An hour before, because stamps are whole seconds and the change came at once.
        expectStamp: '2026-01-01T00:00:00.000+0000',
      });
      expect(outcome).toMatchObject({ kind: 'stale', theirs: { fields: { title: 'Renamed by somebody' } } });
      const [record] = await withKey('PartnerFundRequest', put.recordId);
      expect(record?.['Title']).toBe('Renamed by somebody');
    });

    it('G3 an earlier try that arrived does not look like somebody else’s change', async () => {
      const put = aRequestPut(bench().partnerId);
      crmId(await bench().remote.execute(put));
      const decide = {
        ...put,
        fields: { status: 'approved' },
        expectStamp: '2026-01-01T00:00:00.000+0000',
      } as const;
      // The stamp says stale, but the record already says what is to be written.
      await bench().crmChange({
        action: 'update',
        object: 'PartnerFundRequest',
        id: crmId(await bench().remote.execute(put)),
        fields: { Status: 'Approved' },
      });
      expect(rowOf(await bench().remote.execute(again(decide))).fields['status']).toBe('approved');
    });

    it('G4 SY-103 writes nothing over a field of a record that was never read, and gives its state back', async () => {
      const put = aRequestPut(bench().partnerId);
      const salesforceId = rowOf(await bench().remote.execute(put)).ref.id as never;
      const unread = { ...put, salesforceId, fields: { title: 'Of an import' }, expectFields: {} };
      const outcome = await bench().remote.execute(unread);
      expect(outcome).toMatchObject({ kind: 'stale', theirs: { fields: { title: 'Security roadshow' } } });
      const known = { ...unread, expectFields: { title: 'Security roadshow' } };
      expect(rowOf(await bench().remote.execute(known)).fields['title']).toBe('Of an import');
    });

    it('adopts a record that was made in Salesforce and gives it its id', async () => {
      const id = await bench().crmChange({
        action: 'create',
        object: 'PartnerFundRequest',
        fields: {
          Title: 'Made in Salesforce',
          RequestedAmount: 100,
          ChannelPartnerId: bench().partnerId,
          CurrencyIsoCode: 'USD',
        },
      });
      const put = aRequestPut(bench().partnerId, {
        salesforceId: id,
        fields: { description: 'Now with words' },
      });
      const row = rowOf(await bench().remote.execute(put));
      expect(row).toMatchObject({
        recordId: put.recordId,
        fields: { title: 'Made in Salesforce', description: 'Now with words' },
      });
      expect(await withKey('PartnerFundRequest', put.recordId)).toHaveLength(1);
    });

    it('says gone for a deleted record and not for one that is only hidden', async () => {
      const deleted = await aRequest();
      await bench().crmChange({ action: 'delete', object: 'PartnerFundRequest', id: deleted });
      const put = aRequestPut(bench().partnerId, { salesforceId: deleted, fields: { title: 'x' } });
      expect((await bench().remote.execute(put)).kind).toBe('gone');
      const hidden = await aRequest();
      await bench().crmChange({ action: 'hide', object: 'PartnerFundRequest', id: hidden });
      const other = aRequestPut(bench().partnerId, { salesforceId: hidden, fields: { title: 'x' } });
      expect(await bench().remote.execute(other)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'not-visible' },
      });
    });

    it('tells a refusal with the field and a way out', async () => {
      const put = aRequestPut(bench().partnerId, {
        fields: {
          title: 'x'.repeat(300),
          partner: bench().partnerId,
          requested: { minor: 1, currency: 'EUR' },
        },
      });
      const outcome = await bench().remote.execute(put);
      expect(outcome).toMatchObject({
        kind: 'refused',
        refusal: { code: 'STRING_TOO_LONG', fields: ['Title'] },
      });
      expect(outcome.kind === 'refused' && outcome.refusal.fix).toContain('Shorten');
    });

    it('writes a claim to its request', async () => {
      const request = await aRequest();
      const put = aClaimPut(request);
      const row = rowOf(await bench().remote.execute(put));
      expect(row.fields).toMatchObject(put.fields);
      const salesforceId = row.ref.remote === 'salesforce' ? row.ref.id : null;
      const paid = rowOf(await bench().remote.execute({ ...put, salesforceId, fields: { status: 'paid' } }));
      expect(paid.fields).toMatchObject({ request, status: 'paid' });
    });

    it('PROG-2 logs a registration as an event with exact subject, type and no reminder', async () => {
      const put = aRegistrationPut(bench().partnerId);
      const row = rowOf(await bench().remote.execute(put));
      expect(row.fields).toMatchObject(put.fields);
      const [event, ...others] = await withKey('Event', put.recordId);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        Subject: 'Free Trial Program - SaaS',
        Type: 'Marketing',
        IsReminderSet: false,
        WhatId: bench().partnerId,
      });
      expect(String(event?.['StartDateTime'])).toContain('2026-11-30');
    });
  });

  describe('crm.file', () => {
    it('G7 attaches a file to a record, byte for byte', async () => {
      const linkTo = await aRequest();
      const file = aCrmFile(linkTo);
      expect(done(await bench().remote.execute(file)).ref).toMatchObject({ remote: 'salesforce' });
      const [stored, ...others] = (await bench().crmFiles()).filter(({ title }) => title === file.name);
      expect(others).toEqual([]);
      expect(stored).toMatchObject({ sha256: sampleSha256, linkedTo: [linkTo] });
    });

    it('G3 leaves one file when the answer to the first try was lost', async () => {
      const linkTo = await aRequest();
      const file = aCrmFile(linkTo);
      await bench().fault('salesforce', {
        kind: 'drop-after-commit',
        match: { method: 'POST', path: 'ContentVersion' },
      });
      expect((await bench().remote.execute(file)).kind).toBe('ambiguous');
      const outcome = done(await bench().remote.execute(again(file)));
      expect(outcome.ref).toMatchObject({ object: 'ContentVersion' });
      expect((await bench().crmFiles()).filter(({ title }) => title === file.name)).toHaveLength(1);
    });

    it('G3 sends the file on a repeat when the first try never arrived', async () => {
      const file = aCrmFile(await aRequest());
      await bench().fault('salesforce', {
        kind: 'drop-before',
        match: { method: 'POST', path: 'ContentVersion' },
      });
      expect((await bench().remote.execute(file)).kind).toBe('ambiguous');
      done(await bench().remote.execute(again(file)));
      expect((await bench().crmFiles()).filter(({ title }) => title === file.name)).toHaveLength(1);
    });
  });
}
