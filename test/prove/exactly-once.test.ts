import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../shared/schema/intent';
import { exactlyOnce, PLACES } from './exactly-once';
import { failureText } from './proof';
import { cutPoints } from './support/cuts';

const silent = (): void => undefined;

describe(exactlyOnce.title, { timeout: 600_000 }, () => {
  it('G3 holds for every kind of intent at every cut', async () => {
    const outcome = await exactlyOnce.run({ count: exactlyOnce.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(exactlyOnce.sizes.test * cutPoints.length * intentKinds.length);
    expect(PLACES).toBeGreaterThanOrEqual(6 * 20);
    expect(outcome.notes).toEqual([expect.stringContaining(`cut at ${PLACES} places`)]);
  });
});
