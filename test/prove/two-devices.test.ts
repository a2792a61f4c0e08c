import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../shared/schema/intent';
import { failureText } from './proof';
import { cutPoints } from './support/cuts';
import { verdicts } from './support/verdicts';
import { twoDevices } from './two-devices';

const silent = (): void => undefined;

describe(twoDevices.title, { timeout: 600_000 }, () => {
  it('G3 G4 G5 holds for random histories', async () => {
    const outcome = await twoDevices.run({ count: twoDevices.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(twoDevices.sizes.test);
    const [cuts, deeds, done] = outcome.notes;
    for (const point of cutPoints) expect(cuts).toMatch(new RegExp(`[ ,]${point} [1-9]`));
    for (const verdict of verdicts) expect(deeds).toMatch(new RegExp(`[ ,]${verdict} [1-9]`));
    for (const kind of intentKinds) expect(done).toMatch(new RegExp(`${kind} [1-9]`));
  });
});
