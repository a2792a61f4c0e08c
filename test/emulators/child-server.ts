import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const TYPESCRIPT = import.meta.resolve('tsx');
const END_WITH_PARENT = new URL('./end-with-parent.mjs', import.meta.url).href;
/** Milliseconds that an emulator has to stop by itself. */
const STOP_PATIENCE_MS = 5_000;

/** An emulator in a process of its own. */
export interface ChildServer {
  readonly name: string;
  /** The JSON that it printed when it was ready. */
  readonly login: unknown;
  /** Resolves with a sentence when the process ends, wanted or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === null ? `ended by ${signal}` : `ended with code ${code}`),
    );
  });
}

function whyNotReady(name: string, port: string | undefined, end: string, complaint: string): string {
  if (complaint.includes('EADDRINUSE'))
    return (
      `${name} emulator: port ${port ?? '0'} on 127.0.0.1 is taken by another program. ` +
      `Give --${name.toLowerCase()}-port another number, or leave it out for any free one.`
    );
  return `${name} emulator: ${end} before it was ready.\n${complaint.trim()}`;
}

/** Stops a process: asks first, and after a while insists. */
async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(insist);
}

/**
 * Starts an emulator's `main` with arguments and waits for its one line of JSON. Rejects with a sentence for a
 * person when it ends before; what it writes to stderr later goes to ours.
 */
export async function startChild(
  name: string,
  main: URL,
  args: readonly string[],
  port: string | undefined,
): Promise<ChildServer> {
  const child = fork(fileURLToPath(main), args, {
    execArgv: ['--import', TYPESCRIPT, '--import', END_WITH_PARENT],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = endOf(child);
  let complaint = '';
  let ready = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    if (ready) process.stderr.write(chunk);
    else complaint += chunk.toString();
  });
  const lines = child.stdout ? createInterface({ input: child.stdout }) : null;
  const line = await new Promise<string>((resolve, reject) => {
    lines?.once('line', resolve);
    void ended.then((end) => reject(new Error(whyNotReady(name, port, end, complaint))));
  });
  ready = true;
  return { name, login: JSON.parse(line), ended, stop: () => stop(child, ended) };
}
