import { killOf } from './kills/kill-of';
import { makeProofApp } from './kills/proof-app';
import { makeWorkspace, type Workspace } from './kills/workspace';
import type { Proof, ProofFailure } from './proof';

/** Kills that share a workspace; a new one begins after them, so that none grows without end. */
const KILLS_A_WORKSPACE = 10;

async function lookBack(workspace: Workspace, seed: number): Promise<ProofFailure[]> {
  const { faults } = await workspace.lastLook();
  await workspace.remove();
  return faults.map((what) => ({ seed, what }));
}

/** G1: whatever moment the app is killed at, what was said to be saved is there at the next start, and nothing is half. */
export const killProof: Proof = {
  id: 'P1',
  title: 'saved stays saved through kills of the whole app',
  unit: 'kill',
  sizes: { test: 60, full: 3000 },
  async run({ count, firstSeed, say }) {
    const app = await makeProofApp();
    const failures: ProofFailure[] = [];
    const reached = new Map<string, number>();
    let workspace: Workspace | null = null;
    let checked = 0;
    let saves = 0;
    try {
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        // Every third workspace syncs.
        workspace ??= await makeWorkspace(app.folder, Math.floor(checked / KILLS_A_WORKSPACE) % 3 === 2);
        const killed = await workspace.killOnce(killOf(seed, workspace.isRemote));
        checked += 1;
        saves += killed.saves;
        if (killed.moment !== null) reached.set(killed.moment, (reached.get(killed.moment) ?? 0) + 1);
        // What is missing at a start was lost by the kill before it.
        failures.push(...killed.faults.map((what) => ({ seed: seed - 1, what })));
        if (checked % KILLS_A_WORKSPACE !== 0 && checked !== count) continue;
        failures.push(...(await lookBack(workspace, seed)));
        workspace = null;
        say(`${checked} kills, ${saves} saves, ${failures.length} faults`);
      }
    } finally {
      await workspace?.remove();
      app.remove();
    }
    const moments = [...reached].map(([name, times]) => `${name} ${times}`).join(', ');
    return { checked, failures, notes: [`${saves} saves`, `killed at ${reached.size} moments: ${moments}`] };
  },
};
