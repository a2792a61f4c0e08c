import type { IpcMain, IpcMainInvokeEvent } from 'electron';

type Listener = (event: IpcMainInvokeEvent, input: unknown) => unknown;

/** Answers for the time before anybody is behind a door; undefined leaves the question to the one who comes. */
export type EarlyListeners = Readonly<Record<string, Listener>>;

/** Doors on every channel; `handle` puts a listener behind one, as `ipcMain.handle` would. */
export type Doors = {
  handle(channel: string, listener: Listener): void;
  /** Resolves when a page asks something that has to wait. */
  readonly knocked: Promise<void>;
};

/** Opens the doors before there is anybody behind them: a page that asks early gets an early answer, or waits. */
export function openDoors(
  ipc: Pick<IpcMain, 'handle'>,
  channels: readonly string[],
  early: EarlyListeners,
): Doors {
  const behind = new Map<string, Listener>();
  const waiting = new Map<string, (() => void)[]>();
  let knock: () => void = () => undefined;
  const knocked = new Promise<void>((resolve) => {
    knock = resolve;
  });

  function somebodyBehind(channel: string): Promise<void> {
    knock();
    return new Promise((resolve) => {
      waiting.set(channel, [...(waiting.get(channel) ?? []), resolve]);
    });
  }

  for (const channel of channels) {
    ipc.handle(channel, async (event, input: unknown) => {
      if (!behind.has(channel)) {
        const answer = early[channel]?.(event, input);
        if (answer !== undefined) return answer;
        await somebodyBehind(channel);
      }
      return behind.get(channel)?.(event, input);
    });
  }
  return {
    handle(channel, listener) {
      behind.set(channel, listener);
      for (const enter of waiting.get(channel) ?? []) enter();
      waiting.delete(channel);
    },
    knocked,
  };
}
