import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from '../../shared/schema/zod';
import { projectRoot } from '../e2e/support/project-root';
import { beReady } from '../e2e/support/readiness';

const LIMIT_MS = 60_000;
const Said = z.object({
  at: z.number().nullable(),
  files: z.array(z.string()),
  problem: z.string().nullable(),
});

/** An app whose start is measured, with scripts that run in its page. */
export type ObservedApp = {
  readonly root: string;
  readonly userData: string;
  /** Runs as soon as there is a page. */
  readonly begin: string;
  /** Whether the page can be used now. */
  readonly usable: string;
  /** A function that uses the page afterwards, untimed, and gives what is wrong, or null. */
  readonly check: string;
};

/** A start as it was seen. */
export type ObservedStart = {
  /** Milliseconds from the launch of Electron to the frame that shows a page which can be used. */
  readonly ms: number;
  /** Addresses that the page had asked of the app's own scheme by then. */
  readonly files: readonly string[];
};

/** Starts an app and waits until its page can be used. */
export async function observeStart({ userData, ...observed }: ObservedApp): Promise<ObservedStart> {
  const { electron, display } = await beReady();
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const folder = join(projectRoot, 'test', 'bench', 'observed-app');
  const started = performance.timeOrigin + performance.now();
  const child = spawn(electron.path, [...flags, `--user-data-dir=${userData}`, folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      ...(display === null ? {} : { DISPLAY: display }),
      CHANNEL_DESK_USER_DATA: userData,
      BENCH_OBSERVED: JSON.stringify(observed),
    },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  const line = text.split('\n').find((one) => one.startsWith('BENCH:'));
  if (line === undefined) throw new Error(`${observed.root} never became usable`);
  const { at, files, problem } = Said.parse(JSON.parse(line.slice('BENCH:'.length)));
  if (at === null || problem !== null) throw new Error(`${observed.root}: ${problem ?? 'no time'}`);
  return { ms: at - started, files };
}
