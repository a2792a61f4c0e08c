import { describe, expect, it } from 'vitest';
import { drainFaults, schedule } from './drain-faults';
import { failureText } from './proof';

const silent = (): void => undefined;

/** Seeds of schedules that once went wrong. */
const onceWrong = [[31, 'a create that was delivered twice was taken for the work of another']] as const;

describe(drainFaults.title, { timeout: 600_000 }, () => {
  it('G5 G9 holds in every schedule', async () => {
    const outcome = await drainFaults.run({ count: drainFaults.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(drainFaults.sizes.test);
    expect(outcome.notes).toEqual([expect.stringMatching(/faults of 24 kinds were met$/)]);
  });

  it.each(onceWrong)('G3 G4 seed %i: %s', async (seed) => {
    expect(await schedule(seed, new Map())).toEqual([]);
  });
});
