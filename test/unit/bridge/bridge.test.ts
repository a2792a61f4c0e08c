import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBridge } from '../../../renderer/bridge/bridge';
import { openLine } from '../../../renderer/bridge/line';
import { connectWorkerBridge } from '../../../renderer/bridge/worker-bridge';
import { lineName } from '../../../shared/ipc/channels';
import type { LineAnswer, LineCall } from '../../../shared/ipc/line';
import type { WindowApi } from '../../../shared/ipc/window-api';

type Fake = WindowApi & { emit(event: string, payload: unknown): void; readonly listening: () => number };

function fakeApi(answer: (channel: string, input: unknown) => unknown): Fake {
  const listeners = new Set<{ event: string; listener: (payload: unknown) => void }>();
  return {
    invoke: async (channel, input) => answer(channel, input),
    on(event, listener) {
      const entry = { event, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    emit(event, payload) {
      for (const entry of listeners) if (entry.event === event) entry.listener(payload);
    },
    listening: () => listeners.size,
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('the bridge', () => {
  it('gives an answer of the contract back', async () => {
    const bridge = createBridge(fakeApi(() => ({ ok: true, value: { path: '/x.pdf' } })));
    const answer = await bridge.call('file.save', { suggestedName: 'x.pdf', bytes: new Uint8Array([1]) });
    expect(answer).toEqual({ ok: true, value: { path: '/x.pdf' } });
  });

  it('turns an answer that breaks the contract into a failure with the place', async () => {
    const bridge = createBridge(fakeApi(() => ({ ok: true, value: [{ remote: 'gitlab' }] })));
    expect(await bridge.call('connections.list', undefined)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('value.0.origin') },
    });
  });

  it('turns silence of main into a failure in the shape of the channel', async () => {
    const bridge = createBridge(
      fakeApi(() => {
        throw new Error('object has been destroyed');
      }),
    );
    expect(await bridge.call('app.info', undefined)).toMatchObject({
      ok: false,
      error: { fix: /start it again/ },
    });
    expect(await bridge.call('playbook.load', undefined)).toMatchObject({
      ok: false,
      error: { problems: [{ message: expect.stringContaining('did not answer') }] },
    });
  });

  it('drops an event that breaks the contract', () => {
    const api = fakeApi(() => undefined);
    const seen: unknown[] = [];
    const end = createBridge(api).onEvent('menu.command', ({ command }) => seen.push(command));
    api.emit('menu.command', { command: 'go.mdf' });
    api.emit('menu.command', { command: 'rm -rf' });
    end();
    api.emit('menu.command', { command: 'go.pop' });
    expect(seen).toEqual(['go.mdf']);
  });
});

describe('the calls of a worker', () => {
  /** A worker's end of a line, and main at the other end. */
  function connect(answer: (channel: string, input: unknown) => unknown) {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', ({ id, channel, input }: LineCall) =>
      port1.postMessage({ id, output: answer(channel, input) } satisfies LineAnswer),
    );
    open.push(() => port1.close());
    return connectWorkerBridge(port2 as unknown as MessagePort);
  }
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });

  it('have each their own answer', async () => {
    const calls = connect((_channel, input) => {
      const { suggestedName, bytes } = input as { suggestedName: string; bytes: Uint8Array };
      return { ok: true, value: { path: `${suggestedName}:${bytes[0]}` } };
    });
    const answers = await Promise.all(
      [1, 2, 3].map((number) =>
        calls.call('file.save', { suggestedName: `f${number}`, bytes: new Uint8Array([number]) }),
      ),
    );
    expect(answers.map((answer) => (answer.ok ? answer.value?.path : answer.error))).toEqual([
      'f1:1',
      'f2:2',
      'f3:3',
    ]);
  });

  it('are parsed in the worker, and fail in words when main says nothing of use', async () => {
    const calls = connect((channel) => (channel === 'app.info' ? undefined : 'nonsense'));
    expect(await calls.call('app.info', undefined)).toMatchObject({ ok: false });
    expect(await calls.call('connections.list', undefined)).toMatchObject({
      error: { message: expect.stringContaining('was not understood') },
    });
  });

  it('go over a line of which the page gives main one end', async () => {
    const posted: unknown[][] = [];
    const location = { origin: 'app://desk' };
    vi.stubGlobal('window', { location, postMessage: (...given: unknown[]) => void posted.push(given) });
    vi.stubGlobal('MessageChannel', MessageChannel);
    const end = openLine();
    const [[name, origin, ports] = []] = posted as [string, string, MessagePort[]][];
    expect([name, origin]).toEqual([lineName, 'app://desk']);
    const [mains] = ports as unknown as InstanceType<typeof MessageChannel>['port1'][];
    mains?.on('message', ({ id }: LineCall) => mains.postMessage({ id, output: { ok: true, value: 7 } }));
    open.push(() => mains?.close());
    expect(await connectWorkerBridge(end).call('remote.calls', undefined)).toEqual({ ok: true, value: 7 });
  });
});
