import type { Finding, Verdict } from '../../../shared/domain/finding';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Kbd } from '../../ui/kbd';
import { Status, type StatusTone } from '../../ui/status';
import { useOwnFormats } from '../../widgets/own-formats';
import type { CheckPlace } from './field-checks';
import styles from './checks.module.css';

/** What a verdict is called and how it looks. */
const verdicts = {
  pass: { tone: 'good', word: 'Passed' },
  fail: { tone: 'bad', word: 'Failed' },
  warn: { tone: 'waiting', word: 'Warning' },
  undecidable: { tone: 'neutral', word: 'Cannot be decided' },
  'needs-person': { tone: 'active', word: 'Needs you' },
} as const satisfies Record<Verdict, { readonly tone: StatusTone; readonly word: string }>;

/** How a check can be answered by the reviewer: not at all, by yes or no, or by knowingly accepting a failure. */
export type Answer = 'none' | 'yes-no' | 'override';

/** A check as the review shows it. */
export type ShownCheck = {
  readonly finding: Finding;
  readonly place: CheckPlace;
  /** Key that acts on it, 1 to 9; null when it has none. */
  readonly key: string | null;
  readonly answer: Answer;
  /** The reviewer's answer so far; null for none. */
  readonly tick: boolean | null;
};

type CheckLineProps = {
  /** Begins the ids of what it says, for the field that it is about (`saidBy`). */
  readonly id?: string;
  readonly check: ShownCheck;
  readonly isReadOnly: boolean;
  readonly onTick: (value: boolean) => void;
};

/** For the field that the checks of these ids are about: where they say it. */
export function saidBy(ids: readonly string[]): { readonly 'aria-describedby'?: string } {
  if (ids.length === 0) return {};
  return { 'aria-describedby': ids.flatMap((id) => [`${id}-verdict`, `${id}-why`]).join(' ') };
}

/** One check: its verdict as shape and word, why, what to do, and the reviewer's answer where only she can tell (POP-5). */
export function CheckLine({ id, check, isReadOnly, onTick }: CheckLineProps) {
  const own = useOwnFormats();
  const { finding, key, answer, tick } = check;
  const isAccepted = answer === 'override' && tick === true;
  const { tone, word } = isAccepted
    ? ({ tone: 'waiting', word: 'Accepted by you' } as const)
    : verdicts[finding.verdict];
  return (
    <div className={styles.check} data-check={finding.code} data-verdict={finding.verdict}>
      <div id={id === undefined ? undefined : `${id}-verdict`} className={styles.verdict}>
        <Status tone={tone}>{word}</Status>
        {key === null ? null : <Kbd>{key}</Kbd>}
      </div>
      <div id={id === undefined ? undefined : `${id}-why`} className={styles.why}>
        {own(finding.message)}
        {finding.fix === '' || isAccepted ? null : <span className={styles.fix}> {own(finding.fix)}</span>}
      </div>
      {answer === 'yes-no' ? (
        <div className={styles.answers} role="group" aria-label={own(finding.message)}>
          <Button isDisabled={isReadOnly} aria-pressed={tick === true} onPress={() => onTick(true)}>
            Yes
          </Button>
          <Button isDisabled={isReadOnly} aria-pressed={tick === false} onPress={() => onTick(false)}>
            No
          </Button>
        </div>
      ) : null}
      {answer === 'override' ? (
        <Checkbox
          aria-label={`Accept it all the same: ${own(finding.message)}`}
          isSelected={tick === true}
          isDisabled={isReadOnly}
          onChange={onTick}
        >
          Accept it all the same
        </Checkbox>
      ) : null}
    </div>
  );
}
