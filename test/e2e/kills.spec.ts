import { expect, test } from '@playwright/test';
import { killProof } from '../prove/kills';
import { failureText } from '../prove/proof';
import { storeDamageProof } from '../prove/store-damage';

// At full size: `npm run prove -- P1 P2-app`.
for (const proof of [killProof, storeDamageProof]) {
  test(`${proof.id} ${proof.title}`, async () => {
    test.setTimeout(15 * 60_000);
    const outcome = await proof.run({ count: proof.sizes.test, firstSeed: 1, say: () => undefined });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(proof.sizes.test);
  });
}
