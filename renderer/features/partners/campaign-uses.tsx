import { useState } from 'react';
import type { CampaignUse, Partner } from '../../../shared/schema/partner';
import { recordCampaignUse, removeCampaignUse } from '../../../shared/usecases/programs/campaign-use';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { DateText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { inWords } from '../../widgets/in-words';
import { undoAnswerOf, useUndo } from '../../widgets/undo';
import { CampaignDialog } from './campaign-dialog';
import styles from './partners.module.css';

/** Which instant campaigns a partner uses, and the way to record one (PROG-6). */
export function CampaignUses({ partner }: { readonly partner: Partner }) {
  const desk = useDesk();
  const undo = useUndo();
  const [isRecording, setRecording] = useState(false);
  const [problem, setProblem] = useProblem();
  const { campaigns, assets } = desk.playbook.programs.instantCampaigns;
  const uses = [...(partner.campaignUses ?? [])].sort((a, b) => (a.on < b.on ? 1 : -1));
  if (campaigns.length === 0 && uses.length === 0) return null;

  function labelOf(
    entries: readonly { readonly key: string; readonly label: string }[],
    key: string,
  ): string {
    return entries.find((entry) => entry.key === key)?.label ?? key;
  }

  async function remove(use: CampaignUse): Promise<void> {
    const takeBack = () => removeCampaignUse(desk, { partnerId: partner.id, use });
    const done = await takeBack();
    setProblem(inWords(done));
    if (!done.ok) return;
    undo.getState().did({
      label: 'Campaign removed',
      undo: async () => undoAnswerOf(await recordCampaignUse(desk, { ...use, partnerId: partner.id })),
      redo: async () => undoAnswerOf(await takeBack()),
    });
  }

  return (
    <Section title="Instant campaigns">
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {uses.length === 0 ? (
        <p className={cx(styles.none)}>No campaign of the library is recorded for this partner.</p>
      ) : (
        <ul className={cx(styles.list)} aria-label="Instant campaigns">
          {uses.map((use) => (
            <li key={JSON.stringify(use)} className={cx(styles.use)}>
              <span className={cx(styles.itemTitle)}>{labelOf(campaigns, use.campaign)}</span>
              <span className={cx(styles.itemMeta)}>
                <DateText date={use.on} /> · {use.language} ·{' '}
                {use.assets.map((asset) => labelOf(assets, asset)).join(', ')}
              </span>
              <Button
                variant="quiet"
                aria-label={`Remove ${labelOf(campaigns, use.campaign)}`}
                onPress={() => void remove(use)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      {campaigns.length === 0 ? null : (
        <div>
          <Button onPress={() => setRecording(true)}>Record a campaign</Button>
        </div>
      )}
      {isRecording ? <CampaignDialog partner={partner} onClose={() => setRecording(false)} /> : null}
    </Section>
  );
}
