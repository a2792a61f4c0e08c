import { describe, expect, it } from 'vitest';
import { failureText } from './proof';
import { pullHistories } from './pull-histories';

const silent = (): void => undefined;

describe(pullHistories.title, { timeout: 1_200_000 }, () => {
  it('G6 holds through late commits, many rows of one stamp, skewed clocks, page cuts, deletions and lost access', async () => {
    const outcome = await pullHistories.run({ count: pullHistories.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(pullHistories.sizes.test);
  });
});
