import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../shared/schema/intent';
import { failureText } from './proof';
import { cutPoints } from './support/cuts';
import { verdicts } from './support/verdicts';
import { history, twoDevices } from './two-devices';

const silent = (): void => undefined;

/** Seeds of histories that once went wrong. */
const onceWrong = [
  [1_009_683, 'an approval that had arrived was dropped for a cancelling, and its items never opened'],
  [1_003_660, 'funds were committed twice by a choice that sent the approval'],
  [1_005_936, 'a request that a colleague approved by itself kept the funds of another'],
  [1_009_853, 'the stage of a claim that came back was not brought to its POP issue'],
  [2_520_315, 'a choice took an approval back, and its items stayed open without a word'],
] as const;

describe(twoDevices.title, { timeout: 1_800_000 }, () => {
  it('G3 G4 G5 holds for random histories', async () => {
    const outcome = await twoDevices.run({ count: twoDevices.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(twoDevices.sizes.test);
    const [cuts, deeds, done] = outcome.notes;
    for (const point of cutPoints) expect(cuts).toMatch(new RegExp(`[ ,]${point} [1-9]`));
    for (const verdict of verdicts) expect(deeds).toMatch(new RegExp(`[ ,]${verdict} [1-9]`));
    for (const kind of intentKinds) expect(done).toMatch(new RegExp(`${kind} [1-9]`));
  });

  it.each(onceWrong)('G3 G4 seed %i: %s', async (seed) => {
    expect(await history(seed)).toEqual([]);
  });
});
