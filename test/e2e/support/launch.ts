import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { processesBelow, stillRunning } from './processes';
import { projectRoot } from './project-root';
import { beReady } from './readiness';

const START_LIMIT = 60_000;
const END_LIMIT = 30_000;
const LOOK_AGAIN = 20;
/** Starts the app in `CHANNEL_DESK_TEST_ROOT`, but not before the driver is attached. */
export const heldStart = join(projectRoot, 'test', 'e2e', 'support', 'held-start');

/** The running app and its window. */
export type Desk = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Its data folder; give it to the next launch to start again with what was kept. */
  readonly userData: string;
  /** Ends it as a crash would: at once, without a chance to write anything. */
  kill(): Promise<void>;
  /** Ends it as a person would. */
  close(): Promise<void>;
};

/** What a test may set differently. */
export type LaunchOptions = {
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More flags for Chromium. */
  readonly args?: readonly string[];
  /** The page is made to fail; without it an error that nobody foresaw ends the test when the app is closed. */
  readonly failsOnPurpose?: boolean;
};

/** A new, empty data folder; remove it with `removeFolder` when done. */
export function newUserData(): string {
  return mkdtempSync(join(tmpdir(), 'channel-desk-test-'));
}

/** Removes a folder of a test, also while a dying process still writes into it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** Starts the built app with a data folder of its own and waits for its window. */
export async function launchDesk(options: LaunchOptions = {}): Promise<Desk> {
  const userData = options.userData ?? newUserData();
  const { electron, display } = await beReady();
  const log = join(userData, 'logs', 'channel-desk.log');
  const logged = sizeOf(log);
  const asRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [...(options.args ?? []), heldStart],
    cwd: projectRoot,
    // Chromium refuses its sandbox to root; everybody else runs with it.
    chromiumSandbox: !asRoot,
    // The theme is the app's to say.
    colorScheme: null,
    env: {
      ...inherited(),
      ...(display === null ? {} : { DISPLAY: display }),
      ...options.env,
      CHANNEL_DESK_TEST_ROOT: projectRoot,
      CHANNEL_DESK_USER_DATA: userData,
    },
    timeout: START_LIMIT,
  });
  const page = await app.firstWindow();
  // Asked for now: of an app that has ended Playwright may not know it any more.
  const child = app.process();
  return {
    app,
    page,
    userData,
    async kill() {
      const ended = endOf(child);
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      const ended = endOf(child);
      await app.close();
      await ended;
      if (options.failsOnPurpose !== true) expectNothingUnforeseen(log, logged);
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Looks at what was logged behind a place of the file. */
function expectNothingUnforeseen(file: string, from: number): void {
  if (sizeOf(file) <= from) return;
  const lines = readFileSync(file).subarray(from).toString('utf8').split('\n');
  const unforeseen = lines.filter((line) => line.includes('[page] unforeseen:'));
  if (unforeseen.length > 0) throw new Error(`Something failed in the page: ${unforeseen.join('; ')}`);
}

/** Resolves once the app of this process has ended with all its processes: they write into its data folder until then. */
export async function endOf(child: ChildProcess): Promise<void> {
  const helpers = processesBelow(child.pid ?? 0);
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
  await allEnded(helpers);
}

/** Chromium's other processes outlive the main one for a moment. */
async function allEnded(pids: readonly number[]): Promise<void> {
  const until = Date.now() + END_LIMIT;
  while (stillRunning(pids).length > 0 && Date.now() < until) await setTimeout(LOOK_AGAIN);
}

/** The environment without what would lead the app somewhere else. */
function inherited(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('CHANNEL_DESK_'),
  );
  return Object.fromEntries(own);
}
