import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { TextField } from '../ui/text-field';
import styles from './start-problem.module.css';

type PassphraseFormProps = {
  /** The last one did not fit. */
  readonly isWrong: boolean;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onSetAside: () => void;
};

/** Asks for the passphrase that protects the journal of this workspace. */
export function PassphraseForm({ isWrong, onPassphrase, onSetAside }: PassphraseFormProps) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <EmptyState icon={<LockKeyhole aria-hidden />} title="This workspace is protected by a passphrase">
      <form
        className={styles.form}
        // The message of the last try must not keep the browser from sending the next one.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '') onPassphrase(passphrase);
        }}
      >
        <TextField
          label="Passphrase"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={passphrase}
          onChange={setPassphrase}
          error={
            isWrong && passphrase === ''
              ? 'That is not the passphrase. Check the capital letters and try again.'
              : null
          }
        />
        <div className={styles.formActions}>
          <Button variant="primary" size="large" type="submit" isDisabled={passphrase === ''}>
            Open
          </Button>
          <Button size="large" onPress={onSetAside}>
            Start without the journal
          </Button>
        </div>
        <p className={styles.small}>
          Without the passphrase the journal is kept aside, unread, and a new one is begun from the database
          as it is.
        </p>
      </form>
    </EmptyState>
  );
}
