import { expect, test } from '@playwright/test';
import { failureText } from '../prove/proof';
import { secrets } from '../prove/secrets';
import { findSecrets, formsOf } from './support/secret-search';

test('P8 the search finds a secret in every form that it knows', () => {
  const secret = '5Aep861CanaryCanaryCanary';
  for (const form of formsOf(secret)) {
    const content = Buffer.concat([Buffer.from('before '), form, Buffer.from(' after')]);
    expect(findSecrets(new Map([['file', content]]), [secret])).toEqual(['5Aep861C… in file']);
  }
  for (const offset of [0, 1, 2, 3]) {
    const content = Buffer.from(Buffer.from(`${'x'.repeat(offset)}${secret} and more`).toString('base64'));
    expect(findSecrets(new Map([['file', content]]), [secret])).toHaveLength(1);
  }
});

test('P8 G11 no token, code or verifier lies in clear, with and without a key store', async () => {
  test.setTimeout(300_000);
  const outcome = await secrets.run({ count: secrets.sizes.test, firstSeed: 1, say: () => undefined });
  expect(failureText(outcome)).toBe('');
  expect(outcome.checked).toBe(secrets.sizes.test);
});
