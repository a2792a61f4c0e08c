import { describe, expect, it } from 'vitest';
import { failureText } from './proof';
import { refreshBursts } from './refresh/bursts';
import { refreshKills } from './refresh/kills';

describe('P7 renewing a sign-in', { timeout: 600_000 }, () => {
  it.each([refreshBursts, refreshKills])('G8 $title', async (proof) => {
    const outcome = await proof.run({ count: proof.sizes.test, firstSeed: 1, say: () => undefined });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(proof.sizes.test);
    // The size for this test is one kill at each of the seven places for each of the two remotes.
    if (proof === refreshKills)
      expect(outcome.notes).toContainEqual(expect.stringMatching(/^killed at 14 places: /));
  });
});
