import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';
import { cx } from './cx';
import styles from './states.module.css';

type EmptyStateProps = {
  readonly icon?: ReactNode;
  /** What is not here: `No requests yet`. */
  readonly title: string;
  /** The next step in a sentence. */
  readonly children: ReactNode;
  /** Buttons for that step. */
  readonly actions?: ReactNode;
};

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      {icon === undefined ? null : <span className={styles.icon}>{icon}</span>}
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{children}</div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

type FilteredToNothingProps = {
  /** Plural of what is listed: `requests`. */
  readonly what: string;
  readonly onClear: () => void;
};

/** There are some, but the filter hides them all. */
export function FilteredToNothing({ what, onClear }: FilteredToNothingProps) {
  return (
    <div className={styles.state}>
      <h2 className={styles.title}>{`No ${what} match`}</h2>
      <div className={styles.text}>The filter or the search hides all of them.</div>
      <div className={styles.actions}>
        <Button onPress={onClear}>Clear filter and search</Button>
      </div>
    </div>
  );
}

type ErrorStateProps = {
  /** What happened: `The requests could not be read`. */
  readonly title: string;
  /** Why. */
  readonly reason: ReactNode;
  /** What the person can do, in words. */
  readonly fix: ReactNode;
  readonly actions?: ReactNode;
};

/** What happened, why, and what to do. */
export function ErrorState({ title, reason, fix, actions }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <span className={cx(styles.icon, styles.bad)}>
        <CircleAlert aria-hidden />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{reason}</div>
      <div className={styles.text}>{fix}</div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

type NoticeProps = {
  readonly tone: 'info' | 'waiting' | 'bad' | 'good';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
};

/** A sentence that belongs to the part below it: a warning to acknowledge, a hint, a refusal with its reason. */
export function Notice({ tone, children, actions }: NoticeProps) {
  return (
    <div className={cx(styles.notice, styles[tone])} role={tone === 'bad' ? 'alert' : 'note'}>
      {tone === 'good' ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
      <div className={styles.noticeText}>{children}</div>
      {actions}
    </div>
  );
}

const SKELETON_AFTER_MS = 150;

/** True once loading has lasted long enough to be worth showing. */
export function useIsSlow(isLoading: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isLoading) {
      setSlow(false);
      return undefined;
    }
    const timer = window.setTimeout(() => setSlow(true), SKELETON_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [isLoading]);
  return isLoading && isSlow;
}

type SkeletonProps = {
  /** What is loading, for screen readers: `Loading requests`. */
  readonly label: string;
  readonly rows?: number;
};

/** Grey lines in place of rows; appears after 150 ms so that local data never flickers. */
export function Skeleton({ label, rows }: SkeletonProps) {
  const isSlow = useIsSlow(true);
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {isSlow
        ? Array.from({ length: rows ?? 6 }, (_, row) => (
            <div key={row} className={styles.skeletonRow}>
              <span className={cx(styles.bone, styles[`w${row % 4}`])} />
            </div>
          ))
        : null}
    </div>
  );
}
