import type { ReactNode } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { Button } from '../../ui/button';
import { useNavigation } from '../../widgets/navigation';
import { useSyncStatus } from '../../widgets/sync-status';
import { useJournalProtection } from '../../widgets/use-journal-protection';
import styles from './today-screen.module.css';
import { WhoYouAre } from './who-you-are';

/** What to do first on an empty desk. */
export function FirstDay({ onImport }: { readonly onImport: (target: ImportTarget) => void }) {
  const go = useNavigation((navigation) => navigation.go);
  const isConnected = useSyncStatus(({ state }) => state !== 'not-connected' && state !== 'starting');
  const isOpenToRead = useJournalProtection() === 'none';
  return (
    <div className={styles.first}>
      <WhoYouAre />
      <h2 className={styles.welcome}>Your desk is empty</h2>
      <p className={styles.lead}>
        Everything you do is kept on this computer and works without a network. Begin with what you have.
      </p>
      <ol className={styles.steps}>
        <Step number={1} title="Bring your partners and requests">
          <p className={styles.stepText}>
            Import the CSV or XLSX exports of Salesforce and of the partner portal.
          </p>
          <div className={styles.stepAction}>
            <Button variant="primary" size="large" onPress={() => onImport('partners')}>
              Import partners
            </Button>
            <Button size="large" onPress={() => onImport('fund-requests')}>
              Import requests
            </Button>
          </div>
        </Step>
        <Step number={2} title="Write a fund request">
          <p className={styles.stepText}>The rules are checked beside the form while you type.</p>
          <div className={styles.stepAction}>
            <Button size="large" onPress={() => go('mdf', { new: 'request' })}>
              New request
            </Button>
          </div>
        </Step>
        <Step
          number={3}
          title={isConnected ? 'Salesforce and GitLab are connected' : 'Connect Salesforce and GitLab'}
        >
          <p className={styles.stepText}>What you did until then is sent once, in order.</p>
          <div className={styles.stepAction}>
            <Button size="large" onPress={() => go('sync', { tab: 'connections' })}>
              {isConnected ? 'Open Sync' : 'Connect'}
            </Button>
          </div>
        </Step>
        {isOpenToRead ? (
          <Step number={4} title="Protect what you save">
            <p className={styles.stepText}>
              This system has no key store that keeps a key, so what you save is kept without encryption, and
              sign-ins end with the app. A passphrase encrypts the journal of all that you save.
            </p>
            <div className={styles.stepAction}>
              <Button size="large" onPress={() => go('settings')}>
                Set a passphrase
              </Button>
            </div>
          </Step>
        ) : null}
      </ol>
    </div>
  );
}

function Step(props: { readonly number: number; readonly title: string; readonly children: ReactNode }) {
  return (
    <li className={styles.step}>
      <span className={styles.number}>{props.number}</span>
      <h3 className={styles.stepTitle}>{props.title}</h3>
      {props.children}
    </li>
  );
}
