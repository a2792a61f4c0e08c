import type { RelayReply, RelayRequest } from './relay-messages';

/**
 * Serves a worker's port: a worker has no `window.api`, so the page passes its calls on and main's events back,
 * unread. The worker parses (`connectWorkerBridge`). The returned function ends the service.
 */
export function relayTo(port: MessagePort): () => void {
  const subscriptions: (() => void)[] = [];
  const reply = (message: RelayReply): void => port.postMessage(message);

  port.onmessage = ({ data }: MessageEvent<RelayRequest>) => {
    if (data.kind === 'listen') {
      const { event } = data;
      subscriptions.push(window.api.on(event, (payload) => reply({ kind: 'event', event, payload })));
      return;
    }
    const { id } = data;
    window.api.invoke(data.channel, data.input).then(
      (output) => reply({ kind: 'answer', id, output }),
      (error: unknown) => reply({ kind: 'failed', id, why: String(error) }),
    );
  };
  return () => {
    for (const end of subscriptions) end();
    port.close();
  };
}
