import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron';
import { isChannel, lineName } from '../../shared/ipc/channels';
import { type LineAnswer, LineCall } from '../../shared/ipc/line';
import type { Log } from '../../shared/ports/log';
import { answerTo, type CallerOf, type Handlers } from './register';

type LineParts = { readonly callerOf: CallerOf; readonly log: Log };

/**
 * Answers workers of the desk's page on lines of their own, so that what they send does not pass through the thread that
 * draws the window. Who asks is checked when a line is handed over, since it cannot leave the page that made it; every
 * call is parsed like any other.
 */
export function serveLines(ipc: Pick<IpcMain, 'on'>, handlers: Handlers, { callerOf, log }: LineParts): void {
  async function serve(port: MessagePortMain, data: unknown): Promise<void> {
    const call = LineCall.safeParse(data);
    if (!call.success) {
      log.warn('Refused a call of a worker: it is not one.');
      return;
    }
    const { id, channel, input } = call.data;
    const isKnown = isChannel(channel);
    if (!isKnown) log.warn(`Refused a call of a worker: there is no channel "${channel}".`);
    const output = isKnown ? await answerTo(channel, handlers, input, log) : undefined;
    port.postMessage({ id, output } satisfies LineAnswer);
  }

  ipc.on(lineName, (event: IpcMainEvent) => {
    const isDesk = callerOf(event) === 'desk';
    if (!isDesk) log.warn('Refused a line: it came from a page that may not have one.');
    for (const port of event.ports) {
      if (!isDesk) {
        port.close();
        continue;
      }
      port.on('message', ({ data }) => void serve(port, data));
      port.start();
    }
  });
}
