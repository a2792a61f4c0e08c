import { RefreshCw } from 'lucide-react';
import { useOpenConflicts, useOpenIntents, useQuarantine } from '../../data/hooks';
import { Button } from '../../ui/button';
import { PageFrame } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { Tabs } from '../../ui/tabs';
import { useCommands } from '../../widgets/commands';
import { useNavigation } from '../../widgets/navigation';
import { useSyncStatus } from '../../widgets/sync-status';
import { ConflictsTab } from './conflicts-tab';
import { ConnectionsTab } from './connections-tab';
import { LogTab } from './log-tab';
import { QuarantineTab } from './quarantine-tab';
import { QueueTab } from './queue-tab';
import { SyncHead } from './sync-head';
import { useConnections } from './use-connections';
import styles from './sync-screen.module.css';

const tabIds = ['queue', 'conflicts', 'quarantine', 'log', 'connections'] as const;
type TabId = (typeof tabIds)[number];

const NOT_CONNECTED = 'Salesforce and GitLab are not connected yet. You can work all the same.';

/** How the desk and its two remotes come together: what waits, what needs a choice, what was set aside, and the connections. */
export function SyncScreen() {
  const tab = useNavigation(({ params }) => tabIds.find((id) => id === params['tab']) ?? 'queue');
  const setParams = useNavigation((navigation) => navigation.setParams);
  const syncNow = useSyncStatus((status) => status.syncNow);
  const state = useSyncStatus((status) => status.state);
  const note = useSyncStatus((status) => status.note);
  const open = useOpenIntents()?.length ?? 0;
  const conflicts = useOpenConflicts()?.length ?? 0;
  const setAside = useQuarantine()?.length ?? 0;
  const ailing = useConnections().list?.filter((connection) => connection.note !== null).length ?? 0;
  const said = note ?? (state === 'not-connected' ? NOT_CONNECTED : null);
  const show = (id: TabId): void => setParams({ tab: id, id: null }, 'push');

  useCommands('sync', [
    { id: 'sync.now', label: 'Sync now', group: 'Sync', shortcut: 'r', run: () => syncNow?.() },
    { id: 'sync.conflicts', label: 'Show conflicts', group: 'Sync', run: () => show('conflicts') },
    { id: 'sync.connections', label: 'Show connections', group: 'Sync', run: () => show('connections') },
  ]);

  return (
    <PageFrame
      title="Sync"
      content="fill"
      meta={<SyncHead />}
      actions={
        <Button
          variant="primary"
          shortcut="R"
          icon={<RefreshCw aria-hidden />}
          isDisabled={syncNow === null}
          isPending={state === 'syncing'}
          onPress={() => syncNow?.()}
        >
          Sync now
        </Button>
      }
    >
      {tab === 'connections' || said === null ? null : (
        <div className={styles.note}>
          <Notice
            tone={note === null ? 'info' : 'waiting'}
            actions={<Button onPress={() => show('connections')}>Show connections</Button>}
          >
            {said} {open === 0 ? null : 'What you saved here waits and is not lost.'}
          </Notice>
        </div>
      )}
      <div className={styles.tabs}>
        <Tabs<TabId>
          label="Sync"
          value={tab}
          onChange={show}
          tabs={[
            { id: 'queue', title: 'Queue', content: <QueueTab />, ...counted(open) },
            { id: 'conflicts', title: 'Conflicts', content: <ConflictsTab />, ...counted(conflicts) },
            { id: 'quarantine', title: 'Quarantine', content: <QuarantineTab />, ...counted(setAside) },
            { id: 'log', title: 'Log', content: <LogTab /> },
            { id: 'connections', title: 'Connections', content: <ConnectionsTab />, ...counted(ailing) },
          ]}
        />
      </div>
    </PageFrame>
  );
}

/** Nothing is not worth a number. */
function counted(count: number): { readonly count?: number } {
  return count === 0 ? {} : { count };
}
