import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { type Channel, type ChannelIn, type ChannelOut, ipcContract } from '../../shared/ipc/contract';
import { describeIssues, failureOf } from '../../shared/ipc/failure';
import type { Log } from '../../shared/ports/log';

/** Which of the app's windows is asking: the desk itself, or a hidden page that is being printed. */
export type Caller = 'desk' | 'print';

/** One function per channel; throwing is a bug, expected failures are part of the answer. */
export type Handlers = {
  readonly [C in Channel]: (input: ChannelIn<C>) => Promise<ChannelOut<C>> | ChannelOut<C>;
};

/** What a page that is only printed may ask for: it reads, and changes nothing. */
const printChannels: ReadonlySet<Channel> = new Set<Channel>(['app.info', 'playbook.load', 'log.write']);

/** Whom a call comes from; null refuses it. */
export type CallerOf = (event: IpcMainInvokeEvent | IpcMainEvent) => Caller | null;

/**
 * Connects every channel of the contract: checks who asks, parses what comes in and what goes out, and turns a bug
 * into a plain failure.
 */
export function registerIpc(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  { callerOf, log }: { callerOf: CallerOf; log: Log },
): void {
  for (const channel of Object.keys(ipcContract) as Channel[]) {
    ipc.handle(channel, async (event, input: unknown) => {
      const caller = callerOf(event);
      if (caller === null || (caller === 'print' && !printChannels.has(channel))) {
        log.warn(`Refused ${channel}: it came from a page that may not ask for it.`);
        return failureOf(channel, {
          message: `This page may not use ${channel}.`,
          fix: 'Use the window of Channel Desk itself.',
        });
      }
      return answerTo(channel, handlers, input, log);
    });
  }
}

/** Answers a call of somebody who may ask: parses what comes in and what goes out, and turns a bug into a plain failure. */
export async function answerTo<C extends Channel>(
  channel: C,
  handlers: Handlers,
  input: unknown,
  log: Log,
): Promise<ChannelOut<C>> {
  const parsed = ipcContract[channel].in.safeParse(input);
  if (!parsed.success) {
    const why = describeIssues(parsed.error.issues);
    log.warn(`Refused ${channel}: ${why}`);
    return failureOf(channel, {
      message: `What was asked of ${channel} was not understood (${why}).`,
      fix: 'Update Channel Desk, and report this if it stays.',
    });
  }
  let output: unknown;
  try {
    output = await handlers[channel](parsed.data as ChannelIn<C>);
  } catch (error) {
    log.error(
      `${channel} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return failureOf(channel, {
      message: `Something inside Channel Desk went wrong (${channel}).`,
      fix: 'Try again; if it stays, report it with the log file. What was saved stays saved.',
    });
  }
  const checked = ipcContract[channel].out.safeParse(output);
  if (checked.success) return checked.data as ChannelOut<C>;
  const why = describeIssues(checked.error.issues);
  log.error(`${channel} made an answer that breaks its contract: ${why}`);
  return failureOf(channel, {
    message: `The answer of ${channel} was not as agreed (${why}).`,
    fix: 'Report this with the log file; what was saved stays saved.',
  });
}
