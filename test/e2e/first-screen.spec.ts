import { expect, test } from '@playwright/test';
import { firstScreenSize, PROMISED_KB } from '../bench/bundle';

test('[size] the code of the first screen stays within what is promised', async () => {
  const { kb, files } = await firstScreenSize();
  expect(files).toBeGreaterThan(1);
  // Less would mean that not all of it was seen.
  expect(kb).toBeGreaterThan(50);
  expect(kb).toBeLessThanOrEqual(PROMISED_KB);
});
