import { problemAfterCut } from '../support/journal/after-cut';
import { problemWithoutStore, problemWithStore } from '../support/journal/after-damage';
import { below, chanceOf } from '../support/journal/chance';
import { DAMAGES, damageFiles } from '../support/journal/damages';
import { FAILINGS, problemWhileFailing } from '../support/journal/failing-disk';
import { type HistoryPromise, runHistory } from '../support/journal/history';
import { at, memoryDisk } from '../support/journal/memory-disk';
import { aCipher } from '../support/journal/samples';
import { failureLog, type Proof } from './proof';

const OLD_COPY = 'an old copy is put back';
const POWER_CUT = 'the power goes';
const KINDS = [...DAMAGES.map(({ name }) => name), ...FAILINGS.map(({ name }) => name), OLD_COPY, POWER_CUT];
const CUTS = 10;

/** The kind of damage of a seed: they take turns. */
function kindOf(seed: number): string {
  return KINDS[seed % KINDS.length] ?? OLD_COPY;
}

async function problemOf(seed: number): Promise<string | null> {
  const chance = chanceOf(seed);
  const kind = kindOf(seed);
  const steps = 10 + below(chance, 40);
  const cipher = chance() < 0.4 ? aCipher : null;
  const copyAt = below(chance, steps);
  const disk = memoryDisk();
  let old = disk.image();
  const history = await runHistory(
    {
      disk,
      folder: at(),
      cipher,
      chance,
      now: () => 0,
      promised: (promise) => disk.tell(JSON.stringify(promise)),
      stepped: (step) => {
        if (step === copyAt) old = disk.image();
      },
    },
    steps,
  );
  await history.journal.settled();
  const store = history.stores.at(-1);
  if (store === undefined) return 'the history has no store';
  const before = disk.image();
  await history.journal.close();

  if (kind === POWER_CUT) {
    for (let cut = 0; cut < CUTS; cut += 1) {
      const moment = below(chance, disk.moments() + 1);
      const image = disk.cut(moment, chance);
      const promises = disk.told(moment).map((text): HistoryPromise => JSON.parse(text));
      const problem = await problemAfterCut({ image, history, promises, cipher, chance });
      if (problem !== null) return `at ${moment}: ${problem}`;
    }
    return null;
  }
  const failing = FAILINGS.find(({ name }) => name === kind);
  if (failing) return problemWhileFailing({ image: before, history, store, cipher, failing, chance });

  const image = kind === OLD_COPY ? new Map(old) : new Map(before);
  const damage = DAMAGES.find(({ name }) => name === kind);
  const hit = damage ? damageFiles(image, damage, chance) : 'all';
  const damaged = { image, before: kind === OLD_COPY ? image : before, history, cipher };
  const alone = damage ? await problemWithoutStore(damaged, store) : null;
  const problem = alone ?? (await problemWithStore(damaged, store));
  return problem === null ? null : `${hit}: ${problem}`;
}

/** P2 for the files of the journal: whatever happens to them, what was acknowledged comes back or is named. */
export const journalDamage: Proof = {
  id: 'P2',
  title: 'Damage to the journal and to the disk under it',
  unit: 'damage',
  sizes: { test: 30, full: 300 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    for (let index = 0; index < count; index += 1) {
      const seed = firstSeed + index;
      const what = await problemOf(seed).catch((error: unknown) => `it breaks: ${String(error)}`);
      if (what !== null) fail(seed, `${kindOf(seed)}: ${what}`);
      if ((index + 1) % 100 === 0) say(`${index + 1} of ${count}`);
    }
    return { checked: count, failures, notes: [`${Math.min(count, KINDS.length)} kinds of damage`] };
  },
};
