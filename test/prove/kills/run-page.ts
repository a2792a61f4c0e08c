import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { heldStart } from '../../e2e/support/launch';
import { beReady } from '../../e2e/support/readiness';
import type { ProofPage, Saved, WorkMode } from './messages';

declare global {
  interface Window {
    proof: ProofPage;
  }
}

/** What a start of the app is told. */
export type StartOptions = {
  readonly app: string;
  readonly userData: string;
  /** Moment at which the app kills itself, and which time; null when the driver kills it. */
  readonly killAt: { readonly moment: string; readonly time: number } | null;
  /** File that the app leaves when it kills itself at that moment. */
  readonly sign?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the journal has the app's own limits; else it is small, so that it folds often. */
  readonly hasLimitsOfApp?: boolean;
};

/** Who is told what happens in the page. */
export type Told = {
  readonly saved: (saved: Saved) => void;
  /** The work ended by itself, which it must not while the app lives. */
  readonly failed: (why: string) => void;
};

/** The app under proof, running. */
export type Running = {
  readonly page: Page;
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>;
  /** Starts the work; what it says goes to `told`, and the work ends with the process. */
  work(mode: WorkMode, cycle: number, told: Told): Promise<void>;
  kill(): Promise<void>;
};

function environment(options: StartOptions): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('CHANNEL_DESK_'),
  );
  return {
    ...Object.fromEntries(own),
    ...options.env,
    CHANNEL_DESK_TEST_ROOT: options.app,
    CHANNEL_DESK_USER_DATA: options.userData,
    CHANNEL_DESK_PROOF: JSON.stringify({
      killAt: options.killAt?.moment ?? null,
      time: options.killAt?.time ?? 1,
      sign: options.sign ?? null,
      smallJournal: options.hasLimitsOfApp !== true,
    }),
  };
}

/** The whole group, as when the machine's owner ends the session: no process of it may finish a write, also after main is gone. */
function groupKill({ pid }: ReturnType<ElectronApplication['process']>): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

/**
 * Asks the page again and again for what it says. It is not given functions of the driver instead, since the driver
 * itself fails when a page dies while it gets one.
 */
async function listen(page: Page, told: Told): Promise<void> {
  try {
    for (;;) {
      for (const word of await page.evaluate(() => window.proof.words())) {
        if (word.kind === 'saved') told.saved(word.saved);
        else told.failed(word.why);
      }
    }
  } catch {
    told.failed('the page is gone');
  }
}

/** Starts the app under proof and waits for its page. */
export async function startProofPage(options: StartOptions): Promise<Running> {
  const { electron, display } = await beReady();
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [heldStart],
    cwd: options.app,
    chromiumSandbox: process.getuid?.() !== 0,
    colorScheme: null,
    env: { ...environment(options), ...(display === null ? {} : { DISPLAY: display }) },
  });
  // The driver forgets the process of an app that has ended by itself.
  const child = app.process();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = ended.then((): never => {
    throw new Error('the app ended before its window was there');
  });
  const kill = async (): Promise<void> => {
    groupKill(child);
    await ended;
  };
  const opening = async (): Promise<Page> => {
    const opened = await Promise.race([app.firstWindow(), died]);
    await Promise.race([opened.waitForFunction(() => 'proof' in window), died]);
    return opened;
  };
  const page = await opening().catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return {
    page,
    ended,
    async work(mode, cycle, told) {
      await page.evaluate(([how, which]) => window.proof.work(how, which), [mode, cycle] as const);
      // It ends with the app, so it is not waited for.
      void listen(page, told);
    },
    kill,
  };
}
