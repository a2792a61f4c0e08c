import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../shared/schema/intent';
import { drainFaults, nothingMet, schedule } from './drain-faults';
import { failureText } from './proof';
import { faultKinds } from './support/faults';

const silent = (): void => undefined;

/** Seeds of schedules that once went wrong. */
const onceWrong = [
  [31, 'a create that was delivered twice was taken for the work of another'],
  [1_300_062, 'a note that came late under a former name stayed beside the new one'],
  [1_300_158, 'a rejection that was told on a twin was not told on the issue that counts'],
  [1_300_183, 'a twin whose deletion met a lock stayed for good'],
  [1_300_988, 'a date that was changed while the issue was found again was lost to a colleague’s'],
  [2_303_010, 'an issue that was not shown for a moment let its twin count, which became an item of its own'],
] as const;

describe(drainFaults.title, { timeout: 600_000 }, () => {
  it('G5 G9 holds in every schedule', async () => {
    const outcome = await drainFaults.run({ count: drainFaults.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(drainFaults.sizes.test);
    const [onWrites, , orgs, done] = outcome.notes;
    for (const kind of faultKinds) expect(onWrites).toMatch(new RegExp(`[ ,]${kind} [1-9]`));
    for (const keys of ['external-id', 'field', 'text']) expect(orgs).toMatch(new RegExp(`${keys} [1-9]`));
    for (const kind of intentKinds) expect(done).toMatch(new RegExp(`${kind} [1-9]`));
  });

  it.each(onceWrong)('G3 G4 seed %i: %s', async (seed) => {
    expect(await schedule(seed, nothingMet())).toEqual([]);
  });
});
