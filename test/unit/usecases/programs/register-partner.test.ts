import { beforeEach, describe, expect, it } from 'vitest';
import { CONSENT_TICK } from '../../../../shared/domain/programs/commitments';
import { PartnerId, RegistrationId } from '../../../../shared/schema/ids';
import type { Registration } from '../../../../shared/schema/registration';
import { PlainDate } from '../../../../shared/schema/values';
import {
  correctEvent,
  type RegistrationForm,
  registerPartner,
} from '../../../../shared/usecases/programs/register-partner';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { accountRef, aPartner, aRegistration } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

let store: MemoryStore;
let context: ReturnType<typeof useCaseContext>;

function ticksOf(key: string): Record<string, boolean> {
  const offer = context.playbook.programs.offers.find((entry) => entry.key === key);
  if (!offer) throw new Error(`no offer ${key}`);
  const keys = [...offer.needs, ...offer.commitments].map((entry) => entry.key);
  if (offer.consentText !== null) keys.push(CONSENT_TICK);
  return Object.fromEntries(keys.map((tick) => [tick, true]));
}

function form(over: Partial<RegistrationForm> = {}): RegistrationForm {
  const offer = over.offer ?? 'free-trial-saas';
  return {
    partnerId: PartnerId.parse('partner-1'),
    offer,
    language: 'EN',
    date: PlainDate.parse('2026-11-02'),
    note: '',
    ticks: ticksOf(offer),
    acknowledged: [],
    ...over,
  };
}

async function havePartner(over: Parameters<typeof aPartner>[0] = {}): Promise<void> {
  await store.commit({ puts: [{ kind: 'partner', record: aPartner({ salesforce: accountRef, ...over }) }] });
}

async function haveRegistration(over: Record<string, unknown>): Promise<Registration> {
  const asFound = { rev: 3, program: null, subject: 'Free Trial Program - SaaS', language: null };
  const record = aRegistration({ ...asFound, date: '2026-11-01', ...over });
  await store.commit({ puts: [{ kind: 'registration', record }] });
  return record;
}

beforeEach(() => {
  store = createMemoryStore();
  context = useCaseContext(store);
});

describe('registerPartner', () => {
  it('PROG-2 writes the exact subject, the change for Salesforce and the history in one commit', async () => {
    await havePartner();
    const done = await registerPartner(context, form({ note: 'Asked at the kick-off.' }));
    expect(done).toMatchObject({
      ok: true,
      value: { subject: 'Free Trial Program - SaaS', program: 'free-trial-saas', date: '2026-11-02', rev: 1 },
    });
    if (!done.ok) return;
    expect(await store.get('registration', done.value.id)).toEqual(done.value);
    expect(await store.intentsFor({ kind: 'registration', id: done.value.id })).toMatchObject([
      { kind: 'registration.put', fields: null, state: 'waiting' },
    ]);
    expect(await store.auditFor({ kind: 'partner', id: 'partner-1' })).toMatchObject([
      {
        by: 'Dana Weber',
        changes: [{ field: 'subject', from: null, to: 'Free Trial Program - SaaS' }],
        note: 'Asked at the kick-off.',
      },
    ]);
  });

  it.each([
    ['recordType', 'Standard', 'Account Record Type'],
    ['recordType', null, 'Account Record Type'],
    ['partnerType', 'Alliance', 'Partner Type'],
    ['partnerType', null, 'Partner Type'],
  ])('PROG-2 refuses an account whose %s is %s, says why, and writes nothing', async (field, value, said) => {
    await havePartner({ [field]: value });
    const done = await registerPartner(context, form());
    expect(done).toMatchObject({ ok: false, error: { code: 'refused' } });
    if (done.ok) return;
    expect(done.error.message).toContain(said);
    expect(done.error.fix).not.toBe('');
    expect(await store.count('registration')).toBe(0);
    expect(await store.openIntents()).toEqual([]);
  });

  it('PROG-2 cannot be talked out of a refusal by acknowledging it', async () => {
    await havePartner({ partnerType: 'Alliance' });
    const done = await registerPartner(context, form({ acknowledged: ['account-partner-type'] }));
    expect(done).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  it('PROG-5 takes no acknowledgement in place of a tick', async () => {
    await havePartner();
    const ticks = { ...ticksOf('free-trial-saas'), nurture: false };
    expect(await registerPartner(context, form({ ticks, acknowledged: ['nurture'] }))).toMatchObject({
      ok: false,
      error: { code: 'unacknowledged', findings: [{ code: 'nurture' }] },
    });
  });

  it('PROG-5 refuses a later tick without the earlier one', async () => {
    await havePartner();
    const ticks = { ...ticksOf('free-trial-saas'), 'prospect-admin': false };
    expect(await registerPartner(context, form({ ticks }))).toMatchObject({
      ok: false,
      error: { code: 'refused', message: /Partner Prospect Admin assigned/ },
    });
    expect(await store.list({ kind: 'registration' })).toEqual([]);
  });

  it('PROG-2 takes a day in the future once that is acknowledged', async () => {
    await havePartner();
    const ahead = { date: PlainDate.parse('2031-01-01') };
    expect(await registerPartner(context, form(ahead))).toMatchObject({
      ok: false,
      error: { code: 'unacknowledged', findings: [{ code: 'date-ahead' }] },
    });
    expect((await registerPartner(context, form({ ...ahead, acknowledged: ['date-ahead'] }))).ok).toBe(true);
  });

  it('PROG-1 warns of a second registration for one offer and takes it once that is acknowledged', async () => {
    await havePartner();
    expect((await registerPartner(context, form())).ok).toBe(true);
    const again = await registerPartner(context, form());
    expect(again).toMatchObject({ ok: false, error: { code: 'unacknowledged' } });
    expect(await store.count('registration')).toBe(1);
    expect((await registerPartner(context, form({ acknowledged: ['registered-before'] }))).ok).toBe(true);
    expect(await store.count('registration')).toBe(2);
    const other = await registerPartner(context, form({ offer: 'microsite-sales-site' }));
    expect(other.ok).toBe(true);
  });

  it('PROG-5 refuses SaaS in German and waits for the consent text', async () => {
    await havePartner();
    const german = await registerPartner(context, form({ language: 'DE' }));
    expect(german).toMatchObject({ ok: false, error: { code: 'refused' } });
    const silent = await registerPartner(
      context,
      form({ ticks: { ...ticksOf('free-trial-saas'), [CONSENT_TICK]: false } }),
    );
    expect(silent).toMatchObject({
      ok: false,
      error: { code: 'unacknowledged', findings: [{ code: CONSENT_TICK }] },
    });
    expect(await store.count('registration')).toBe(0);
  });

  it('PROG-4 offers the microsite in German and leaves what is optional optional', async () => {
    await havePartner();
    const offer = 'microsite-partner-site';
    const ticks = { ...ticksOf(offer), 'value-statement': false };
    expect((await registerPartner(context, form({ offer, language: 'DE', ticks }))).ok).toBe(true);
  });

  it('PROG-2 enrols today where the partner is when no day is given', async () => {
    await havePartner({ region: 'APAC' });
    context.setNow('2026-11-02T20:00:00.000Z');
    const done = await registerPartner(context, form({ date: null }));
    expect(done).toMatchObject({ ok: true, value: { date: '2026-11-03' } });
  });

  it('PROG-2 says that a partner or an offer is not there', async () => {
    expect(await registerPartner(context, form())).toMatchObject({ ok: false, error: { code: 'not-found' } });
    await havePartner();
    const unknown = await registerPartner(context, { ...form(), offer: 'none' });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'not-found' } });
    await havePartner({ deletedRemotely: true });
    const deleted = await registerPartner(context, form());
    expect(deleted).toMatchObject({ ok: false, error: { code: 'deleted-there' } });
  });
});

describe('correctEvent', () => {
  it('PROG-2 replaces a near-miss subject by the one the report counts and sends only that', async () => {
    await havePartner();
    const before = await haveRegistration({ subject: 'Free trial program – SaaS' });
    const done = await correctEvent(context, { id: before.id, offer: 'free-trial-saas' });
    expect(done).toMatchObject({
      ok: true,
      value: { subject: 'Free Trial Program - SaaS', program: 'free-trial-saas', rev: 4, date: before.date },
    });
    expect(await store.intentsFor({ kind: 'registration', id: before.id })).toMatchObject([
      { kind: 'registration.put', fields: ['subject'] },
    ]);
    expect(await store.auditFor({ kind: 'partner', id: 'partner-1' })).toMatchObject([
      { changes: [{ from: 'Free trial program – SaaS', to: 'Free Trial Program - SaaS' }] },
    ]);
  });

  it('PROG-2 puts a type right under the subject that the report counts, and both where both are wrong', async () => {
    await havePartner();
    const subject = 'Free Trial Program - SaaS';
    for (const [from, fields, changed] of [
      [{ id: 'r-1', subject, eventType: null }, ['subject', 'type'], ['type']],
      [
        { id: 'r-2', subject: 'Free trial program – SaaS', eventType: 'Call' },
        ['subject', 'type'],
        ['subject', 'type'],
      ],
    ] as const) {
      const before = await haveRegistration({ program: null, ...from });
      const done = await correctEvent(context, { id: before.id, offer: 'free-trial-saas' });
      expect(done).toMatchObject({ ok: true, value: { subject, program: 'free-trial-saas' } });
      expect(done.ok && 'eventType' in done.value).toBe(false);
      expect(await store.intentsFor({ kind: 'registration', id: before.id })).toMatchObject([{ fields }]);
      const history = (await store.auditFor({ kind: 'partner', id: 'partner-1' })).at(-1);
      expect(history?.changes.map(({ field }) => field)).toEqual(changed);
    }
  });

  it('PROG-2 says that the registration is gone', async () => {
    const done = await correctEvent(context, { id: RegistrationId.parse('none'), offer: 'free-trial-saas' });
    expect(done).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
