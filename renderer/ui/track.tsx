import type { ReactNode } from 'react';
import { cx } from './cx';
import { StatusShape, type StatusTone } from './status';
import styles from './track.module.css';

export type TrackStep = {
  readonly id: string;
  readonly title: string;
  readonly tone: StatusTone;
  /** The state in words, for everyone: `Approved`, `Waiting`. */
  readonly state: string;
  readonly detail?: ReactNode;
  /** The step at which things stand now. */
  readonly isCurrent?: boolean;
};

/** Steps in order, each with its state: an approval, a saga, a review. */
export function Track({ label, steps }: { readonly label: string; readonly steps: readonly TrackStep[] }) {
  return (
    <ol className={styles.track} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={cx(styles.step, step.isCurrent && styles.current)}
          {...(step.isCurrent ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={styles.mark}>
            <StatusShape tone={step.tone} />
          </span>
          <div className={styles.words}>
            <div className={styles.line}>
              <span className={styles.title}>{step.title}</span>
              <span className={styles.state}>{step.state}</span>
            </div>
            {step.detail === undefined || step.detail === null ? null : (
              <div className={styles.detail}>{step.detail}</div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

export type EventLine = {
  readonly id: string;
  /** When, already formatted. */
  readonly when: ReactNode;
  readonly who: string;
  readonly what: ReactNode;
  readonly detail?: ReactNode;
};

/** What happened to something, newest first. */
export function EventList({
  label,
  events,
}: {
  readonly label: string;
  readonly events: readonly EventLine[];
}) {
  return (
    <ol className={styles.track} aria-label={label}>
      {events.map((event) => (
        <li key={event.id} className={styles.step}>
          <span className={styles.mark}>
            <span className={styles.dot} />
          </span>
          <div className={styles.words}>
            <div>
              <span className={styles.who}>{event.who}</span> {event.what}
            </div>
            <div className={styles.when}>{event.when}</div>
            {event.detail === undefined || event.detail === null ? null : (
              <div className={styles.detail}>{event.detail}</div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
