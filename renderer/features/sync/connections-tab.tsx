import { Button } from '../../ui/button';
import { ErrorState, Notice, Skeleton } from '../../ui/states';
import { ConnectionPanel } from './connection-panel';
import styles from './connections.module.css';
import screenStyles from './sync-screen.module.css';
import { useConnections } from './use-connections';

/** Salesforce and GitLab: who is signed in where, what is wrong, and how to connect and disconnect. */
export function ConnectionsTab() {
  const { list, problem, keepsSecrets, check, isChecking } = useConnections();
  if (problem !== null && list === undefined)
    return (
      <ErrorState
        title="The connections could not be read"
        reason={problem}
        fix="Nothing is lost; what you saved waits."
        actions={<Button onPress={() => void check()}>Try again</Button>}
      />
    );
  if (list === undefined) return <Skeleton label="Loading connections" />;
  const isAnySetUp = list.some(({ state }) => state !== 'not-set-up');
  return (
    <div className={screenStyles.scroll}>
      <div className={styles.connections}>
        {keepsSecrets === false ? (
          <Notice tone="info">
            This computer has no key store that the app can use, so sign-ins are kept in memory only. You sign
            in again after each start; everything else is kept.
          </Notice>
        ) : null}
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        {list.map((connection) => (
          <ConnectionPanel key={connection.remote} connection={connection} />
        ))}
        {isAnySetUp ? (
          <div>
            <Button isPending={isChecking} onPress={() => void check()}>
              Check connections
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
