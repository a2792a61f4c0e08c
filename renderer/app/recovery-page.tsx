import { DatabaseBackup } from 'lucide-react';
import { assertNever } from '../../shared/lib/assert-never';
import type { RecoveryProgress } from '../data/recover-desk';
import { ProgressBar } from '../ui/progress-bar';
import { EmptyState } from '../ui/states';
import styles from './start-problem.module.css';

/** Shown while the database is made again from the journal, or the journal from the database. */
export function RecoveryPage({ progress }: { readonly progress: RecoveryProgress }) {
  const rows = progress.rows.toLocaleString();
  const files = progress.files > 0 ? `, ${progress.files.toLocaleString()} files` : '';
  return (
    <main className={styles.page}>
      <EmptyState icon={<DatabaseBackup aria-hidden />} title={titleOf(progress.kind)}>
        {textOf(progress.kind)}
        <div className={styles.progress}>
          <ProgressBar label="Done so far" value={null} valueText={`${rows} rows${files}`} />
        </div>
      </EmptyState>
    </main>
  );
}

/** Shown between a press on a start page and what comes of it. */
export function StartingPage() {
  return (
    <main className={styles.page}>
      <EmptyState icon={<DatabaseBackup aria-hidden />} title="Opening your workspace">
        This takes a moment.
      </EmptyState>
    </main>
  );
}

function titleOf(kind: RecoveryProgress['kind']): string {
  switch (kind) {
    case 'restoring':
      return 'Restoring your workspace';
    case 'securing':
      return 'Securing your workspace';
    default:
      return assertNever(kind);
  }
}

function textOf(kind: RecoveryProgress['kind']): string {
  switch (kind) {
    case 'restoring':
      return 'The local database is made again from the journal on this disk.';
    case 'securing':
      return 'What is stored is written into the journal, from which it can be restored.';
    default:
      return assertNever(kind);
  }
}
