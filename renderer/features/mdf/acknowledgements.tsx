import type { Finding } from '../../../shared/domain/finding';
import { Checkbox } from '../../ui/checkbox';
import { FindingList } from '../../widgets/finding-list';
import { type FindingTicks, isTicked, withTick } from '../../widgets/finding-ticks';
import styles from './dialogs.module.css';

/** Whether somebody has to say of a finding that she knows it before she decides (MDF-8). */
export function isAcknowledged({ verdict }: Finding): boolean {
  return verdict === 'warn' || verdict === 'undecidable';
}

type AcknowledgementsProps = {
  readonly findings: readonly Finding[];
  readonly acknowledged: FindingTicks;
  readonly onChange: (ticks: FindingTicks) => void;
};

/** Every warning and everything that cannot be told, acknowledged one by one; nothing where there is none (MDF-4, MDF-8). */
export function Acknowledgements({ findings, acknowledged, onChange }: AcknowledgementsProps) {
  const open = findings.filter(isAcknowledged);
  if (open.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>To acknowledge, one by one</legend>
      <FindingList
        label="To acknowledge"
        findings={open}
        action={(finding) => (
          <Checkbox
            aria-label={`${acknowledgement(finding.verdict)}: ${finding.message}`}
            isSelected={isTicked(acknowledged, finding)}
            onChange={(isOn) => onChange(withTick(acknowledged, finding, isOn))}
          >
            {acknowledgement(finding.verdict)}
          </Checkbox>
        )}
      />
    </fieldset>
  );
}

function acknowledgement(verdict: Finding['verdict']): string {
  return verdict === 'warn' ? 'I know, and approve it' : 'I have found out, and it is in order';
}

/** What still stands between a decision and its findings, as one sentence; null when nothing does. */
export function openText(
  findings: readonly Finding[],
  acknowledged: FindingTicks,
  wayOut: string,
): string | null {
  if (findings.some(({ verdict }) => verdict === 'fail')) return `A rule refuses it. ${wayOut}`;
  if (findings.some(({ verdict }) => verdict === 'needs-person'))
    return 'Say of every condition whether the activity meets it.';
  const missing = findings.some((finding) => isAcknowledged(finding) && !isTicked(acknowledged, finding));
  return missing ? 'Acknowledge each point above.' : null;
}
