import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { serveLines } from '../../../electron/ipc/lines';
import type { Caller, Handlers } from '../../../electron/ipc/register';
import { lineName } from '../../../shared/ipc/channels';

class FakePort extends EventEmitter {
  readonly answers: unknown[] = [];
  isClosed = false;
  isStarted = false;

  postMessage(answer: unknown): void {
    this.answers.push(answer);
  }
  start(): void {
    this.isStarted = true;
  }
  close(): void {
    this.isClosed = true;
  }
  /** What a worker says on it. */
  say(data: unknown): void {
    this.emit('message', { data });
  }
}

/** A page that hands over a line. */
function line(handlers: Partial<Handlers>, caller: Caller | null = 'desk') {
  const port = new FakePort();
  const said: string[] = [];
  const log = (message: string): void => void said.push(message);
  const ipc = new EventEmitter();
  serveLines(ipc as never, handlers as Handlers, {
    callerOf: () => caller,
    log: { info: log, warn: log, error: log },
  });
  ipc.emit(lineName, { ports: [port] });
  return { port, said };
}

describe('17 a line of a worker', () => {
  it('answers each call by its number, parsed like those of a page', async () => {
    const { port } = line({ 'log.write': () => ({ ok: true, value: undefined }) });
    expect(port.isStarted).toBe(true);
    port.say({ id: 1, channel: 'log.write', input: { level: 'info', message: 'x' } });
    port.say({ id: 2, channel: 'log.write', input: { level: 'loud' } });
    await vi.waitFor(() => expect(port.answers).toHaveLength(2));
    expect(port.answers).toContainEqual({ id: 1, output: { ok: true, value: undefined } });
    expect(port.answers).toContainEqual({
      id: 2,
      output: expect.objectContaining({ ok: false }),
    });
  });

  it('is closed unanswered when it comes from another page than the desk', async () => {
    for (const caller of [null, 'print'] as const) {
      let isCalled = false;
      const { port, said } = line(
        { 'log.write': () => ((isCalled = true), { ok: true, value: undefined }) },
        caller,
      );
      port.say({ id: 1, channel: 'log.write', input: { level: 'info', message: 'x' } });
      await Promise.resolve();
      expect([port.isClosed, port.isStarted, port.answers, isCalled]).toEqual([true, false, [], false]);
      expect(said).toEqual(['Refused a line: it came from a page that may not have one.']);
    }
  });

  it('says and answers nothing useful to what is no call', async () => {
    const { port, said } = line({});
    port.say('hello');
    port.say({ id: 3, channel: 'no.such.channel', input: null });
    await vi.waitFor(() => expect(port.answers).toEqual([{ id: 3, output: undefined }]));
    expect(said).toEqual([
      'Refused a call of a worker: it is not one.',
      'Refused a call of a worker: there is no channel "no.such.channel".',
    ]);
  });
});
