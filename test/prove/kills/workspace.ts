import { existsSync, rmSync } from 'node:fs';
import { launchEmulators } from '../../e2e/support/emulators';
import { newUserData, removeFolder } from '../../e2e/support/launch';
import { doubles } from './doubles';
import type { Found, Saved } from './messages';
import type { Kill } from './kill-of';
import { startLedger } from './oracle';
import { type Running, startProofPage } from './run-page';

/** What became of one kill. */
export type Killed = {
  readonly faults: readonly string[];
  readonly saves: number;
  /** Whether the app died at the moment that was named, or at random as asked. */
  readonly came: boolean;
};

/** What the app told the person at a start. */
export type Told = {
  /** What it put right and why, or why it did not open; null for nothing. */
  readonly what: string | null;
  /** How many losses it named. */
  readonly named: number;
};

/** What a look found wrong, and what was told at that start. */
export type Look = { readonly faults: readonly string[]; readonly told: Told };

function toldBy({ notice }: Found): Told {
  if (notice === null) return { what: null, named: 0 };
  const named = 'restored' in notice ? notice.restored.missing.length : 0;
  return { what: 'why' in notice ? `${notice.kind} (${notice.why})` : notice.kind, named };
}

/** A workspace that is killed again and again, with or without the two remotes. */
export type Workspace = {
  readonly isRemote: boolean;
  readonly userData: string;
  /** Starts, checks what should be there, works, and dies. */
  killOnce(kill: Kill): Promise<Killed>;
  /** Starts, works, lets `trouble` come after so many saves, and says why saving ended; then dies. */
  workUntilRefused(
    seed: number,
    after: number,
    trouble: () => void,
  ): Promise<{ readonly faults: readonly string[]; readonly why: string }>;
  /** Starts a last time, lets the sync come to its end where there is one, and checks everything. */
  lastLook(): Promise<Look>;
  remove(): Promise<void>;
};

/** More than fit into what is under way when a disk stops. */
const SAVES_THAT_ARE_TOO_MANY = 2000;

function stillWaiting({ openIntents, conflicts, quarantined }: Found): string[] {
  const faults: string[] = [];
  if (openIntents > 0) faults.push(`${openIntents} changes still wait`);
  if (conflicts > 0) faults.push(`${conflicts} conflicts with nobody else at work`);
  if (quarantined > 0) faults.push(`${quarantined} things in quarantine`);
  return faults;
}

/** Syncing work is counted by its rounds, since what it waits for comes after the saves. */
function counts({ mode }: Kill, { kind }: Saved): boolean {
  return mode !== 'syncing' || kind === 'round';
}

/** Lets the page work until the moment comes, or enough was saved and the driver's time has passed. */
async function workUntilKilled(running: Running, kill: Kill, onSaved: (saved: Saved) => void): Promise<void> {
  let left = kill.killAt === null ? 1 : kill.enough;
  let enough: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const worked = new Promise<void>((resolve, reject) => {
    enough = resolve;
    fail = reject;
  });
  await Promise.race([
    running.ended,
    worked,
    running
      .work(kill.mode, kill.cycle, {
        saved: (saved) => {
          onSaved(saved);
          if (kill.killAt === null || counts(kill, saved)) left -= 1;
          if (left <= 0) enough();
        },
        failed: (why) => fail(new Error(`kill ${kill.cycle}: the work ended: ${why}`)),
      })
      .then(() => worked),
  ]);
  if (kill.killAt === null) await Promise.race([afterPause(kill.pause), running.ended]);
}

/** The moment of a random kill; it is what the proof is about, not a wait for something. */
function afterPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Makes a workspace for the app in a folder. */
export async function makeWorkspace(
  app: string,
  isRemote: boolean,
  userData = newUserData(),
): Promise<Workspace> {
  const ledger = startLedger();
  const emulators = isRemote ? await launchEmulators() : null;
  // Beside the data folder, which has only what the app itself puts there.
  const sign = `${userData}.killed`;
  const env = emulators === null ? {} : { CHANNEL_DESK_DEMO: emulators.announcement };
  const open = (running: Running): Promise<Found> => running.page.evaluate(() => window.proof.open());

  return {
    isRemote,
    userData,
    async killOnce(kill) {
      let saves = 0;
      let faults: string[] = [];
      let running: Running | null = null;
      rmSync(sign, { force: true });
      try {
        running = await startProofPage({ app, userData, env, killAt: kill.killAt, sign });
        faults = ledger.faultsOf(await open(running));
        await workUntilKilled(running, kill, (saved) => {
          ledger.note(saved);
          saves += 1;
        });
      } catch (error) {
        // The moment may come while the app starts or answers; what was saved is looked at by the next start.
        if (!existsSync(sign)) throw error;
      } finally {
        await running?.kill();
      }
      return { faults, saves, came: kill.killAt === null || existsSync(sign) };
    },
    async workUntilRefused(seed, after, trouble) {
      const running = await startProofPage({ app, userData, env, killAt: null });
      try {
        const faults = ledger.faultsOf(await open(running));
        let saves = 0;
        const why = await new Promise<string>((resolve, reject) => {
          void running.ended.then(() => resolve('the app ended'));
          const saved = (what: Saved): void => {
            ledger.note(what);
            saves += 1;
            try {
              if (saves === after) trouble();
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
            if (saves === after + SAVES_THAT_ARE_TOO_MANY) resolve('saving went on');
          };
          running.work('writing', seed, { saved, failed: resolve }).catch(reject);
        });
        return { faults, why };
      } finally {
        await running.kill();
      }
    },
    async lastLook() {
      const running = await startProofPage({ app, userData, env, killAt: null });
      try {
        const start = await running.page.evaluate(() => window.proof.start());
        if (start !== null) return { faults: [], told: { what: `not opened (${start})`, named: 0 } };
        const found = await open(running);
        const told = toldBy(found);
        const faults = ledger.faultsOf(found);
        if (emulators === null) return { faults, told };
        const settled = await running.page.evaluate(() => window.proof.settle());
        faults.push(
          ...ledger.faultsOf(settled),
          ...stillWaiting(settled),
          ...(await doubles(emulators, settled)),
        );
        return { faults, told };
      } finally {
        await running.kill();
      }
    },
    async remove() {
      removeFolder(userData);
      rmSync(sign, { force: true });
      await emulators?.stop();
    },
  };
}
