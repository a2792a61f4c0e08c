import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBridge } from '../../../renderer/bridge/bridge';
import { relayTo } from '../../../renderer/bridge/relay';
import { connectWorkerBridge } from '../../../renderer/bridge/worker-bridge';
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

describe('the bridge of a worker', () => {
  function connect(api: WindowApi) {
    vi.stubGlobal('window', { api });
    const { port1, port2 } = new MessageChannel();
    const end = relayTo(port1 as unknown as MessagePort);
    return { bridge: connectWorkerBridge(port2 as unknown as MessagePort), end, port: port2 };
  }

  it('answers each of many calls with its own answer', async () => {
    const api = fakeApi((_channel, input) => {
      const { suggestedName, bytes } = input as { suggestedName: string; bytes: Uint8Array };
      return { ok: true, value: { path: `${suggestedName}:${bytes[0]}` } };
    });
    const { bridge, end } = connect(api);
    const answers = await Promise.all(
      [1, 2, 3].map((number) =>
        bridge.call('file.save', { suggestedName: `f${number}`, bytes: new Uint8Array([number]) }),
      ),
    );
    expect(answers.map((answer) => (answer.ok ? answer.value?.path : answer.error))).toEqual([
      'f1:1',
      'f2:2',
      'f3:3',
    ]);
    end();
  });

  it('parses in the worker and passes failures of main on', async () => {
    const { bridge, end } = connect(
      fakeApi((channel) => {
        if (channel === 'app.info') throw new Error('gone');
        return 'nonsense';
      }),
    );
    expect(await bridge.call('app.info', undefined)).toMatchObject({ ok: false });
    expect(await bridge.call('connections.list', undefined)).toMatchObject({
      error: { message: expect.stringContaining('was not understood') },
    });
    end();
  });

  it('hears events of main, once each, until the service ends', async () => {
    const api = fakeApi(() => undefined);
    const { bridge, end } = connect(api);
    const seen: string[] = [];
    bridge.onEvent('menu.command', ({ command }) => seen.push(`one ${command}`));
    const endTwo = bridge.onEvent('menu.command', ({ command }) => seen.push(`two ${command}`));
    await vi.waitFor(() => expect(api.listening()).toBe(1));
    api.emit('menu.command', { command: 'go.mdf' });
    await vi.waitFor(() => expect(seen).toEqual(['one go.mdf', 'two go.mdf']));
    endTwo();
    api.emit('menu.command', { command: 'go.pop' });
    await vi.waitFor(() => expect(seen.at(-1)).toBe('one go.pop'));
    expect(seen).not.toContain('two go.pop');
    end();
    expect(api.listening()).toBe(0);
  });
});
