import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemAfterCut } from '../../support/journal/after-cut';
import { chanceOf } from '../../support/journal/chance';
import { type HistoryPromise, runHistory } from '../../support/journal/history';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { aCipher } from '../../support/journal/samples';

/** Runs a history and cuts the power at so many moments; the first cut that lost something, or null. */
async function firstProblem(seed: number, cuts: number): Promise<string | null> {
  const chance = chanceOf(seed);
  const disk = memoryDisk();
  const cipher = chance() < 0.3 ? aCipher : null;
  const promised = (promise: HistoryPromise): void => disk.tell(JSON.stringify(promise));
  const history = await runHistory({ disk, folder: at(), cipher, chance, now: () => 0, promised }, 25);
  await history.journal.settled();
  await history.journal.close();
  for (let cut = 0; cut < cuts; cut += 1) {
    const moment = Math.floor(chance() * (disk.moments() + 1));
    const image = disk.cut(moment, chance);
    const promises = disk.told(moment).map((text): HistoryPromise => JSON.parse(text));
    const problem = await problemAfterCut({ image, history, promises, cipher, chance });
    if (problem !== null) return `cut at ${moment} of ${disk.moments()}: ${problem}`;
  }
  return null;
}

describe('power cuts', () => {
  it('G1 G7 keep everything that was promised, whole, at whatever moment the power goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
        expect(await firstProblem(seed, 15)).toBeNull();
      }),
      { numRuns: 15 },
    );
  });
});
