import { describe, expect, it } from 'vitest';
import { type EarlyListeners, openDoors } from '../../../electron/ipc/doors';

type Event = Parameters<EarlyListeners[string]>[0];
type Asked = (event: Event, input: unknown) => Promise<unknown>;

function house(early: EarlyListeners = {}) {
  const ipc = new Map<string, Asked>();
  const doors = openDoors(
    { handle: (channel, listener) => void ipc.set(channel, listener as Asked) },
    ['a.one', 'a.two'],
    early,
  );
  const ask = (channel: string, input?: unknown) =>
    ipc.get(channel)?.({} as Event, input) ?? Promise.reject(new Error('no such channel'));
  return { doors, ask };
}

/** What is there now, without waiting for it. */
function now(promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([promise, Promise.resolve().then(() => 'nothing yet')]);
}

describe('doors on the channels', () => {
  it('let a question wait until somebody is behind them', async () => {
    const { doors, ask } = house();
    const answers = [ask('a.one', 1), ask('a.one', 2)];
    expect(await now(Promise.race(answers))).toBe('nothing yet');
    doors.handle('a.one', (_event, input) => `answer to ${String(input)}`);
    expect(await Promise.all(answers)).toEqual(['answer to 1', 'answer to 2']);
  });

  it('say that somebody waits, and not when an early answer was given', async () => {
    const { doors, ask } = house({ 'a.one': () => 'early' });
    expect(await ask('a.one')).toBe('early');
    expect(await now(doors.knocked)).toBe('nothing yet');
    void ask('a.two');
    expect(await doors.knocked).toBeUndefined();
  });

  it('leave to the listener what the early answer does not know, and everything once he is there', async () => {
    const { doors, ask } = house({ 'a.one': (_event, input) => (input === 'easy' ? 'early' : undefined) });
    const hard = ask('a.one', 'hard');
    doors.handle('a.one', (_event, input) => `real ${String(input)}`);
    expect(await hard).toBe('real hard');
    expect(await ask('a.one', 'easy')).toBe('real easy');
  });
});
