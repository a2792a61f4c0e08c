import { withJournal } from '../../../../renderer/app/open-workspace';
import { startDesk, type StartedDesk, type StartProblem } from '../../../../renderer/app/start-desk';
import { startSyncHost } from '../../../../renderer/app/sync-host';
import { pageBridge } from '../../../../renderer/bridge/bridge';
import { createSyncStatusStore } from '../../../../renderer/widgets/sync-status';
import type { ProofPage, Saved, Word, WorkMode } from '../messages';
import { findEverything } from './find-everything';
import { timeSaves } from './time-saves';
import { syncWork, until } from './sync-work';
import { editItems, importRows } from './work';

declare global {
  interface Window {
    proof: ProofPage;
  }
}

const bridge = pageBridge();
// A window that is still hidden draws no frame, and the driver looks once a frame.
void bridge.call('app.ready', undefined);
const status = createSyncStatusStore();
let desk: StartedDesk | null = null;

async function start(): Promise<StartProblem | null> {
  if (desk !== null) return null;
  const started = await startDesk(bridge, withJournal(bridge, { passphrase: null, tell: () => undefined }));
  if (!started.ok) return started.error;
  desk = started.value;
  return null;
}

async function opened(): Promise<StartedDesk> {
  const problem = await start();
  if (desk === null) throw new Error(JSON.stringify(problem));
  return desk;
}

function startSync({ data, playbook }: StartedDesk): void {
  startSyncHost({ bridge, databaseName: data.db.name, playbook, status });
}

let unsaid: Word[] = [];
let listener: ((words: readonly Word[]) => void) | null = null;

function say(word: Word): void {
  unsaid.push(word);
  if (listener === null) return;
  listener(unsaid);
  [unsaid, listener] = [[], null];
}

function tell(saved: Saved): void {
  say({ kind: 'saved', saved });
}

function workOf(mode: WorkMode, started: StartedDesk, cycle: number): Promise<unknown> {
  switch (mode) {
    case 'writing':
      // Two hands, so that commits meet on their way to the disk.
      return Promise.all([editItems(started, 'left', cycle, tell), editItems(started, 'right', cycle, tell)]);
    case 'importing':
      return importRows(started, cycle, tell);
    case 'syncing':
      startSync(started);
      return syncWork(started, () => status.getState().state === 'idle', cycle, tell);
  }
}

window.proof = {
  timeSaves: async (rounds) => timeSaves(await opened(), rounds),
  start: async () => (await start())?.kind ?? null,
  open: async () => findEverything(await opened()),
  work(mode, cycle) {
    void opened()
      .then((started) => workOf(mode, started, cycle))
      .catch((error: unknown) => say({ kind: 'failed', why: String(error) }));
  },
  async words() {
    if (unsaid.length === 0) return new Promise((resolve) => (listener = resolve));
    const words = unsaid;
    unsaid = [];
    return words;
  },
  async settle() {
    const started = await opened();
    startSync(started);
    await until(async () => {
      const [open, synced] = [await started.data.store.openIntents(), status.getState()];
      return open.length === 0 && synced.state === 'idle' && synced.lastSyncAt !== null ? true : null;
    });
    return findEverything(started);
  },
};
