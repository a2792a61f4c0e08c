import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ConnectInput } from '../../../electron/remotes/remotes';
import type { ConnectionState } from '../../../shared/ipc/contract';
import type { Remote } from '../../../shared/ports/remote';
import { PresenceAnswer, PullPage, RemoteOutcome } from '../../../shared/schema/remote-command';
import type { Answer, KillPoint, Order } from './messages';

const TYPESCRIPT = import.meta.resolve('tsx');
const END_WITH_PARENT = new URL('../../emulators/end-with-parent.mjs', import.meta.url).href;

type Asked = Order extends infer O ? (O extends Order ? Omit<O, 'id'> : never) : never;

/** The remotes in a process that can be killed; a call that dies with it is answered as one whose fate is unknown. */
export type RemotesChild = {
  readonly remote: Remote;
  connect(input: ConnectInput): Promise<boolean>;
  connections(): Promise<ConnectionState[]>;
  /** Makes it kill itself when it comes to this point. */
  arm(point: KillPoint): Promise<void>;
  kill(): Promise<void>;
  /** The signal that ended it; null while it runs or when it ended by itself. */
  died(): string | null;
};

/** Starts the remotes over a folder with what earlier ones have left there. */
export function startRemotesChild(folder: string): RemotesChild {
  const child: ChildProcess = fork(fileURLToPath(new URL('./remotes-child.ts', import.meta.url)), [folder], {
    execArgv: ['--import', TYPESCRIPT, '--import', END_WITH_PARENT],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (value: unknown) => void>();
  let count = 0;
  child.on('message', ({ id, value }: Answer) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  child.once('exit', () => {
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  });

  /** The answer, or null when the process died before it gave one. */
  function ask(asked: Asked): Promise<unknown> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null);
    count += 1;
    const order = { ...asked, id: count } as Order;
    return new Promise((resolve) => {
      waiting.set(order.id, resolve);
      child.send(order, (error) => {
        if (error !== null) resolve(null);
      });
    });
  }

  return {
    remote: {
      async execute(command) {
        const value = await ask({ do: 'execute', command });
        return value === null ? { kind: 'ambiguous', why: 'the process died' } : RemoteOutcome.parse(value);
      },
      async putAll(commands) {
        const outcomes: RemoteOutcome[] = [];
        for (const command of commands) outcomes.push(await this.execute(command));
        return outcomes;
      },
      async pull(request) {
        const value = await ask({ do: 'pull', request });
        return value === null ? { kind: 'unreachable', why: 'the process died' } : PullPage.parse(value);
      },
      async presence(request) {
        const value = await ask({ do: 'presence', request });
        return value === null
          ? { kind: 'unreachable', why: 'the process died' }
          : PresenceAnswer.parse(value);
      },
    },
    async connect(input) {
      return ((await ask({ do: 'connect', input })) as { ok: boolean } | null)?.ok ?? false;
    },
    async connections() {
      return (await ask({ do: 'connections' })) as ConnectionState[];
    },
    async arm(point) {
      await ask({ do: 'arm', point });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    died: () => child.signalCode,
  };
}
