import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../e2e/support/launch';
import { copyOf, type Damage, damageOf, damages, doDamage } from './kills/damage';
import type { Kill } from './kills/kill-of';
import { faultsOfTelling } from './kills/told';
import { makeProofApp } from './kills/proof-app';
import { makeWorkspace, type Workspace } from './kills/workspace';
import { failureLog, type Proof } from './proof';

/** Saves before and after the copy that may be put back as an old one. */
const SAVES = 14;

function workFor(seed: number): Kill {
  return {
    cycle: seed,
    mode: 'writing',
    // A moment that never comes: the driver kills after enough saves.
    killAt: { moment: 'never', time: 1 },
    pause: 0,
    enough: SAVES,
  };
}

/** Works, damages the files, and looks twice: a torn tail looks healthy once. */
async function damageOnce(
  workspace: Workspace,
  damage: Damage,
  seed: number,
  told: Map<string, number>,
): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'channel-desk-copy-'));
  try {
    const faults = [...(await workspace.killOnce(workFor(seed))).faults];
    if (damage.endsWith('old-copy')) {
      copyOf(workspace.userData, copy);
      faults.push(...(await workspace.killOnce(workFor(seed))).faults);
    }
    doDamage(damage, seed, workspace.userData, copy);
    const looks = [await workspace.lastLook(), await workspace.lastLook()];
    for (const {
      told: { what },
    } of looks) {
      if (what === null) continue;
      const line = `${damage}: ${what}`;
      told.set(line, (told.get(line) ?? 0) + 1);
    }
    return [...faults, ...faultsOfTelling(damage, looks)];
  } finally {
    removeFolder(copy);
  }
}

/** G2: whichever of database and journal is lost, rolled back or damaged, everything that was saved comes back and is told; of both, what is lost is named. */
export const storeDamageProof: Proof = {
  id: 'P2-app',
  title: 'a lost, old or damaged database or journal costs nothing',
  unit: 'damage',
  sizes: { test: damages.length, full: 300 },
  async run({ count, firstSeed, say }) {
    const app = await makeProofApp();
    const { failures, fail } = failureLog(say);
    const told = new Map<string, number>();
    try {
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        const workspace = await makeWorkspace(app.folder, false);
        try {
          const faults = await damageOnce(workspace, damageOf(seed), seed, told);
          for (const what of faults) fail(seed, what);
          say(`${damageOf(seed)}: ${faults.length} faults`);
        } finally {
          await workspace.remove();
        }
      }
    } finally {
      app.remove();
    }
    const notices = [...told].map(([what, times]) => `${what} ${times}`).join(', ');
    return { checked: count, failures, notes: [`told: ${notices}`] };
  },
};
