import type { ConnectionState } from '../../shared/ipc/contract';
import { assertNever } from '../../shared/lib/assert-never';
import type { Playbook } from '../../shared/playbook/playbook';
import type { SyncStatus as EngineStatus } from '../../shared/sync/status';
import type { Bridge } from '../bridge/bridge';
import { openLine } from '../bridge/line';
import type { SyncStatusStore } from '../widgets/sync-status';
import type { SyncWorkerNews, SyncWorkerOrder } from '../workers/sync/messages';
import { screenStatus } from './screen-status';

/** A worker as the host uses it. */
export type SyncWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

type SyncHostInput = {
  readonly bridge: Bridge;
  readonly databaseName: string;
  readonly playbook: Playbook;
  readonly status: SyncStatusStore;
  /** Makes the worker; tests give their own. */
  readonly makeWorker?: () => SyncWorker;
};

/** How long a worker that died rests before the next one, so that one that dies at once does not burn the processor. */
const REST_MS = 5000;
/** How often the worker is asked for a sign of life. */
const BEAT_MS = 30_000;
/** Questions in a row without an answer after which it counts as hung; one may be lost to a computer that slept. */
const MISSED_BEATS = 2;

function syncWorker(): SyncWorker {
  return new Worker(new URL('../workers/sync/sync-worker.ts', import.meta.url), { type: 'module' });
}

/**
 * Runs the sync engine in a worker beside the database, wakes it when there is a reason and keeps every screen's status
 * current. A worker that dies or hangs is started again; what it was doing is resumed from what is stored.
 */
export function startSyncHost(input: SyncHostInput): () => void {
  const { bridge, databaseName, playbook, status } = input;
  const makeWorker = input.makeWorker ?? syncWorker;
  /** Null until main has said which there are. */
  let connections: readonly ConnectionState[] | null = null;
  let latest: EngineStatus | null = null;
  let trouble: string | null = null;
  let endWorker: () => void = () => undefined;
  let send: (order: SyncWorkerOrder) => void = () => undefined;
  let unanswered = 0;
  let restart: number | undefined;

  const wake = (): void => send({ kind: 'wake', impatient: true });
  // Somebody who comes back wants to see what is new, but windows are changed more often than that costs requests.
  const look = (): void => send({ kind: 'wake', impatient: false });
  const publish = (): void => {
    if (latest !== null && connections !== null)
      status.getState().report(screenStatus(latest, connections, trouble));
  };

  function onNews(news: SyncWorkerNews): void {
    unanswered = 0;
    switch (news.kind) {
      case 'status':
        latest = news.status;
        return publish();
      case 'trouble':
        trouble = news.why;
        return publish();
      case 'failed':
        status.getState().report({ state: 'offline', note: `Sync cannot run: ${news.why}` });
        return;
      case 'alive':
        return;
      default:
        assertNever(news);
    }
  }

  function replaceWorker(why: string): void {
    void bridge.call('log.write', { level: 'error', message: `the sync worker ${why}`.slice(0, 4000) });
    endWorker();
    status.getState().report({
      state: 'offline',
      note: 'Sync stopped unexpectedly and starts again by itself. What you saved is safe.',
    });
    // Two errors of one dying worker must not start two.
    window.clearTimeout(restart);
    restart = window.setTimeout(launch, REST_MS);
  }

  function launch(): void {
    const worker = makeWorker();
    unanswered = 0;
    send = (order) => worker.postMessage(order);
    endWorker = () => {
      endWorker = () => undefined;
      send = () => undefined;
      worker.terminate();
    };
    worker.addEventListener('message', ({ data }: MessageEvent<SyncWorkerNews>) => onNews(data));
    worker.addEventListener('error', (event) => replaceWorker(`failed: ${event.message}`));
    const line = openLine();
    worker.postMessage({ kind: 'start', databaseName, playbook, line } satisfies SyncWorkerOrder, [line]);
  }

  function beat(): void {
    if (unanswered >= MISSED_BEATS) {
      unanswered = 0;
      replaceWorker('gave no sign of life');
      return;
    }
    unanswered += 1;
    send({ kind: 'ping' });
  }

  const endings = [
    bridge.onEvent('uploads.changed', (uploads) => status.getState().report({ uploads })),
    bridge.onEvent('net.maybe-online', wake),
    bridge.onEvent('connections.changed', (changed) => {
      const before = connections ?? [];
      connections = changed;
      publish();
      if (newlySignedIn(before, changed)) wake();
    }),
  ];
  window.addEventListener('online', wake);
  window.addEventListener('focus', look);
  const heart = window.setInterval(beat, BEAT_MS);
  status.getState().attach(wake);
  launch();
  void bridge.call('connections.list', undefined).then((listed) => {
    // Told of a change meanwhile, it knows better already.
    connections ??= listed.ok ? listed.value : [];
    publish();
  });

  return () => {
    for (const end of endings) end();
    window.removeEventListener('online', wake);
    window.removeEventListener('focus', look);
    window.clearInterval(heart);
    window.clearTimeout(restart);
    endWorker();
  };
}

/** Whether somebody signed in, or a remote answers again: a reason to try at once. */
function newlySignedIn(before: readonly ConnectionState[], now: readonly ConnectionState[]): boolean {
  const same = (a: ConnectionState, b: ConnectionState): boolean =>
    a.remote === b.remote && a.state === b.state && a.origin === b.origin && a.user === b.user;
  return now.some((one) => one.state === 'signed-in' && !before.some((other) => same(one, other)));
}
