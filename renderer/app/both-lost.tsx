import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { ErrorState } from '../ui/states';
import type { StartProblem } from './start-desk';
import styles from './start-problem.module.css';

type BothLostProps = {
  readonly problem: Extract<StartProblem, { kind: 'both-lost' }>;
  readonly tryAgain: ReactNode;
  readonly onStartEmpty: () => void;
};

/** Says that neither database nor journal can be read, and offers to keep both and start with nothing. */
export function BothLost({ problem, tryAgain, onStartEmpty }: BothLostProps) {
  const [isAsking, setAsking] = useState(false);
  const { message, losses } = problem;
  return (
    <>
      <ErrorState
        title="Neither the workspace nor its journal can be read"
        reason={
          <>
            {message === null
              ? 'The database is gone: there is nothing in it.'
              : `The database cannot be opened: ${message}`}{' '}
            The journal, from which it would be made again, holds nothing that can be read.
            {losses.length === 0 ? null : (
              <ul className={styles.problems}>
                {losses.map((what) => (
                  <li key={what}>{what}</li>
                ))}
              </ul>
            )}
          </>
        }
        fix="Nothing has been changed. Close other windows of Channel Desk, check that the disk is not full, and try again. If that does not help, start empty: both are kept as they are."
        actions={
          <>
            {tryAgain}
            <Button size="large" onPress={() => setAsking(true)}>
              Keep both aside and start empty
            </Button>
          </>
        }
      />
      <ConfirmDialog
        title="Start with an empty workspace?"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={onStartEmpty}
        confirmLabel="Start empty"
      >
        <div className={styles.words}>
          <p>
            The files of the database and of the journal, documents included, are kept unchanged in the folder{' '}
            <code className={styles.place}>kept</code> of the data folder; where exactly is said after the
            start. Nothing of them is sent; keep a copy elsewhere if it matters, as old copies give way to
            newer ones.
          </p>
          <p>
            The next sync brings back what Salesforce and GitLab have. What was only on this computer, such as
            changes that were not sent yet, will not be in the new workspace. If you have saved a backup,
            restore it there: it is under Settings.
          </p>
        </div>
      </ConfirmDialog>
    </>
  );
}
