import { describe, expect, it } from 'vitest';
import { bundlesCut } from './bundles-cut';
import { failureText } from './proof';
import { bundleCutPoints, cutPoints } from './support/cuts';

describe(bundlesCut.title, { timeout: 600_000 }, () => {
  it('SY-86 SY-89 G3 holds for writes that leave together at every cut', async () => {
    const count = bundlesCut.sizes.test;
    const outcome = await bundlesCut.run({ count, firstSeed: 1, say: () => undefined });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(count * (bundleCutPoints.length + cutPoints.length));
  });
});
