import type { Kill } from './kills/kill-of';
import { makeOwnDisk } from './kills/own-disk';
import { makeProofApp } from './kills/proof-app';
import { makeWorkspace } from './kills/workspace';
import { failureLog, type Proof } from './proof';

/** Said where the proof cannot be done. */
export const MAY_NOT_MOUNT = 'this process may not mount a disk';

const stops = ['nearly-full', 'full', 'read-only'] as const;
type Stop = (typeof stops)[number];

/** Less than the journal wants to see free before it takes an entry. */
const NEARLY = 12 * 1024 * 1024;

/** What the person is told. */
const words: Record<Stop, RegExp> = {
  'nearly-full': /disk is full/,
  // Without any room the database refuses before the journal is asked.
  full: /disk is full|once there is room on the disk|If the disk is full, free some space/,
  'read-only': /cannot be written to \(EROFS\)/,
};

function workFor(seed: number): Kill {
  return { cycle: seed, mode: 'writing', killAt: { moment: 'never', time: 1 }, pause: 0, enough: 8 };
}

async function stopOnce(app: string, stop: Stop, seed: number): Promise<string[] | null> {
  const disk = makeOwnDisk();
  if (disk === null) return null;
  const workspace = await makeWorkspace(app, false, disk.userData);
  try {
    const stopped = await workspace.workUntilRefused(seed, 6 + (seed % 20), () => {
      if (stop === 'read-only') disk.makeReadOnly('journal');
      else disk.fill(stop === 'full' ? 0 : NEARLY);
    });
    const faults = [...stopped.faults];
    if (!words[stop].test(stopped.why)) faults.push(`the person was told: ${stopped.why}`);
    disk.mend();
    // Saving goes on, and nothing that was saved before or is saved now is lost.
    faults.push(...(await workspace.killOnce(workFor(seed))).faults);
    for (const _look of [1, 2]) faults.push(...(await workspace.lastLook()).faults);
    return faults.map((what) => `${stop}: ${what}`);
  } finally {
    disk.remove();
  }
}

/** G1: on a disk that gets full or read-only saving stops early and says so; nothing that was saved is harmed. */
export const diskStops: Proof = {
  id: 'P2-disk',
  title: 'a full or read-only disk stops saving, says so, and harms nothing',
  unit: 'disk that takes nothing more',
  sizes: { test: 3, full: 60 },
  async run({ count, firstSeed, say }) {
    const app = await makeProofApp();
    const { failures, fail } = failureLog(say);
    let checked = 0;
    try {
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        const stop = stops[seed % stops.length] ?? 'full';
        const faults = await stopOnce(app.folder, stop, seed);
        if (faults === null) return { checked, failures, notes: [MAY_NOT_MOUNT] };
        checked += 1;
        for (const what of faults) fail(seed, what);
        say(`${stop}: ${faults.length} faults`);
      }
    } finally {
      app.remove();
    }
    return { checked, failures, notes: [] };
  },
};
