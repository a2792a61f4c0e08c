import { describe, expect, it } from 'vitest';
import { failureText } from './proof';
import { twoDevices } from './two-devices';

const silent = (): void => undefined;

describe(twoDevices.title, { timeout: 600_000 }, () => {
  it('G3 G4 G5 holds for random histories', async () => {
    const outcome = await twoDevices.run({ count: twoDevices.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(twoDevices.sizes.test);
  });
});
