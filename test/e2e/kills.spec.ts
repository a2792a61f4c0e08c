import { expect, test } from '@playwright/test';
import { killProof } from '../prove/kills';
import { diskStops, MAY_NOT_MOUNT } from '../prove/disk-stops';
import { failureText } from '../prove/proof';
import { storeDamageProof } from '../prove/store-damage';

// At full size: `npm run prove -- P1 P2-app P2-disk`.
for (const proof of [killProof, storeDamageProof, diskStops]) {
  test(`${proof.id} ${proof.title}`, async () => {
    test.setTimeout(15 * 60_000);
    const outcome = await proof.run({ count: proof.sizes.test, firstSeed: 1, say: () => undefined });
    expect(failureText(outcome)).toBe('');
    // A disk of its own takes the right to mount; the proof says so where that is missing.
    const isPossible = !outcome.notes.includes(MAY_NOT_MOUNT);
    expect(outcome.checked).toBe(isPossible ? proof.sizes.test : 0);
  });
}
