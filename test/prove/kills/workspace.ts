import { type Emulators, launchEmulators } from '../../e2e/support/emulators';
import { newUserData, removeFolder } from '../../e2e/support/launch';
import { remoteStates } from '../../e2e/tour/oracle';
import type { Found, Saved } from './messages';
import type { Kill } from './kill-of';
import { startLedger } from './oracle';
import { type Running, startProofPage } from './run-page';

/** What became of one kill. */
export type Killed = {
  readonly faults: readonly string[];
  readonly saves: number;
  /** The named moment at which the app died; null when the driver killed it. */
  readonly moment: string | null;
};

/** What a look found wrong, and what the app told the person at that start. */
export type Look = { readonly faults: readonly string[]; readonly told: string | null };

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

async function doubles(emulators: Emulators, found: Found): Promise<string[]> {
  const { issues } = (await remoteStates(emulators)).gitlab;
  const faults: string[] = [];
  for (const { id, count } of found.items) {
    const made = issues.filter(({ description }) => description?.includes(id));
    const open = made.filter(({ state }) => state === 'opened');
    if (open.length !== 1) faults.push(`item ${id} with ${count} edits has ${open.length} open issues`);
    if (made.length !== 1) faults.push(`item ${id} was made ${made.length} times`);
  }
  return faults;
}

function stillWaiting({ openIntents, conflicts, quarantined }: Found): string[] {
  const faults: string[] = [];
  if (openIntents > 0) faults.push(`${openIntents} changes still wait`);
  if (conflicts > 0) faults.push(`${conflicts} conflicts with nobody else at work`);
  if (quarantined > 0) faults.push(`${quarantined} things in quarantine`);
  return faults;
}

/** Whether an error of the driver is only the app dying: a living page answers, a dying one ends. */
async function isDying(running: Running): Promise<boolean> {
  await running.page.evaluate(() => null).catch(() => running.ended);
  return running.isGone();
}

/** Lets the page work until the moment comes, or enough was saved and the driver's time has passed. */
async function workUntilKilled(
  running: Running,
  kill: Kill,
  onSaved: (saved: Saved) => number,
): Promise<void> {
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
      .work(kill.mode, kill.seed, {
        saved: (saved) => {
          if (onSaved(saved) >= (kill.killAt === null ? 1 : kill.enoughSaves)) enough();
        },
        failed: (why) => fail(new Error(`seed ${kill.seed}: the work ended: ${why}`)),
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
  const env = emulators === null ? {} : { CHANNEL_DESK_DEMO: emulators.announcement };
  const open = (running: Running): Promise<Found> => running.page.evaluate(() => window.proof.open());

  return {
    isRemote,
    userData,
    async killOnce(kill) {
      let saves = 0;
      let running: Running | null = null;
      try {
        running = await startProofPage({ app, userData, env, killAt: kill.killAt });
        const faults = ledger.faultsOf(await open(running));
        await workUntilKilled(running, kill, (saved) => {
          ledger.note(saved);
          saves += 1;
          return saves;
        });
        return { faults, saves, moment: running.isGone() ? (kill.killAt?.moment ?? null) : null };
      } catch (error) {
        // The moment may come while the app starts or answers; what was saved is looked at by the next start.
        const isTheKill = kill.killAt !== null && (running === null || (await isDying(running)));
        if (!isTheKill) throw error;
        return { faults: [], saves, moment: kill.killAt?.moment ?? null };
      } finally {
        await running?.kill();
      }
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
        const found = await open(running);
        const told = found.notice === null ? null : `${found.notice.kind} (${found.notice.why})`;
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
      await emulators?.stop();
    },
  };
}
