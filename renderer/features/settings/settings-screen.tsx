import { causeText } from '../../../shared/lib/cause';
import { useState } from 'react';
import { regionKey } from '../../../shared/domain/lookup';
import { Settings } from '../../../shared/schema/settings';
import { Boxes } from '../../ui/boxes';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { PageFrame, Section } from '../../ui/page-frame';
import { Segmented } from '../../ui/segmented';
import { ComboBox, Select } from '../../ui/select';
import { Notice } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import { useUnsaved } from '../../widgets/navigation';
import { BackupSection } from './backup-section';
import { Delegations, IN_PLACE_OF_OTHERS } from './delegations';
import { HistorySection } from './history-section';
import { ProtectionSection } from './protection-section';
import styles from './settings-screen.module.css';

const themes = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
] as const;

const densities = [
  { id: 'compact', label: 'Compact' },
  { id: 'normal', label: 'Normal' },
  { id: 'roomy', label: 'Roomy' },
] as const;

const SYSTEM_LOCALE = 'system';

/** Locales in which dates and money are commonly written; the system's own is the default. */
const locales = [SYSTEM_LOCALE, 'en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'ja-JP', 'ko-KR'];

function localeLabel(locale: string): string {
  if (locale === SYSTEM_LOCALE) return 'As the system';
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale;
}

/** Who works at this desk and how it looks; decisions are recorded under this name. */
export function SettingsScreen() {
  const desk = useDesk();
  const { playbook } = desk;
  // Only what was changed here, since the theme can be changed from the rail meanwhile.
  const [changes, setChanges] = useState<Partial<Settings>>({});
  const draft: Settings = { ...desk.settings, ...changes };
  const [problem, setProblem] = useProblem();
  const change = (part: Partial<Settings>): void => setChanges((before) => ({ ...before, ...part }));
  // The system may name a zone, such as UTC, that the list of zones leaves out.
  const zones = [...new Set([draft.timeZone, ...Intl.supportedValuesOf('timeZone')])];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(desk.settings);
  useUnsaved(isChanged);

  async function save(): Promise<void> {
    const parsed = Settings.safeParse({ ...draft, userName: draft.userName.trim() });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path[0] === 'delegations' ? IN_PLACE_OF_OTHERS : issue?.path.join('.');
      setProblem(`${where}: ${issue?.message}`);
      return;
    }
    try {
      await desk.saveSettings(parsed.data);
      setChanges((now) => (now === changes ? {} : now));
      setProblem(null);
      showToast('Settings saved');
    } catch (cause) {
      setProblem(`The settings could not be stored: ${causeText(cause)}`);
    }
  }

  return (
    <PageFrame
      title="Settings"
      content="scroll"
      actions={
        <Button variant="primary" isDisabled={!isChanged} onPress={() => void save()}>
          Save settings
        </Button>
      }
    >
      <div className={cx(styles.page)}>
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        <Section title="You">
          <div className={cx(styles.fields)}>
            <TextField
              label="Name"
              isRequired
              help="Your decisions are recorded under it."
              value={draft.userName}
              onChange={(userName) => change({ userName })}
              error={draft.userName.trim() === '' ? 'Without a name nothing can be decided.' : null}
            />
          </div>
        </Section>
        <Section title="Your roles">
          <p className={cx(styles.help)}>They say which approval levels are yours to decide.</p>
          <Boxes
            entries={playbook.roles.map((role) => ({ id: role.key, label: role.label, help: role.does }))}
            chosen={draft.roles}
            onChange={(roles) => change({ roles })}
          />
        </Section>
        <Section title="Your regions">
          <p className={cx(styles.help)}>
            You decide approvals for activities in these regions. Nothing chosen means all of them.
          </p>
          <Boxes
            entries={playbook.regions.map((region) => ({ id: region.key, label: region.label, help: '' }))}
            chosen={draft.regions.map((region) => regionKey(playbook, region))}
            onChange={(regions) => change({ regions })}
          />
        </Section>
        <Delegations delegations={draft.delegations} onChange={(delegations) => change({ delegations })} />
        <Section title="Where and how you read">
          <div className={cx(styles.fields)}>
            <ComboBox
              label="Time zone"
              options={zones.map((zone) => ({ id: zone, label: zone }))}
              value={draft.timeZone}
              onChange={(zone) => change({ timeZone: zone ?? draft.timeZone })}
            />
            <Select
              label="Dates and amounts"
              options={locales.map((locale) => ({ id: locale, label: localeLabel(locale) }))}
              value={draft.locale ?? SYSTEM_LOCALE}
              onChange={(locale) => change({ locale: locale === SYSTEM_LOCALE ? null : locale })}
            />
          </div>
          <div className={cx(styles.row)}>
            <div className={cx(styles.choice)}>
              <span className={cx(styles.choiceName)} aria-hidden>
                Theme
              </span>
              <Segmented
                label="Theme"
                segments={themes}
                value={draft.theme}
                onChange={(theme) => change({ theme })}
              />
            </div>
            <div className={cx(styles.choice)}>
              <span className={cx(styles.choiceName)} aria-hidden>
                Row height
              </span>
              <Segmented
                label="Row height"
                segments={densities}
                value={draft.density}
                onChange={(density) => change({ density })}
              />
            </div>
          </div>
        </Section>
        <ProtectionSection />
        <BackupSection />
        <HistorySection />
      </div>
    </PageFrame>
  );
}
