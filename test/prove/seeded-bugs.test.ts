import { describe, expect, it } from 'vitest';
import { failureText } from './proof';
import { seededBugs } from './seeded-bugs';

const silent = (): void => undefined;

describe(seededBugs.title, { timeout: 600_000 }, () => {
  it('every planted mistake still stands in the code once, and the first ones are noticed', async () => {
    const outcome = await seededBugs.run({ count: seededBugs.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(seededBugs.sizes.test);
  });
});
