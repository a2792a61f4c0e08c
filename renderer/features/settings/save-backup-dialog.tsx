import { type FormEvent, useState } from 'react';
import type { ChannelOut } from '../../../shared/ipc/contract';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { FormDialog } from '../../ui/dialog';
import { useProblem } from '../../ui/use-problem';
import { PassphraseFields, useTypedPassphrase } from './passphrase-fields';
import styles from './settings-screen.module.css';

type Answer = ChannelOut<'backup.save'>;
type Saved = NonNullable<Extract<Answer, { ok: true }>['value']>;

/** Asks how a backup is protected, and saves it; `onClose` gets what was saved, null when nothing was. */
export function SaveBackupDialog({
  save,
  onClose,
}: {
  readonly save: (passphrase: string | null) => Promise<Answer>;
  readonly onClose: (saved: Saved | null) => void;
}) {
  const typed = useTypedPassphrase();
  const [isProtected, setProtected] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useProblem();

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const passphrase = isProtected ? typed.take() : null;
    if (isBusy || (isProtected && passphrase === null)) return;
    setBusy(true);
    setProblem(null);
    const saved = await save(passphrase);
    setBusy(false);
    if (!saved.ok) setProblem(`${saved.error.message} ${saved.error.fix}`);
    // Who changed her mind about the place finds the dialog as it was.
    else if (saved.value !== null) onClose(saved.value);
  }

  return (
    <FormDialog
      title="Save a backup"
      isOpen
      onClose={() => onClose(null)}
      submitLabel="Choose where and save"
      onSubmit={(event) => void submit(event)}
      problem={problem}
      isSubmitting={isBusy}
      size="small"
    >
      <Checkbox
        isSelected={isProtected}
        onChange={setProtected}
        help="Without one everybody who gets hold of the file can read it, with all lists of people."
      >
        Protect it with a passphrase
      </Checkbox>
      {isProtected ? (
        <PassphraseFields
          typed={typed}
          help="It is asked for when the backup is restored and stored nowhere. Without it the backup cannot be read by anybody."
        />
      ) : (
        <p className={cx(styles.help)}>The file is as safe as the place where you keep it.</p>
      )}
    </FormDialog>
  );
}
