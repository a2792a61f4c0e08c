import { describe, expect, it } from 'vitest';
import { drainFaults } from './drain-faults';
import { failureText } from './proof';

const silent = (): void => undefined;

describe(drainFaults.title, { timeout: 600_000 }, () => {
  it('G5 G9 holds in every schedule', async () => {
    const outcome = await drainFaults.run({ count: drainFaults.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(drainFaults.sizes.test);
    expect(outcome.notes).toEqual([expect.stringMatching(/faults of 24 kinds were met$/)]);
  });
});
