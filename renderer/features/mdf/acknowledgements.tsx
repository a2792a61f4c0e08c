import type { Finding } from '../../../shared/domain/finding';
import { Checkbox } from '../../ui/checkbox';
import { FindingList } from '../../widgets/finding-list';
import styles from './dialogs.module.css';

/** Whether somebody has to say of a finding that she knows it before she decides (MDF-8). */
export function isAcknowledged({ verdict }: Finding): boolean {
  return verdict === 'warn' || verdict === 'undecidable';
}

type AcknowledgementsProps = {
  readonly findings: readonly Finding[];
  readonly acknowledged: ReadonlySet<string>;
  readonly onChange: (codes: ReadonlySet<string>) => void;
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
        action={({ code, verdict, message }) => (
          <Checkbox
            aria-label={`${acknowledgement(verdict)}: ${message}`}
            isSelected={acknowledged.has(code)}
            onChange={(isOn) => onChange(withCode(acknowledged, code, isOn))}
          >
            {acknowledgement(verdict)}
          </Checkbox>
        )}
      />
    </fieldset>
  );
}

function acknowledgement(verdict: Finding['verdict']): string {
  return verdict === 'warn' ? 'I know, and approve it' : 'I have found out, and it is in order';
}

function withCode(codes: ReadonlySet<string>, code: string, isOn: boolean): ReadonlySet<string> {
  const next = new Set(codes);
  if (isOn) next.add(code);
  else next.delete(code);
  return next;
}

/** What still stands between a decision and its findings, as one sentence; null when nothing does. */
export function openText(
  findings: readonly Finding[],
  acknowledged: ReadonlySet<string>,
  wayOut: string,
): string | null {
  if (findings.some(({ verdict }) => verdict === 'fail')) return `A rule refuses it. ${wayOut}`;
  if (findings.some(({ verdict }) => verdict === 'needs-person'))
    return 'Say of every condition whether the activity meets it.';
  const missing = findings.some((finding) => isAcknowledged(finding) && !acknowledged.has(finding.code));
  return missing ? 'Acknowledge each point above.' : null;
}
