import { describe, expect, it } from 'vitest';
import { mergeOracle } from './merge-oracle';
import { failureText } from './proof';

const silent = (): void => undefined;

describe(mergeOracle.title, { timeout: 600_000 }, () => {
  it('G4 holds in every case', async () => {
    const outcome = await mergeOracle.run({ count: mergeOracle.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(mergeOracle.sizes.test);
  });
});
