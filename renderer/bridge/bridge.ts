import {
  type Channel,
  type ChannelIn,
  type ChannelOut,
  type EventName,
  type EventPayload,
  ipcContract,
  ipcEvents,
} from '../../shared/ipc/contract';
import { describeIssues, failureOf } from '../../shared/ipc/failure';
import type { WindowApi } from '../../shared/ipc/window-api';
import { type EarlyAnswers, withEarlyAnswers } from './early-answers';

declare global {
  interface Window {
    readonly api: WindowApi;
  }
}

/** Typed calls to the main process; the same in a page and in a worker. */
export type Calls = {
  /** Asks main and parses its answer; never rejects. */
  call<C extends Channel>(channel: C, input: ChannelIn<C>): Promise<ChannelOut<C>>;
};

/** Typed access of a page to the main process. */
export type Bridge = Calls & {
  /** Listens to an event of main; the returned function ends that. Payloads that do not parse are dropped. */
  onEvent<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
};

/** Makes calls of anything that carries a question to main and its answer back. */
export function createCalls(invoke: WindowApi['invoke']): Calls {
  return {
    async call(channel, input) {
      let answer: unknown;
      try {
        answer = await invoke(channel, input);
      } catch (error) {
        return failureOf(channel, {
          message: `The background part of the app did not answer (${String(error)}).`,
          fix: 'Close Channel Desk and start it again; what was saved stays saved.',
        });
      }
      const parsed = ipcContract[channel].out.safeParse(answer);
      if (parsed.success) return parsed.data as ChannelOut<typeof channel>;
      return failureOf(channel, {
        message: `The answer of ${channel} was not understood (${describeIssues(parsed.error.issues)}).`,
        fix: 'Update Channel Desk, and report this if it stays.',
      });
    },
  };
}

/** Makes a bridge of anything that carries messages to main and back. */
export function createBridge(transport: WindowApi): Bridge {
  return {
    ...createCalls((channel, input) => transport.invoke(channel, input)),
    onEvent(event, listener) {
      return transport.on(event, (payload) => {
        const parsed = ipcEvents[event].safeParse(payload);
        if (parsed.success) listener(parsed.data as EventPayload<typeof event>);
      });
    },
  };
}

/** The bridge of this page: the only reader of `window.api`. */
export function pageBridge(early: EarlyAnswers = new Map()): Bridge {
  return createBridge(withEarlyAnswers(window.api, early));
}
