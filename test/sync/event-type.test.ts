import { describe, expect, it } from 'vitest';
import type { Registration } from '../../shared/schema/registration';
import { correctEvent } from '../../shared/usecases/programs/register-partner';
import { useBenches } from '../contract/remotes/bench-pool';
import { useCaseContext } from '../support/use-case-context';
import type { Desk } from './support/desk';
import { deskOver } from './support/over-http';

const start = useBenches();
const SUBJECT = 'Free Trial Program - SaaS';
const OFFER = 'free-trial-saas';

/** An Event of a partner that somebody logged by hand, with exactly a program's subject. */
async function logged(type: string | null) {
  const bench = await start();
  const { desk } = await deskOver(bench);
  const fields = {
    Subject: SUBJECT,
    Type: type,
    WhatId: bench.partnerId,
    ActivityDate: '2026-11-10',
    IsAllDayEvent: true,
    DurationInMinutes: 1440,
    IsReminderSet: false,
  };
  await bench.crmChange({ action: 'create', object: 'Event', fields });
  await desk.settle();
  const record = (await bench.crmRecords('Event')).find(
    ({ Subject, Type }) => Subject === SUBJECT && Type === type,
  );
  const id = String(record?.['Id']);
  const inSalesforce = async () => (await bench.crmRecords('Event')).find((event) => event['Id'] === id);
  return { bench, desk, id, inSalesforce };
}

async function read(desk: Desk, id: string): Promise<Registration | undefined> {
  return (await desk.store.list({ kind: 'registration' })).find(({ salesforce }) => salesforce?.id === id);
}

describe('an Event with a program’s subject and another type', { timeout: 120_000 }, () => {
  it.each(['Call', null])(
    'SY-132 PROG-2 is read, counts for no program, and is put right from here: %s',
    async (type) => {
      const { desk, id, inSalesforce } = await logged(type);
      const missed = await read(desk, id);
      expect(missed).toMatchObject({ subject: SUBJECT, program: null, eventType: type });
      await desk.settle();
      expect(await inSalesforce()).toMatchObject({ Type: type });
      if (missed === undefined) return;
      const context = useCaseContext(desk.store, { now: desk.clock.now() });
      expect(await correctEvent(context, { id: missed.id, offer: OFFER })).toMatchObject({ ok: true });
      await desk.settle();
      expect(await inSalesforce()).toMatchObject({
        Type: 'Marketing',
        Subject: SUBJECT,
        ActivityDate: '2026-11-10',
      });
      expect(await read(desk, id)).toMatchObject({ program: OFFER });
      expect(await desk.store.openIntents()).toEqual([]);
      expect(await desk.store.openConflicts()).toEqual([]);
    },
  );

  it('SY-132 PROG-2 counts once its type is put right in Salesforce, and no more when it is changed there', async () => {
    const { bench, desk, id } = await logged('Call');
    const change = (Type: string) =>
      bench.crmChange({ action: 'update', object: 'Event', id, fields: { Type } });
    await change('Marketing');
    await desk.settle();
    const counted = await read(desk, id);
    expect(counted).toMatchObject({ program: OFFER });
    expect(counted?.eventType).toBeUndefined();
    await change('Meeting');
    await desk.settle();
    expect(await read(desk, id)).toMatchObject({ program: null, eventType: 'Meeting' });
    expect(await desk.store.openConflicts()).toEqual([]);
  });

  it('SY-132 SY-71 leaves other Events unread, whatever their type', async () => {
    const { bench, desk } = await logged('Call');
    const before = await desk.store.count('registration');
    const fields = {
      WhatId: bench.partnerId,
      ActivityDate: '2026-11-10',
      IsAllDayEvent: true,
      DurationInMinutes: 1440,
    };
    await bench.crmChange({
      action: 'create',
      object: 'Event',
      fields: { ...fields, Subject: 'Lunch', Type: 'Call' },
    });
    await desk.settle();
    expect(await desk.store.count('registration')).toBe(before);
  });
});
