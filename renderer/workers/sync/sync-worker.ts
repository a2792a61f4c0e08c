import { assertNever } from '../../../shared/lib/assert-never';
import type { Clock } from '../../../shared/ports/clock';
import type { Ids } from '../../../shared/ports/ids';
import type { Log } from '../../../shared/ports/log';
import { Instant } from '../../../shared/schema/values';
import { createSyncEngine, type SyncEngine } from '../../../shared/sync/engine';
import { startSyncLoop, type SyncLoop } from '../../../shared/sync/loop';
import type { Calls } from '../../bridge/bridge';
import { bridgedJournal } from '../../bridge/bridged-journal';
import { bridgedSeal } from '../../bridge/bridged-seal';
import { connectWorkerBridge } from '../../bridge/worker-bridge';
import { createChangeChannel } from '../../data/change-channel';
import { compareFiles } from '../../data/compare-files';
import { createDexieLocalStore } from '../../data/dexie-local-store';
import { createJournalWriter } from '../../data/journal-writer';
import { openDesk } from '../../data/open-desk';
import { sealOpenLists } from '../../data/sealed-blobs';
import { bridgedRemote } from './bridged-remote';
import type { SyncWorkerNews, SyncWorkerOrder } from './messages';
import { tellingEngine } from './telling-engine';

const clock: Clock = {
  now: () => Instant.parse(new Date().toISOString()),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const ids: Ids = { uuid: () => crypto.randomUUID(), random: () => Math.random() };

function bridgedLog(bridge: Calls): Log {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string): void => {
      void bridge.call('log.write', { level, message: message.slice(0, 4000) });
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function tell(news: SyncWorkerNews): void {
  postMessage(news);
}

async function start(order: Extract<SyncWorkerOrder, { kind: 'start' }>): Promise<SyncLoop | null> {
  const opened = await openDesk(order.databaseName);
  if (!opened.ok) {
    tell({
      kind: 'failed',
      why:
        opened.error.kind === 'newer'
          ? 'The local database was written by a newer Channel Desk.'
          : opened.error.message,
    });
    return null;
  }
  const bridge = connectWorkerBridge(order.line);
  const changes = createChangeChannel(order.databaseName);
  const journal = bridgedJournal(bridge);
  const seal = bridgedSeal(bridge, order.playbook);
  const store = createDexieLocalStore(opened.value, {
    journal: createJournalWriter(opened.value, journal),
    seal,
    onCommitted: (keys) => changes.announce(keys),
  });
  const log = bridgedLog(bridge);
  const engine = createSyncEngine({
    store,
    remote: bridgedRemote(bridge, store),
    clock,
    ids,
    log,
    playbook: order.playbook,
    calls: async () => {
      const counted = await bridge.call('remote.calls', undefined);
      return counted.ok ? counted.value : null;
    },
  });
  engine.subscribe((status) => tell({ kind: 'status', status }));
  const told = tellingEngine(engine, (why) => tell({ kind: 'trouble', why }));
  afterFirstPass(engine, () => {
    sealOpenLists(opened.value, seal).catch((cause: unknown) =>
      log.error(`lists of people could not be sealed: ${String(cause)}`),
    );
    compareFiles({ db: opened.value, store, journal, seal }, clock.now())
      .then(({ mended, lost }) => {
        if (mended + lost.length > 0)
          log.warn(`documents: ${mended} put right, ${lost.length} whole in neither place`);
      })
      .catch((cause: unknown) => log.error(`documents could not be compared: ${String(cause)}`));
  });
  const loop = startSyncLoop({ engine: told, clock, ids, log });
  changes.listen(() => loop.wake());
  return loop;
}

/** What can wait does so until the start is long over. */
function afterFirstPass(engine: SyncEngine, work: () => void): void {
  let isBusy = false;
  const stop = engine.subscribe(({ phase }) => {
    if (phase !== 'idle') isBusy = true;
    else if (isBusy) {
      stop();
      work();
    }
  });
}

let running: Promise<SyncLoop | null> = Promise.resolve(null);

addEventListener('message', ({ data }: MessageEvent<SyncWorkerOrder>) => {
  switch (data.kind) {
    case 'start':
      running = start(data);
      return;
    case 'wake':
      void running.then((loop) => loop?.wake(data));
      return;
    case 'ping':
      tell({ kind: 'alive' });
      return;
    default:
      assertNever(data);
  }
});

// The page hears of errors only; a promise that nobody waited for would end silently.
addEventListener('unhandledrejection', ({ reason }) => reportError(reason));
