import type { ReactNode } from 'react';
import styles from './documents.module.css';

type ViewerBarProps = { readonly children?: ReactNode; readonly actions: ReactNode };

/** The line above a document: what belongs to its kind at the left, what every document has at the right. */
export function ViewerBar({ children, actions }: ViewerBarProps) {
  return (
    <div className={styles.bar} role="group" aria-label="Document">
      {children}
      <span className={styles.space} />
      {actions}
    </div>
  );
}
