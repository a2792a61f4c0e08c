import { describe, expect, it } from 'vitest';
import { failureText } from './proof';
import { pullHistories, pullScenes } from './pull-histories';

const silent = (): void => undefined;

describe(pullHistories.title, { timeout: 1_200_000 }, () => {
  it('G6 holds through late commits, many rows of one stamp, skewed clocks, page cuts, deletions and lost access', async () => {
    const outcome = await pullHistories.run({ count: pullHistories.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(pullHistories.sizes.test);
    for (const scene of pullScenes)
      expect(outcome.notes).toContainEqual(expect.stringMatching(new RegExp(`^[1-9]\\d* ${scene}$`)));
  });
});
