import { describe, expect, it } from 'vitest';
import { PartnerId } from '../../../../shared/schema/ids';
import { PlainDate } from '../../../../shared/schema/values';
import { recordCampaignUse, removeCampaignUse } from '../../../../shared/usecases/programs/campaign-use';
import { createMemoryStore } from '../../../support/memory-store';
import { aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

const partnerId = PartnerId.parse('partner-1');
const form = {
  partnerId,
  campaign: 'devops',
  language: 'FR',
  assets: ['landing-pages'],
  on: PlainDate.parse('2026-11-20'),
};

async function aDesk() {
  const store = createMemoryStore();
  const context = useCaseContext(store);
  await store.commit({ puts: [{ kind: 'partner', record: aPartner({ id: partnerId }) }] });
  const uses = async () => (await store.get('partner', partnerId))?.campaignUses ?? [];
  return { store, context, uses };
}

describe('a partner uses an instant campaign', () => {
  it('PROG-6 is recorded once with its history, sends nothing, and can be taken back', async () => {
    const { store, context, uses } = await aDesk();
    const recorded = await recordCampaignUse(context, form);
    await recordCampaignUse(context, form);
    expect(await uses()).toEqual([{ ...form, partnerId: undefined, by: 'Dana Weber' }]);
    expect(await store.openIntents()).toEqual([]);
    if (!recorded.ok) throw new Error(recorded.error.message);
    await removeCampaignUse(context, { partnerId, use: recorded.value });
    expect(await uses()).toEqual([]);
    const lines = await store.auditFor({ kind: 'partner', id: partnerId });
    expect(lines.map(({ action }) => action)).toEqual([
      'uses GitLab with DevOps',
      'took back that it uses GitLab with DevOps',
    ]);
  });

  it('PROG-6 is refused with the field to put right, and for a partner who is not there', async () => {
    const { context, uses } = await aDesk();
    expect(await recordCampaignUse(context, { ...form, language: 'IT' })).toMatchObject({
      ok: false,
      error: { field: 'language' },
    });
    const nobody = PartnerId.parse('nobody');
    expect(await recordCampaignUse(context, { ...form, partnerId: nobody })).toMatchObject({ ok: false });
    expect(await uses()).toEqual([]);
  });
});
