import { describe, expect, it } from 'vitest';
import { refuseCampaignUse } from '../../../shared/domain/programs/campaign-use';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const good = { campaign: 'devsecops', language: 'DE', assets: ['nurture-emails', 'call-scripts'] };

describe('instant campaigns', () => {
  it('PROG-6 takes a campaign of the library in one of its languages with some of its material', () => {
    expect(refuseCampaignUse(good, playbook)).toBeNull();
    const refusals = [
      { ...good, campaign: null },
      { ...good, campaign: 'own-campaign' },
      { ...good, language: null },
      { ...good, language: 'IT' },
      { ...good, assets: [] },
      { ...good, assets: ['banner'] },
    ].map((choice) => refuseCampaignUse(choice, playbook)?.field);
    expect(refusals).toEqual(['campaign', 'campaign', 'language', 'language', 'assets', 'assets']);
  });

  it('PROG-6 ships five campaigns in six languages', () => {
    const { campaigns, languages, assets } = playbook.programs.instantCampaigns;
    expect([campaigns.length, languages.length, assets.length]).toEqual([5, 6, 7]);
  });
});
