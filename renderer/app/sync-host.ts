import { assertNever } from '../../shared/lib/assert-never';
import type { Playbook } from '../../shared/playbook/playbook';
import type { SyncStatus as EngineStatus } from '../../shared/sync/status';
import type { ConnectionState } from '../../shared/ipc/contract';
import type { Bridge } from '../bridge/bridge';
import { relayTo } from '../bridge/relay';
import type { SyncStatus, SyncStatusStore } from '../widgets/sync-status';
import type { SyncWorkerNews, SyncWorkerOrder } from '../workers/sync/messages';

type SyncHostInput = {
  readonly bridge: Bridge;
  readonly databaseName: string;
  readonly playbook: Playbook;
  readonly status: SyncStatusStore;
};

/** Says in the words of every screen what the engine says of itself. */
export function screenStatus(
  engine: EngineStatus,
  connections: readonly ConnectionState[],
): Omit<SyncStatus, 'state'> & { readonly state: SyncStatus['state'] } {
  const isConnected = connections.some((connection) => connection.state !== 'not-set-up');
  const away = [engine.remotes.salesforce, engine.remotes.gitlab].filter(({ note }) => note !== null);
  const state = !isConnected
    ? 'not-connected'
    : engine.phase !== 'idle'
      ? 'syncing'
      : away.length > 0 || engine.online === false
        ? 'offline'
        : 'idle';
  return {
    state,
    waiting: engine.waiting,
    needsYou: engine.parked + engine.conflicts,
    lastSyncAt: engine.lastSyncAt,
    note: away.map(({ note }) => note).join(' ') || null,
  };
}

/**
 * Runs the sync engine in a worker beside the database, wakes it when there is a reason and keeps every screen's status
 * current. A worker that dies is started again; what it was doing is resumed from what is stored.
 */
export function startSyncHost({ bridge, databaseName, playbook, status }: SyncHostInput): () => void {
  let connections: readonly ConnectionState[] = [];
  let latest: EngineStatus | null = null;
  let worker: Worker | null = null;
  let endRelay: () => void = () => undefined;
  let isEnded = false;

  const send = (order: SyncWorkerOrder, transfer: Transferable[] = []): void =>
    worker?.postMessage(order, transfer);
  const wake = (): void => send({ kind: 'wake' });
  const publish = (): void => {
    if (latest !== null) status.getState().report(screenStatus(latest, connections));
  };

  function onNews(news: SyncWorkerNews): void {
    switch (news.kind) {
      case 'status':
        latest = news.status;
        publish();
        return;
      case 'failed':
        status.getState().report({ state: 'offline', note: `Sync cannot run: ${news.why}` });
        return;
      default:
        assertNever(news);
    }
  }

  function launch(): void {
    if (isEnded) return;
    worker = new Worker(new URL('../workers/sync/sync-worker.ts', import.meta.url), { type: 'module' });
    const channel = new MessageChannel();
    endRelay = relayTo(channel.port1);
    worker.addEventListener('message', ({ data }: MessageEvent<SyncWorkerNews>) => onNews(data));
    worker.addEventListener('error', (event) => {
      void bridge.call('log.write', { level: 'error', message: `the sync worker failed: ${event.message}` });
      worker?.terminate();
      endRelay();
      status.getState().report({ state: 'offline', note: 'Sync stopped unexpectedly and starts again.' });
      window.setTimeout(launch, 5000);
    });
    send({ kind: 'start', databaseName, playbook, bridge: channel.port2 }, [channel.port2]);
  }

  const endings = [
    bridge.onEvent('net.maybe-online', wake),
    bridge.onEvent('connections.changed', (changed) => {
      connections = changed;
      publish();
      wake();
    }),
  ];
  const onOnline = (): void => wake();
  window.addEventListener('online', onOnline);
  window.addEventListener('focus', onOnline);
  status.getState().attach(wake);
  launch();
  void bridge.call('connections.list', undefined).then((listed) => {
    if (!listed.ok) return;
    connections = listed.value;
    publish();
  });

  return () => {
    isEnded = true;
    for (const end of endings) end();
    window.removeEventListener('online', onOnline);
    window.removeEventListener('focus', onOnline);
    worker?.terminate();
    endRelay();
  };
}
