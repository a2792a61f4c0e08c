import { expect, it } from 'vitest';
import { journalDamage } from './journal-damage';
import { failureText } from './proof';

it('P2 G1 G2 G7 whatever happens to the journal, what was acknowledged comes back or is named', async () => {
  const outcome = await journalDamage.run({
    count: journalDamage.sizes.test,
    firstSeed: 1,
    say: () => undefined,
  });
  expect(failureText(outcome)).toBe('');
  expect(outcome.checked).toBe(journalDamage.sizes.test);
}, 120_000);
