import { causeText } from '../../../shared/lib/cause';
import { useId, useState } from 'react';
import { Boxes } from '../../ui/boxes';
import { Button } from '../../ui/button';
import { showFirstMistake } from '../../ui/first-mistake';
import { isBoolean, useRemembered } from '../../ui/remembered';
import { Notice } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { showToast } from '../../ui/toast-store';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import styles from './who-you-are.module.css';

/** Asks once for the name that decisions and drafts carry and for the regions; nothing once that is known or put off. */
export function WhoYouAre() {
  const { settings } = useDesk();
  const [isLater, setLater] = useRemembered('today.who-later', false, isBoolean);
  if (isLater || settings.userName.trim() !== '') return null;
  return <Questions onLater={() => setLater(true)} />;
}

function Questions({ onLater }: { readonly onLater: () => void }) {
  const { settings, saveSettings, playbook } = useDesk();
  const headingId = useId();
  const [name, setName] = useState('');
  const [regions, setRegions] = useState<readonly string[]>(settings.regions);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useProblem();

  async function save(form: HTMLFormElement): Promise<void> {
    setTried(true);
    if (name.trim() === '') return showFirstMistake(form);
    try {
      await saveSettings({ ...settings, userName: name.trim(), regions: [...regions] });
      // The card has gone with what was pressed in it.
      document.getElementById('content')?.focus({ preventScroll: true });
      showToast('Saved. It can be changed in Settings.');
    } catch (cause) {
      setProblem(`It could not be stored: ${causeText(cause)}`);
    }
  }

  return (
    <section className={styles.who} aria-labelledby={headingId}>
      <h2 id={headingId} className={styles.title}>
        Who works at this desk?
      </h2>
      <p className={styles.text}>Your name stands beside what you decide and under the messages you draft.</p>
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget);
        }}
      >
        <TextField
          label="Your name"
          autoComplete="name"
          value={name}
          onChange={setName}
          error={isTried && name.trim() === '' ? 'Write your name, or leave this for later.' : null}
        />
        <fieldset className={styles.regions}>
          <legend className={styles.legend}>Your regions</legend>
          <Boxes
            entries={playbook.regions.map(({ key, label }) => ({ id: key, label, help: '' }))}
            chosen={regions}
            onChange={setRegions}
          />
          <p className={styles.help}>Their requests wait for you. Nothing chosen means all of them.</p>
        </fieldset>
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        <div className={styles.actions}>
          <Button type="submit" size="large">
            Save
          </Button>
          <Button variant="quiet" size="large" onPress={onLater}>
            Not now
          </Button>
        </div>
      </form>
    </section>
  );
}
