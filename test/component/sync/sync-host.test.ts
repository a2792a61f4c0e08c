import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSyncHost, type SyncWorker } from '../../../renderer/app/sync-host';
import { createBridge } from '../../../renderer/bridge/bridge';
import { createSyncStatusStore } from '../../../renderer/widgets/sync-status';
import type { SyncWorkerNews, SyncWorkerOrder } from '../../../renderer/workers/sync/messages';
import type { ConnectionState } from '../../../shared/ipc/contract';
import type { SyncStatus } from '../../../shared/sync/status';
import { fakeMain } from '../support/fake-main';
import { shippedRules } from '../support/shipped-rules';

const unknown = { state: 'unknown', note: null, until: null } as const;
const idle: SyncStatus = {
  phase: 'idle',
  waiting: 2,
  parked: 1,
  conflicts: 1,
  reading: null,
  lastSyncAt: null,
  online: true,
  remotes: { salesforce: unknown, gitlab: unknown },
  absent: [],
  lastRound: null,
};

function connection(
  remote: ConnectionState['remote'],
  state: ConnectionState['state'] = 'signed-in',
): ConnectionState {
  const origin = `https://${remote}.example`;
  return { remote, origin, user: 'Dana', state, note: null, apiUsed: null, apiMax: null, apiReserve: null };
}

class FakeWorker extends EventTarget implements SyncWorker {
  readonly orders: SyncWorkerOrder[] = [];
  isEnded = false;

  postMessage(order: SyncWorkerOrder): void {
    this.orders.push(order);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(news: SyncWorkerNews): void {
    this.dispatchEvent(new MessageEvent('message', { data: news }));
  }

  kinds(): string[] {
    return this.orders.map(({ kind }) => kind);
  }
}

let workers: FakeWorker[];
let end: () => void;
const main = () => fakeMain({ 'connections.list': () => ({ ok: true, value: [connection('salesforce')] }) });

function host(over = main()) {
  const status = createSyncStatusStore();
  end = startSyncHost({
    bridge: createBridge(over),
    databaseName: 'test',
    playbook: shippedRules().playbook,
    status,
    makeWorker() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  return { status: () => status.getState(), main: over, worker: () => workers.at(-1) as FakeWorker };
}

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

describe('the host of the sync', () => {
  it('starts the worker without any connection and says so', async () => {
    const desk = host(fakeMain({ 'connections.list': () => ({ ok: true, value: [] }) }));
    expect(desk.worker().kinds()).toEqual(['start']);
    desk.worker().say({ kind: 'status', status: { ...idle, online: false } });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.status()).toMatchObject({ state: 'not-connected', waiting: 2, needsYou: 2, note: null });
  });

  it('says nothing before both the engine and the connections are known', async () => {
    let answer: (value: { ok: true; value: [] }) => void = () => undefined;
    const listing = new Promise<{ ok: true; value: [] }>((resolve) => {
      answer = resolve;
    });
    const desk = host(fakeMain({ 'connections.list': () => listing }));
    expect(desk.status().state).toBe('starting');
    desk.worker().say({ kind: 'status', status: { ...idle, online: false } });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.status().state).toBe('starting');
    answer({ ok: true, value: [] });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.status().state).toBe('not-connected');
  });

  it('wakes the worker for the network, the window, a sign-in and the person', async () => {
    const desk = host();
    await vi.advanceTimersByTimeAsync(0);
    desk.main.emit('net.maybe-online', undefined);
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('focus'));
    desk.status().syncNow?.();
    expect(desk.worker().kinds()).toEqual(['start', 'wake', 'wake', 'wake', 'wake']);
    desk.main.emit('connections.changed', [connection('salesforce'), connection('gitlab')]);
    expect(desk.worker().kinds()).toHaveLength(6);
  });

  it('does not wake the worker because a remote went away', async () => {
    const desk = host();
    await vi.advanceTimersByTimeAsync(0);
    desk.main.emit('connections.changed', [connection('salesforce', 'unreachable')]);
    expect(desk.worker().kinds()).toEqual(['start']);
  });

  it('does not miss a remote that was never set up', async () => {
    const desk = host();
    await vi.advanceTimersByTimeAsync(0);
    const gitlab = { state: 'sign-in', note: 'GitLab asks you to sign in.', until: null } as const;
    desk.worker().say({
      kind: 'status',
      status: { ...idle, remotes: { salesforce: { ...unknown, state: 'online' }, gitlab } },
    });
    expect(desk.status()).toMatchObject({ state: 'idle', note: null });
  });

  it('shows why the sync cannot work on this computer, until it can', async () => {
    const desk = host();
    await vi.advanceTimersByTimeAsync(0);
    desk.worker().say({ kind: 'status', status: idle });
    desk.worker().say({ kind: 'trouble', why: 'The disk is full.' });
    expect(desk.status()).toMatchObject({ state: 'offline', note: 'The disk is full.' });
    desk.worker().say({ kind: 'trouble', why: null });
    expect(desk.status()).toMatchObject({ state: 'idle', note: null });
  });

  it('starts a worker again that died, says so and writes it down', async () => {
    const desk = host();
    desk.worker().dispatchEvent(new ErrorEvent('error', { message: 'boom' }));
    expect(workers[0]?.isEnded).toBe(true);
    expect(desk.status()).toMatchObject({ state: 'offline', note: expect.stringContaining('starts again') });
    expect(desk.main.calls).toContainEqual({
      channel: 'log.write',
      input: { level: 'error', message: 'the sync worker failed: boom' },
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(workers).toHaveLength(2);
    expect(desk.worker().kinds()).toEqual(['start']);
    desk.status().syncNow?.();
    expect(desk.worker().kinds()).toEqual(['start', 'wake']);
  });

  it('replaces a worker that gives no sign of life, and leaves one alone that answers', async () => {
    const desk = host();
    for (let beats = 0; beats < 6; beats += 1) {
      await vi.advanceTimersByTimeAsync(30_000);
      desk.worker().say({ kind: 'alive' });
    }
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(95_000);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.isEnded).toBe(true);
  });

  it('ends with the window', async () => {
    const desk = host();
    end();
    expect(desk.worker().isEnded).toBe(true);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(workers).toHaveLength(1);
  });
});
