import type { LineAnswer, LineCall } from '../../shared/ipc/line';
import { type Calls, createCalls } from './bridge';

/** A worker's calls to main, over the end of a line that its page gave it (`openLine`). */
export function connectWorkerBridge(port: MessagePort): Calls {
  const waiting = new Map<number, (output: unknown) => void>();
  let lastId = 0;

  port.onmessage = ({ data }: MessageEvent<LineAnswer>) => {
    waiting.get(data.id)?.(data.output);
    waiting.delete(data.id);
  };

  return createCalls((channel, input) => {
    lastId += 1;
    const call: LineCall = { id: lastId, channel, input };
    return new Promise((resolve) => {
      waiting.set(call.id, resolve);
      port.postMessage(call);
    });
  });
}
