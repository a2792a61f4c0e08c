import { expect, test } from '@playwright/test';
import { killProof } from '../prove/kills';
import { allMoments } from '../prove/kills/moments';
import { diskStops, MAY_NOT_MOUNT } from '../prove/disk-stops';
import { failureText } from '../prove/proof';
import { storeDamageProof } from '../prove/store-damage';

// At full size: `npm run prove -- P1 P2-app P2-disk`.
for (const proof of [killProof, storeDamageProof, diskStops]) {
  test(`${proof.id} ${proof.title}`, async () => {
    test.setTimeout(15 * 60_000);
    const outcome = await proof.run({ count: proof.sizes.test, firstSeed: 1, say: () => undefined });
    expect(failureText(outcome)).toBe('');
    // A disk of its own takes the right to mount. Where a person's machine does not give it, the report says that nothing
    // was proven; where the result counts, it has to be given.
    const isPossible = !outcome.notes.includes(MAY_NOT_MOUNT);
    if (!isPossible) test.info().annotations.push({ type: 'not proven', description: MAY_NOT_MOUNT });
    const mayLack = proof === diskStops && !isPossible && !process.env['CI'];
    expect(outcome.checked).toBe(mayLack ? 0 : proof.sizes.test);
    if (proof === killProof)
      expect(outcome.notes).toContainEqual(
        expect.stringContaining(`killed at ${allMoments.size} of ${allMoments.size} named moments`),
      );
  });
}
