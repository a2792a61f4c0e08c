import { useState } from 'react';
import { FormDialog } from '../../ui/dialog';
import { TextField } from '../../ui/text-field';

type UnlockBackupDialogProps = {
  readonly name: string;
  /** The passphrase that was given last does not open it. */
  readonly isWrong: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onPassphrase: (passphrase: string) => void;
};

/** Asks for the passphrase of a backup. */
export function UnlockBackupDialog({
  name,
  isWrong,
  isBusy,
  onClose,
  onPassphrase,
}: UnlockBackupDialogProps) {
  const [passphrase, setPassphrase] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  return (
    <FormDialog
      title="Passphrase of the backup"
      isOpen
      onClose={onClose}
      submitLabel="Read the backup"
      onSubmit={() => {
        setEmpty(passphrase === '');
        if (passphrase !== '' && !isBusy) onPassphrase(passphrase);
      }}
      problem={isWrong ? 'This is not the passphrase it was saved with. Try another one.' : null}
      isSubmitting={isBusy}
      size="small"
    >
      <TextField
        label="Passphrase"
        type="password"
        autoComplete="off"
        autoFocus
        value={passphrase}
        onChange={(text) => {
          setPassphrase(text);
          setEmpty(false);
        }}
        help={`“${name}” is protected.`}
        error={isEmpty ? 'Type the passphrase.' : null}
      />
    </FormDialog>
  );
}
