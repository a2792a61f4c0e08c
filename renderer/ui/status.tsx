import type { ReactNode } from 'react';
import { cx } from './cx';
import styles from './status.module.css';

/** What a state means for the person; decides shape and colour, never the word. */
export type StatusTone = 'neutral' | 'active' | 'good' | 'waiting' | 'bad' | 'info';

type StatusProps = {
  readonly tone: StatusTone;
  /** The word, and what is said behind it; cut off together where there is no room. */
  readonly children: ReactNode;
};

/** A state as shape and word: ring (neutral), half (active), tick (good), triangle (waiting), cross (bad), dot (info). */
export function Status({ tone, children }: StatusProps) {
  return (
    <span className={cx(styles.status, styles[tone])}>
      <StatusShape tone={tone} />
      <span className={styles.word}>{children}</span>
    </span>
  );
}

/** The shape of a tone alone, 12 px, for bars and tracks that name the state elsewhere. */
export function StatusShape({ tone }: { readonly tone: StatusTone }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={cx(styles.shape, styles[tone])}>
      {shapes[tone]}
    </svg>
  );
}

const shapes = {
  neutral: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  active: (
    <>
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 3.25a2.75 2.75 0 0 1 0 5.5z" fill="currentColor" />
    </>
  ),
  good: (
    <>
      <circle cx="6" cy="6" r="5" fill="currentColor" />
      <path d="M3.7 6.1 5.3 7.7 8.4 4.5" fill="none" className={styles.cut} strokeWidth="1.4" />
    </>
  ),
  waiting: <path d="M6 1.6 11 10.4H1z" fill="currentColor" strokeLinejoin="round" />,
  bad: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" rx="2" fill="currentColor" />
      <path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" className={styles.cut} strokeWidth="1.4" />
    </>
  ),
  info: <circle cx="6" cy="6" r="3.25" fill="currentColor" />,
} satisfies Record<StatusTone, unknown>;

type BadgeProps = { readonly tone?: StatusTone; readonly children: string | number };

/** A short label or count on a tint: `3`, `Demo`, `MDF::POP Pending`. */
export function Badge({ tone, children }: BadgeProps) {
  return <span className={cx(styles.badge, styles[tone ?? 'neutral'])}>{children}</span>;
}
