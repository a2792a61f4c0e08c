import { expect, it } from 'vitest';
import { mergeOracle } from '../merge-oracle';
import { failureText } from '../proof';

it('G4 agrees with the oracle of merging', async () => {
  expect(failureText(await mergeOracle.run({ count: 60, firstSeed: 1, say: () => undefined }))).toBe('');
});
