import { type Bridge, createBridge } from './bridge';
import type { RelayReply, RelayRequest } from './relay-messages';

type Waiting = { readonly resolve: (output: unknown) => void; readonly reject: (error: Error) => void };

/** A worker's bridge over the port whose other end the page gave to `relayTo`. */
export function connectWorkerBridge(port: MessagePort): Bridge {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;
  const send = (message: RelayRequest): void => port.postMessage(message);

  port.onmessage = ({ data }: MessageEvent<RelayReply>) => {
    if (data.kind === 'event') {
      for (const listener of listeners.get(data.event) ?? []) listener(data.payload);
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'answer') call?.resolve(data.output);
    else call?.reject(new Error(data.why));
  };

  return createBridge({
    invoke(channel, input) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send({ kind: 'invoke', id, channel, input });
      });
    },
    on(event, listener) {
      const known = listeners.get(event);
      const all = known ?? new Set();
      all.add(listener);
      listeners.set(event, all);
      // One subscription per event in the page is enough, whatever number of listeners is here.
      if (!known) send({ kind: 'listen', event });
      return () => {
        all.delete(listener);
      };
    },
  });
}
