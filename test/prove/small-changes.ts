import { type MutationGroup, mutationGroups } from './mutation/groups';
import { mutate, type MutationScore, scoreText } from './mutation/mutate';
import type { Proof } from './proof';

/** Share of all small changes of a part that the tests have to notice. */
const PROMISED = 0.85;

/** A group of files whose every small change was tried. */
type Tried = { readonly seed: number; readonly part: MutationGroup['part']; readonly score: MutationScore };

/** The scores of each part as a whole, as far as its groups were tried, with the seed of its first group. */
function partsOf(all: readonly Tried[]): Tried[] {
  const parts = [...new Set(all.map(({ part }) => part))];
  return parts.flatMap((part) => {
    const own = all.filter((one) => one.part === part);
    const sum = (of: 'tried' | 'noticed'): number => own.reduce((so, { score }) => so + score[of], 0);
    const score = { name: `all of ${part}`, tried: sum('tried'), noticed: sum('noticed') };
    return own.slice(0, 1).map(({ seed }) => ({ seed, part, score }));
  });
}

/** P9b: every small change of a group of files; of those of a part its tests have to notice enough. */
export const smallChanges: Proof = {
  id: 'P9b',
  title: 'The tests bite: of all small changes enough are noticed',
  unit: 'group of files',
  // Even the smallest group takes minutes.
  sizes: { test: 0, full: mutationGroups.length },
  async run({ count, firstSeed, every = 1, say }) {
    const tried: Tried[] = [];
    const begin = (firstSeed - 1) % mutationGroups.length;
    for (const [at, group] of mutationGroups.slice(begin, begin + count).entries())
      tried.push({ seed: firstSeed + at, part: group.part, score: await mutate(group, every, say) });
    const parts = partsOf(tried);
    for (const { score } of [...tried, ...parts]) say(scoreText(score));
    const failures = parts
      .filter(({ score }) => score.tried === 0 || score.noticed / score.tried < PROMISED)
      .map(({ seed, score }) => ({ seed, what: scoreText(score) }));
    return { checked: tried.length, failures, notes: parts.map(({ score }) => scoreText(score)) };
  },
};
