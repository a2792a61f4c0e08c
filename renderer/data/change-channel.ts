import type { RecordKey } from '../../shared/schema/intent';

/** Tells the page's cache what a worker committed, and the worker what the page committed. */
export type ChangeChannel = {
  announce(keys: readonly RecordKey[]): void;
  listen(listener: (keys: readonly RecordKey[]) => void): () => void;
  close(): void;
};

/** A broadcast channel between all contexts of this app that have the same database open. */
export function createChangeChannel(databaseName: string): ChangeChannel {
  const channel = new BroadcastChannel(`changes:${databaseName}`);
  return {
    announce: (keys) => channel.postMessage(keys),
    listen(listener) {
      const onMessage = (event: MessageEvent<readonly RecordKey[]>): void => listener(event.data);
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
    close: () => channel.close(),
  };
}
