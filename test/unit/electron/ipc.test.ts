import { describe, expect, it } from 'vitest';
import { createCallerBook } from '../../../electron/ipc/caller';
import { type Caller, type CallerOf, type Handlers, registerIpc } from '../../../electron/ipc/register';
import { isAppUrl } from '../../../electron/platform/app-url';
import { type Channel, ipcContract } from '../../../shared/ipc/contract';

type IpcMainInvokeEvent = Parameters<CallerOf>[0];
type Listener = (event: IpcMainInvokeEvent, input: unknown) => Promise<unknown>;

function gate(handlers: Partial<Handlers>, caller: Caller | null = 'desk') {
  const listeners = new Map<string, Listener>();
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  registerIpc(
    { handle: (channel, listener) => void listeners.set(channel, listener as Listener) },
    handlers as Handlers,
    { callerOf: () => caller, log: { info: log, warn: log, error: log } },
  );
  return {
    logged,
    channels: [...listeners.keys()],
    ask: (channel: Channel, input?: unknown) =>
      listeners.get(channel)?.({} as IpcMainInvokeEvent, input) ??
      Promise.reject(new Error('no such channel')),
  };
}

describe('17 the IPC gate', () => {
  it('serves every channel of the contract', () => {
    expect(gate({}).channels.sort()).toEqual(Object.keys(ipcContract).sort());
  });

  it('hands parsed input on and gives the answer back', async () => {
    const { ask } = gate({ 'link.open': ({ url }) => ({ ok: false, error: { message: url, fix: 'none' } }) });
    const answer = await ask('link.open', { url: 'https://example.com/', unknown: 1 });
    expect(answer).toEqual({ ok: false, error: { message: 'https://example.com/', fix: 'none' } });
  });

  it('refuses strangers before it looks at what they bring', async () => {
    let called = false;
    const { ask, logged } = gate(
      { 'link.open': () => ((called = true), { ok: true, value: undefined }) },
      null,
    );
    expect(await ask('link.open', { url: 'https://example.com/' })).toMatchObject({
      ok: false,
      error: { message: 'This page may not use link.open.' },
    });
    expect(await ask('playbook.load')).toMatchObject({ ok: false, error: { problems: [{ line: null }] } });
    expect(called).toBe(false);
    expect(logged[0]).toContain('Refused link.open');
  });

  it('lets a printing page read only', async () => {
    const { ask } = gate({ 'log.write': () => ({ ok: true, value: undefined }) }, 'print');
    expect(await ask('log.write', { level: 'info', message: 'x' })).toEqual({ ok: true, value: undefined });
    for (const channel of ['remote.execute', 'file.save', 'connections.connect', 'print.pdf'] as const) {
      expect(await ask(channel)).toMatchObject({ error: { message: `This page may not use ${channel}.` } });
    }
  });

  it('names the place of a mistake in the input', async () => {
    const { ask } = gate({});
    const answer = await ask('print.pdf', { route: 'print/x', format: { size: 'A9', landscape: 1 } });
    expect(answer).toMatchObject({
      error: { message: expect.stringMatching(/format\.size: .*format\.landscape: /) },
    });
  });

  it('turns a bug into a plain failure and logs it whole', async () => {
    const { ask, logged } = gate({
      'app.info': () => {
        throw new Error('a bug at /home/kim/secret');
      },
    });
    const answer = JSON.stringify(await ask('app.info'));
    expect(answer).toContain('Something inside Channel Desk went wrong (app.info)');
    expect(answer).not.toContain('/home/kim');
    expect(logged.join()).toContain('a bug at /home/kim/secret');
  });

  it('does not pass on an answer that breaks the contract', async () => {
    const { ask } = gate({ 'connections.list': (() => ({ ok: true, value: [{}] })) as never });
    expect(await ask('connections.list')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('was not as agreed') },
    });
  });
});

describe('17 who is asking', () => {
  const book = createCallerBook(isAppUrl);
  book.add(1, 'desk');
  book.add(2, 'print');

  function eventOf(id: number, frame: unknown): IpcMainInvokeEvent {
    return { sender: { id }, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  }
  const top = { url: 'app://desk/index.html', parent: null };

  it('is known by window and page', () => {
    expect(book.callerOf(eventOf(1, top))).toBe('desk');
    expect(book.callerOf(eventOf(2, { url: 'app://desk/print.html?size=A4#print/x', parent: null }))).toBe(
      'print',
    );
  });

  it('is nobody for a window that is not in the book, another page, a frame inside, or a frame that is gone', () => {
    const gone = {
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    };
    expect(book.callerOf(eventOf(3, top))).toBeNull();
    expect(book.callerOf(eventOf(1, { url: 'https://example.com/', parent: null }))).toBeNull();
    expect(book.callerOf(eventOf(1, { url: 'app://desk/index.html', parent: top }))).toBeNull();
    expect(book.callerOf(eventOf(1, gone))).toBeNull();
    expect(book.callerOf(eventOf(1, null))).toBeNull();
  });

  it('is forgotten when its window closes', () => {
    const other = createCallerBook(isAppUrl);
    other.add(1, 'desk');
    other.remove(1);
    expect(other.callerOf(eventOf(1, top))).toBeNull();
  });
});
