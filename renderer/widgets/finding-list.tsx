import type { ReactNode } from 'react';
import type { Finding, Verdict } from '../../shared/domain/finding';
import { cx } from '../ui/cx';
import { StatusShape, type StatusTone } from '../ui/status';
import styles from './finding-list.module.css';
import { useOwnFormats } from './own-formats';

/** Shape and word of a verdict; what nobody can tell looks different from what passed. */
export const verdictWords = {
  pass: { tone: 'good', word: 'Passed' },
  fail: { tone: 'bad', word: 'Refused' },
  warn: { tone: 'waiting', word: 'Warning' },
  undecidable: { tone: 'info', word: 'Cannot tell' },
  'needs-person': { tone: 'neutral', word: 'To check' },
} as const satisfies Record<Verdict, { readonly tone: StatusTone; readonly word: string }>;

const order = ['fail', 'undecidable', 'warn', 'needs-person', 'pass'] as const satisfies readonly Verdict[];

/** Findings, the ones that stand in the way first. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return order.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
}

type FindingListProps = {
  readonly label: string;
  readonly findings: readonly Finding[];
  /** Beside a finding: its tick or its acknowledgement. */
  readonly action?: (finding: Finding) => ReactNode;
};

/** What the rules found: verdict as shape and word, why, and what to do about it. */
export function FindingList({ label, findings, action }: FindingListProps) {
  return (
    <ul className={styles.list} aria-label={label}>
      {byWeight(findings).map((finding) => (
        <li key={`${finding.rule}-${finding.code}`} className={cx(styles.finding, styles[finding.verdict])}>
          <FindingLine finding={finding} />
          {action?.(finding)}
        </li>
      ))}
    </ul>
  );
}

function FindingLine({ finding }: { readonly finding: Finding }) {
  const own = useOwnFormats();
  const { tone, word } = verdictWords[finding.verdict];
  return (
    <>
      <span className={styles.mark}>
        <StatusShape tone={tone} />
      </span>
      <div className={styles.words}>
        <div>
          <span className={styles.verdict}>{word}:</span> {own(finding.message)}{' '}
          <span className={styles.rule}>{finding.rule}</span>
        </div>
        {finding.fix === '' || finding.verdict === 'pass' ? null : (
          <div className={styles.fix}>{own(finding.fix)}</div>
        )}
      </div>
    </>
  );
}

/** How many of each verdict there are, in words: `1 refused, 2 to check`. */
export function findingSummary(findings: readonly Finding[]): string {
  const counts = order
    .filter((verdict) => verdict !== 'pass')
    .map((verdict) => ({
      word: verdictWords[verdict].word.toLowerCase(),
      count: findings.filter((finding) => finding.verdict === verdict).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word === 'warning' && count > 1 ? 'warnings' : word}`);
  return counts.length === 0 ? 'all passed' : counts.join(', ');
}
