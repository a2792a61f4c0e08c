import { describe, expect, it } from 'vitest';
import { CONSENT_TICK } from '../../../../shared/domain/programs/commitments';
import { PartnerId } from '../../../../shared/schema/ids';
import type { Intent } from '../../../../shared/schema/intent';
import { PlainDate } from '../../../../shared/schema/values';
import { registerPartner } from '../../../../shared/usecases/programs/register-partner';
import { withdrawRegistration } from '../../../../shared/usecases/programs/withdraw-registration';
import { createMemoryStore } from '../../../support/memory-store';
import { accountRef, aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

async function registered() {
  const store = createMemoryStore();
  const context = useCaseContext(store);
  await store.commit({ puts: [{ kind: 'partner', record: aPartner({ salesforce: accountRef }) }] });
  const offer = context.playbook.programs.offers.find(({ key }) => key === 'free-trial-saas');
  if (!offer) throw new Error('no such offer');
  const ticks = [...offer.needs, ...offer.commitments].map(({ key }) => key);
  const register = () =>
    registerPartner(context, {
      partnerId: PartnerId.parse('partner-1'),
      offer: offer.key,
      language: 'EN',
      date: PlainDate.parse('2026-11-02'),
      note: '',
      ticks: Object.fromEntries([...ticks, CONSENT_TICK].map((tick) => [tick, true])),
      acknowledged: [],
    });
  const done = await register();
  if (!done.ok) throw new Error(done.error.message);
  const [intent] = await store.openIntents();
  if (!intent) throw new Error('nothing waits');
  return { store, context, register, record: done.value, intent };
}

const step: Intent['steps'][number] = {
  key: 'crm',
  remote: 'salesforce',
  title: 'Log the Event in Salesforce',
  state: 'todo',
  attempts: 0,
  ref: null,
  problem: null,
  doneAt: null,
};

describe('taking a registration back', () => {
  it('PROG-2 sends nothing of it, keeps it for the history, and lets the partner be registered again', async () => {
    const { store, context, register, record } = await registered();
    expect(await withdrawRegistration(context, record.id)).toMatchObject({
      ok: true,
      value: { withdrawn: true },
    });
    expect(await store.openIntents()).toEqual([]);
    const history = await store.auditFor({ kind: 'partner', id: 'partner-1' });
    expect(history.at(-1)?.action).toContain('took back the registration');
    const again = await register();
    expect(again).toMatchObject({ ok: true, value: { id: record.id, rev: 3 } });
    expect(again.ok && again.value.withdrawn).toBeFalsy();
    expect(await store.openIntents()).toHaveLength(1);
  });

  it.each([
    ['on its way', { state: 'running' as const, steps: [{ ...step, state: 'sent' as const }] }],
    ['uncertain', { state: 'waiting' as const, steps: [{ ...step, state: 'sent' as const }] }],
    ['done', { state: 'done' as const, steps: [{ ...step, state: 'done' as const }] }],
  ])('PROG-2 G3 does not take back what is %s', async (_, change) => {
    const { store, context, record, intent } = await registered();
    await store.commit({ intents: [{ ...intent, ...change }] });
    const refused = await withdrawRegistration(context, record.id);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'already-sent', fix: expect.stringMatching(/\w/) },
    });
    expect((await store.get('registration', record.id))?.withdrawn).toBeUndefined();
  });

  it('PROG-2 G3 loses to the sync when both act at the same moment', async () => {
    const { store, context, record, intent } = await registered();
    const racing = {
      ...store,
      async commit(commit: Parameters<typeof store.commit>[0]) {
        await store.commit({ intents: [{ ...intent, rev: 1, state: 'running' }] });
        return store.commit(commit);
      },
    };
    const refused = await withdrawRegistration({ ...context, store: racing }, record.id);
    expect(refused).toMatchObject({ ok: false, error: { code: 'already-sent' } });
    expect((await store.intent(intent.id))?.state).toBe('running');
  });
});
