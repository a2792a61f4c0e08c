import { isRemoteOf, type Kill, KILLS_A_WORKSPACE, killOf, placeOf } from './kills/kill-of';
import { allMoments } from './kills/moments';
import { makeProofApp } from './kills/proof-app';
import { type Killed, makeWorkspace, type Workspace } from './kills/workspace';
import { failureLog, type Proof } from './proof';

/** Starts for one kill: a moment that does not come at the first gets more time. */
const TRIES = 3;

/** In words, for a table and for a failure. */
function nameOf({ mode, killAt }: Kill): string {
  return `${mode}, killed ${killAt === null ? 'at random' : `at ${killAt.moment}`}`;
}

async function lookBack(workspace: Workspace): Promise<readonly string[]> {
  const { faults } = await workspace.lastLook();
  await workspace.remove();
  return faults;
}

/** Kills until the moment that the seed names has come; a kill at any other moment is none that counts. */
async function killAtLast(
  workspace: Workspace,
  seed: number,
): Promise<Killed & { readonly kill: Kill; readonly missed: readonly string[] }> {
  const faults: string[] = [];
  const missed: string[] = [];
  let saves = 0;
  for (let again = 0; ; again += 1) {
    const kill = killOf(seed, again);
    const killed = await workspace.killOnce(kill);
    faults.push(...killed.faults);
    saves += killed.saves;
    if (!killed.came) missed.push(kill.killAt?.moment ?? 'at random');
    if (killed.came || again + 1 === TRIES) return { faults, saves, came: killed.came, kill, missed };
  }
}

/** G1: whatever moment the app is killed at, what was said to be saved is there at the next start, and nothing is half. */
export const killProof: Proof = {
  id: 'P1',
  title: 'saved stays saved through kills of the whole app',
  unit: 'kill',
  sizes: { test: 60, full: 3000 },
  async run({ count, firstSeed, say }) {
    const app = await makeProofApp();
    const { failures, fail } = failureLog(say);
    const reached = new Map<string, number>();
    let workspace: Workspace | null = null;
    const missed: string[] = [];
    let [checked, saves] = [0, 0];
    let before = 'made';
    try {
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        // The kills of a workspace build on each other, so its first seed makes them all again.
        const first = Math.max(firstSeed, seed - placeOf(seed).place);
        workspace ??= await makeWorkspace(app.folder, isRemoteOf(seed));
        const killed = await killAtLast(workspace, seed);
        saves += killed.saves;
        missed.push(...killed.missed);
        // What is missing at a start was lost by the kill before it.
        for (const what of killed.faults) fail(first, `${before} (kill before ${seed}): ${what}`);
        before = nameOf(killed.kill);
        if (killed.came) {
          checked += 1;
          const moment = killed.kill.killAt?.moment;
          if (moment !== undefined) reached.set(moment, (reached.get(moment) ?? 0) + 1);
        } else fail(first, `${before} (kill ${seed}): its moment never came`);
        if (placeOf(seed).place !== KILLS_A_WORKSPACE - 1 && seed !== firstSeed + count - 1) continue;
        for (const what of await lookBack(workspace)) fail(first, `${before} (kill ${seed}): ${what}`);
        workspace = null;
        say(`${checked} kills, ${saves} saves, ${failures.length} faults`);
      }
    } finally {
      await workspace?.remove();
      app.remove();
    }
    const moments = [...reached].map(([name, times]) => `${name} ${times}`).join(', ');
    return {
      checked,
      failures,
      notes: [
        `${saves} saves`,
        `its moment did not come in ${missed.length} more starts: ${missed.join(', ')}`,
        `killed at ${reached.size} of ${allMoments.size} named moments: ${moments}`,
      ],
    };
  },
};
