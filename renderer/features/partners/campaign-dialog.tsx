import { useState } from 'react';
import type { Partner } from '../../../shared/schema/partner';
import { PlainDate } from '../../../shared/schema/values';
import { recordCampaignUse, removeCampaignUse } from '../../../shared/usecases/programs/campaign-use';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { DateField } from '../../ui/date-field';
import { FormDialog } from '../../ui/dialog';
import { Select } from '../../ui/select';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { useDesk, useToday } from '../../widgets/desk-context';
import { inWords } from '../../widgets/in-words';
import { useWayOut } from '../../widgets/navigation';
import { undoAnswerOf, useUndo } from '../../widgets/undo';
import { clearing } from './clearing';
import styles from './partners.module.css';

type CampaignDialogProps = { readonly partner: Partner; readonly onClose: () => void };

/** Records which instant campaign a partner uses, in which language, and what of it (PROG-6). */
export function CampaignDialog({ partner, onClose }: CampaignDialogProps) {
  const desk = useDesk();
  const undo = useUndo();
  const today = useToday();
  const library = desk.playbook.programs.instantCampaigns;
  const [campaign, setCampaign] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const [assets, setAssets] = useState<readonly string[]>([]);
  const [on, setOn] = useState<PlainDate | null>(today);
  const wayOut = useWayOut(assets.length > 0, onClose);
  const [problem, setProblem] = useProblem();
  const [isSaving, setSaving] = useState(false);

  const edited = clearing(() => setProblem(null));

  async function submit(): Promise<void> {
    const form = { partnerId: partner.id, campaign, language, assets, on: on ?? today };
    setSaving(true);
    const done = await orProblem(recordCampaignUse(desk, form));
    setSaving(false);
    setProblem(inWords(done));
    if (!done.ok) return;
    const use = done.value;
    undo.getState().did({
      label: 'Campaign recorded',
      undo: async () => undoAnswerOf(await removeCampaignUse(desk, { partnerId: partner.id, use })),
      redo: async () => undoAnswerOf(await recordCampaignUse(desk, form)),
    });
    onClose();
  }

  return (
    <FormDialog
      title={`Instant campaign of ${partner.name}`}
      isOpen
      onClose={wayOut}
      submitLabel="Record"
      onSubmit={() => void submit()}
      isSubmitting={isSaving}
      problem={problem}
    >
      <Select
        label="Campaign"
        isRequired
        autoFocus
        options={library.campaigns.map(({ key, label }) => ({ id: key, label }))}
        value={campaign}
        onChange={edited(setCampaign)}
        help="Kept on this computer; Salesforce has no place for it."
      />
      <div className={cx(styles.fields)}>
        <Select
          label="Language"
          isRequired
          options={library.languages.map((entry) => ({ id: entry, label: entry }))}
          value={language}
          onChange={edited(setLanguage)}
        />
        <DateField
          label="Used from"
          value={on}
          onChange={(value) => edited(setOn)(value === null ? null : PlainDate.parse(value))}
        />
      </div>
      <fieldset className={cx(styles.group)}>
        <legend>Material</legend>
        {library.assets.map(({ key, label, coBranded }) => (
          <Checkbox
            key={key}
            isSelected={assets.includes(key)}
            onChange={(isOn) =>
              edited(setAssets)(isOn ? [...assets, key] : assets.filter((asset) => asset !== key))
            }
            {...(coBranded ? {} : { help: 'Not to be co-branded.' })}
          >
            {label}
          </Checkbox>
        ))}
      </fieldset>
    </FormDialog>
  );
}
