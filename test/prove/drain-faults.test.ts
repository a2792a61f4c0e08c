import { describe, expect, it } from 'vitest';
import { intentKinds } from '../../shared/schema/intent';
import { drainFaults, nothingMet, schedule } from './drain-faults';
import { failureText } from './proof';
import { faultKinds } from './support/faults';

const silent = (): void => undefined;

/** Seeds of schedules that once went wrong. */
const onceWrong = [[31, 'a create that was delivered twice was taken for the work of another']] as const;

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
