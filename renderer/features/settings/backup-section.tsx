import { useRef, useState } from 'react';
import type { BackupContents } from '../../../shared/schema/backup';
import type { ChannelOut } from '../../../shared/ipc/contract';
import type { BackupOpening } from '../../../shared/ipc/backup-contract';
import type { Result } from '../../../shared/lib/result';
import type { IpcFailure } from '../../../shared/ipc/result-of';
import { useLastEntry } from '../../data/hooks';
import { migrations } from '../../data/migrations';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { useCountText } from '../../widgets/count-text';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation } from '../../widgets/navigation';
import { RestoreDialog } from './restore-dialog';
import { SaveBackupDialog } from './save-backup-dialog';
import styles from './settings-screen.module.css';
import { UnlockBackupDialog } from './unlock-backup-dialog';

/** The version of the database that this app writes, and the newest it reads. */
const dbVersion = migrations.length;

type Saved = NonNullable<Extract<ChannelOut<'backup.save'>, { ok: true }>['value']>;

/** What is under way in this section. */
type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'locked'; readonly name: string; readonly isWrong: boolean; readonly isBusy: boolean }
  | { readonly kind: 'asking'; readonly contents: BackupContents };

const idle: Stage = { kind: 'idle' };

/** Saves everything of the workspace into one file, and puts such a file back. */
export function BackupSection() {
  const { bridge } = useDesk();
  const lastEntry = useLastEntry();
  // The page begins anew with what is restored, and with it whatever is typed and not saved.
  const leave = useNavigation((navigation) => navigation.leave);
  const [stage, setStage] = useState<Stage>(idle);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [problem, setProblem] = useProblem();
  const isChoosing = useRef(false);

  function take(opening: Result<BackupOpening | null, IpcFailure>): void {
    if (!opening.ok) {
      setStage(idle);
      setProblem(`${opening.error.message} ${opening.error.fix}`);
    } else if (opening.value === null) setStage(idle);
    else if (opening.value.kind === 'read') setStage({ kind: 'asking', contents: opening.value.contents });
    else setStage({ ...opening.value, isBusy: false });
  }

  async function choose(): Promise<void> {
    // The system's own dialog leaves the page as it is, so that a second press would ask a second time.
    if (isChoosing.current) return;
    isChoosing.current = true;
    setSaved(null);
    setProblem(null);
    setStage({ kind: 'reading' });
    take(await bridge.call('backup.choose', { dbVersion }));
    isChoosing.current = false;
  }

  async function unlock(name: string, passphrase: string): Promise<void> {
    setStage({ kind: 'locked', name, isWrong: false, isBusy: true });
    take(await bridge.call('backup.unlock', { dbVersion, passphrase }));
  }

  return (
    <Section title="Backup">
      <p className={cx(styles.help)}>
        A backup is one file with everything of this workspace: the records, their history, the documents, and
        what is not sent yet. Keep it on another disk, or take it to a new computer. Your sign-ins are not in
        it.
      </p>
      <div className={cx(styles.row)}>
        <Button
          isDisabled={stage.kind === 'reading'}
          onPress={() => {
            setProblem(null);
            setSaved(null);
            setStage({ kind: 'saving' });
          }}
        >
          Save a backup…
        </Button>
        <Button isPending={stage.kind === 'reading'} onPress={() => leave(() => void choose())}>
          Restore a backup…
        </Button>
      </div>
      {problem === null ? null : (
        <div className={cx(styles.found)}>
          <Notice tone="bad">{problem}</Notice>
        </div>
      )}
      <div role="status" className={cx(styles.found)}>
        {saved === null ? null : <SavedNotice saved={saved} />}
      </div>
      {stage.kind === 'saving' ? (
        <SaveBackupDialog
          save={async (passphrase) =>
            bridge.call('backup.save', { dbVersion, last: await lastEntry(), passphrase })
          }
          onClose={(done) => {
            setStage(idle);
            setSaved(done);
          }}
        />
      ) : null}
      {stage.kind === 'locked' ? (
        <UnlockBackupDialog
          name={stage.name}
          isWrong={stage.isWrong}
          isBusy={stage.isBusy}
          onClose={() => setStage(idle)}
          onPassphrase={(passphrase) => void unlock(stage.name, passphrase)}
        />
      ) : null}
      {stage.kind === 'asking' ? (
        <RestoreDialog
          contents={stage.contents}
          restore={async () => bridge.call('backup.restore', { last: await lastEntry() })}
          onClose={() => setStage(idle)}
        />
      ) : null}
    </Section>
  );
}

function SavedNotice({ saved: { path, rows, files, left } }: { readonly saved: Saved }) {
  const counted = useCountText();
  const what = `${counted(rows, 'row')} and ${counted(files, 'document')}`;
  if (left.length === 0) return <Notice tone="good">{`The backup was saved: ${what}, in ${path}.`}</Notice>;
  return (
    <Notice tone="bad">
      {`The backup was saved with ${what}, in ${path}. This could not be read any more and is not in it:`}
      <ul>
        {left.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Notice>
  );
}
