import type { Playbook } from '../../playbook/playbook';
import type { CampaignUse } from '../../schema/partner';

/** What is chosen of the library; null where nothing is yet. */
export type CampaignChoice = {
  readonly campaign: string | null;
  readonly language: string | null;
  readonly assets: readonly string[];
};

/** A choice that cannot be recorded, with the field to put right. */
export type CampaignRefusal = {
  readonly field: keyof CampaignChoice;
  readonly message: string;
  readonly fix: string;
};

/** Checks a use of an instant campaign against the library: a campaign, one of its languages, and some of its material (PROG-6). */
export function refuseCampaignUse(
  { campaign, language, assets }: CampaignChoice,
  playbook: Pick<Playbook, 'programs'>,
): CampaignRefusal | null {
  const library = playbook.programs.instantCampaigns;
  if (!library.campaigns.some(({ key }) => key === campaign))
    return { field: 'campaign', message: 'No campaign of the library is chosen.', fix: 'Choose one.' };
  if (language === null || !library.languages.includes(language)) {
    const languages = library.languages.join(', ');
    return {
      field: 'language',
      message:
        language === null ? 'No language is chosen.' : `The campaigns are not available in ${language}.`,
      fix: `Choose one of ${languages}.`,
    };
  }
  const isKnown = assets.every((asset) => library.assets.some(({ key }) => key === asset));
  return assets.length > 0 && isKnown
    ? null
    : {
        field: 'assets',
        message: 'Nothing says what the partner took.',
        fix: 'Tick at least one kind of material.',
      };
}

/** Whether two records are of the same use. */
export function isSameUse(one: CampaignUse, other: CampaignUse): boolean {
  return (
    one.campaign === other.campaign &&
    one.language === other.language &&
    one.on === other.on &&
    [...one.assets].sort().join() === [...other.assets].sort().join()
  );
}
