import { lineName } from '../../../shared/ipc/channels';
import type { LineAnswer, LineCall } from '../../../shared/ipc/line';

function serve({ source, data, ports }: MessageEvent): void {
  const [port] = ports;
  if (source !== window || data !== lineName || port === undefined) return;
  port.onmessage = async ({ data: { id, channel, input } }: MessageEvent<LineCall>) => {
    port.postMessage({ id, output: await window.api.invoke(channel, input) } satisfies LineAnswer);
  };
}

/** Lets workers reach the fake main process of the page, as the preload does with the real one. */
export function serveFakeLines(): void {
  // The same listener again is no second one.
  window.addEventListener('message', serve);
}
