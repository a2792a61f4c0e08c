import { type FormEvent, useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { JournalState } from '../../../shared/schema/journal';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { ConfirmDialog, FormDialog } from '../../ui/dialog';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation } from '../../widgets/navigation';
import { useJournalProtection } from '../../widgets/use-journal-protection';
import { useKeepsSecrets } from '../../widgets/use-keeps-secrets';
import { PassphraseFields, useTypedPassphrase } from './passphrase-fields';
import styles from './settings-screen.module.css';

type Protection = JournalState['protection'];

function protectionText(protection: Protection): string {
  switch (protection) {
    case 'key-store':
      return 'Everything you save is also kept in a journal on this disk, from which it can be restored. The journal is encrypted with a key that the key store of this system keeps.';
    case 'passphrase':
      return 'Everything you save is also kept in a journal on this disk, from which it can be restored. The journal is encrypted; its passphrase is asked for at every start.';
    case 'none':
      return 'Everything you save is also kept in a journal on this disk, from which it can be restored. This system has no key store that keeps a key, so the journal is not encrypted. A passphrase encrypts it.';
    default:
      return assertNever(protection);
  }
}

/** How the journal is protected, and the passphrase where the system has no key store. */
export function ProtectionSection() {
  const { bridge } = useDesk();
  // The page begins anew with a new passphrase, and with it whatever is typed and not saved.
  const leave = useNavigation((navigation) => navigation.leave);
  const protection = useJournalProtection();
  const [shown, setShown] = useState<'set' | 'remove' | null>(null);
  const [problem, setProblem] = useProblem();
  const [isBusy, setBusy] = useState(false);

  async function protect(passphrase: string | null): Promise<void> {
    setBusy(true);
    const done = await bridge.call('journal.protect', { passphrase });
    if (!done.ok) {
      setBusy(false);
      if (passphrase === null) setShown(null);
      setProblem(`${done.error.message} ${done.error.fix}`);
      return;
    }
    // Page and workers begin anew with a journal that is sealed the new way.
    window.location.reload();
  }

  if (protection === null) return null;
  return (
    <Section title="Safety of what is saved">
      <p className={cx(styles.help)}>{protectionText(protection)}</p>
      <ListsOfPeople />
      {protection === 'key-store' ? null : (
        <div className={cx(styles.row)}>
          <Button onPress={() => leave(() => setShown('set'))}>
            {protection === 'none' ? 'Set a passphrase' : 'Change the passphrase'}
          </Button>
          {protection === 'none' ? null : (
            <Button onPress={() => leave(() => setShown('remove'))}>Take the passphrase away</Button>
          )}
        </div>
      )}
      {problem === null || shown === 'set' ? null : <Notice tone="bad">{problem}</Notice>}
      {shown === 'set' ? (
        <PassphraseDialog
          problem={problem}
          isBusy={isBusy}
          onEdit={() => setProblem(null)}
          onClose={() => setShown(null)}
          onPassphrase={(passphrase) => void protect(passphrase)}
        />
      ) : null}
      <ConfirmDialog
        title="Take the passphrase away?"
        isOpen={shown === 'remove'}
        onClose={() => setShown(null)}
        confirmLabel="Take it away"
        onConfirm={() => void protect(null)}
      >
        The journal is then kept without encryption. A new passphrase can be set at any time.
      </ConfirmDialog>
    </Section>
  );
}

/** How lists of people lie in the local database, which is not the journal (POP-8). */
function ListsOfPeople() {
  const keepsSecrets = useKeepsSecrets();
  if (keepsSecrets === null) return null;
  return keepsSecrets ? (
    <p className={cx(styles.help)}>
      Lead lists hold personal data. In the local database they, and all files that may be one, are encrypted
      with a key of their own that the key store keeps.
    </p>
  ) : (
    <div className={cx(styles.notice)}>
      <Notice tone="waiting">
        Lead lists hold personal data. This system has no key store that keeps a key, so in the local database
        they are not encrypted: they are only as safe as this disk. A passphrase does not change that. Encrypt
        the disk, or use a key store.
      </Notice>
    </div>
  );
}

type PassphraseDialogProps = {
  readonly problem: string | null;
  readonly isBusy: boolean;
  /** What is typed now is not what the problem is about. */
  readonly onEdit: () => void;
  readonly onClose: () => void;
  readonly onPassphrase: (passphrase: string) => void;
};

function PassphraseDialog({ problem, isBusy, onEdit, onClose, onPassphrase }: PassphraseDialogProps) {
  const typed = useTypedPassphrase();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const passphrase = typed.take();
    if (passphrase !== null && !isBusy) onPassphrase(passphrase);
  }

  return (
    <FormDialog
      title="Passphrase for the journal"
      isOpen
      onClose={onClose}
      submitLabel="Encrypt the journal"
      onSubmit={submit}
      problem={problem}
      isSubmitting={isBusy}
      size="small"
    >
      <PassphraseFields
        typed={typed}
        onEdit={onEdit}
        help="It is asked for at every start and stored nowhere. Without it the journal cannot be read by anybody."
      />
    </FormDialog>
  );
}
