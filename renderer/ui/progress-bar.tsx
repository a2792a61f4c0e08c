import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import { cx } from './cx';
import styles from './progress-bar.module.css';

type ProgressBarProps = {
  readonly label: string;
  /** 0 to 1; null while the end is not known. */
  readonly value: number | null;
  /** What stands at the right end, `3 of 12`; the percentage when absent. */
  readonly valueText?: string;
  readonly hideLabel?: boolean;
};

/** How far a long task has come. */
export function ProgressBar({ label, value, valueText, hideLabel }: ProgressBarProps) {
  return (
    <AriaProgressBar
      aria-label={label}
      isIndeterminate={value === null}
      value={value ?? 0}
      maxValue={1}
      {...(valueText === undefined ? {} : { valueLabel: valueText })}
      className={cx(styles.progress)}
    >
      {({ percentage, valueText: shown }) => (
        <>
          {hideLabel ? null : (
            <span className={styles.words} aria-hidden="true">
              <span className={styles.label} title={label}>
                {label}
              </span>
              <span className={styles.value}>{valueText ?? (value === null ? '' : shown)}</span>
            </span>
          )}
          <span className={styles.track}>
            <span
              className={cx(styles.bar, value === null && styles.unknown)}
              style={value === null ? {} : { width: `${percentage ?? 0}%` }}
            />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
}
