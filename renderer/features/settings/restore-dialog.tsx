import { useState } from 'react';
import type { ChannelOut } from '../../../shared/ipc/contract';
import type { BackupContents } from '../../../shared/schema/backup';
import { useOpenIntents } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../../widgets/count-text';
import { InstantText } from '../../widgets/date-text';
import styles from './restore-dialog.module.css';

type RestoreDialogProps = {
  readonly contents: BackupContents;
  readonly restore: () => Promise<ChannelOut<'backup.restore'>>;
  readonly onClose: () => void;
};

/** Shows what a backup holds and what restoring it means, and restores it when the person says so. */
export function RestoreDialog({ contents, restore, onClose }: RestoreDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useProblem();
  const isWhole = contents.problemCount === 0;

  async function run(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const done = await restore();
    // The page and its workers begin anew with what was restored.
    if (done.ok) window.location.reload();
    else {
      setBusy(false);
      setProblem(`${done.error.message} ${done.error.fix}`);
    }
  }

  return (
    <Dialog
      role="alertdialog"
      title="Restore this backup?"
      isOpen
      onClose={onClose}
      canDismiss={!isBusy}
      footer={
        <>
          <Button size="large" onPress={onClose} isDisabled={isBusy} autoFocus>
            Cancel
          </Button>
          <Button size="large" variant="danger" isPending={isBusy} onPress={() => void run()}>
            {isWhole ? 'Replace my workspace' : 'Replace it without what is missing'}
          </Button>
        </>
      }
    >
      <div className={cx(styles.parts)}>
        <Facts contents={contents} />
        {isWhole ? null : <Missing contents={contents} />}
        <p className={cx(styles.text)}>
          It takes the place of everything in this workspace. What is here now is kept first, as a backup of
          its own that you can restore to take this back. Afterwards everything is read again from Salesforce
          and GitLab before anything is sent.
        </p>
        <UnsentHere />
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      </div>
    </Dialog>
  );
}

function Facts({ contents }: { readonly contents: BackupContents }) {
  const counted = useCountText();
  const { partners, requests, planItems, files, unsent } = contents;
  const records = [
    counted(partners, 'partner'),
    counted(requests, 'fund request'),
    counted(planItems, 'plan item'),
    counted(files, 'document'),
  ];
  return (
    <dl className={cx(styles.facts)}>
      <dt>File</dt>
      <dd className={cx(styles.name)}>{contents.name}</dd>
      <dt>Saved</dt>
      <dd>
        <InstantText at={contents.madeAt} /> by Channel Desk {contents.app}
      </dd>
      <dt>Holds</dt>
      <dd>{records.join(', ')}</dd>
      <dt>Not sent then</dt>
      <dd>{unsent === 0 ? 'Nothing' : counted(unsent, 'change')}</dd>
    </dl>
  );
}

function Missing({ contents: { problems, problemCount } }: { readonly contents: BackupContents }) {
  const counted = useCountText();
  const more = problemCount - problems.length;
  return (
    <Notice tone="bad">
      {`The backup is damaged. This of it cannot be read and would be left out:`}
      <ul className={cx(styles.missing)}>
        {problems.map((what, index) => (
          // The same words may stand for two pieces.
          <li key={`${index} ${what}`}>{what}</li>
        ))}
        {more === 0 ? null : <li>{`and ${counted(more, 'other thing')}`}</li>}
      </ul>
    </Notice>
  );
}

/** What waits here has to be sent first, or is only in the backup that is kept. */
function UnsentHere() {
  const counted = useCountText();
  const open = useOpenIntents();
  if (open === undefined || open.length === 0) return null;
  const are = open.length === 1 ? 'is' : 'are';
  return (
    <Notice tone="waiting">
      {`${counted(open.length, 'change')} made here ${are} not sent yet, and would only be in the kept backup. Cancel and sync first if you want to keep what you did.`}
    </Notice>
  );
}
