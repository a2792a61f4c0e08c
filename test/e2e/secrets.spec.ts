import { expect, test } from '@playwright/test';
import { failureText } from '../prove/proof';
import { secrets } from '../prove/secrets';
import { dumpsIn } from '../prove/support/secret-keys';
import { endOf, launchDesk, newUserData, removeFolder } from './support/launch';
import { levelDbText, unpress } from './support/leveldb-text';
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
  test.setTimeout(600_000);
  const outcome = await secrets.run({ count: secrets.sizes.test, firstSeed: 1, say: () => undefined });
  expect(failureText(outcome)).toBe('');
  expect(outcome.checked).toBe(secrets.sizes.test);
});

test('P8 the search looks into what a database has pressed or cut', () => {
  // “abcabcabcabc!” as a literal, a copy that runs into itself, and a literal.
  const pressed = Buffer.from([13, 2 << 2, 97, 98, 99, (5 << 2) | 1, 3, 0, 33]);
  expect(unpress(pressed).toString()).toBe('abcabcabcabc!');
  const head = (length: number, type: number): Buffer =>
    Buffer.from([0, 0, 0, 0, length & 255, length >> 8, type]);
  const first = 32 * 1024 - 7;
  const log = Buffer.concat([head(first, 2), Buffer.alloc(first, 'x'), head(4, 4), Buffer.from('tail')]);
  expect(levelDbText('000003.log', log)?.toString()).toBe(`${'x'.repeat(first)}tail`);
  const data = Buffer.concat([pressed, Buffer.from([1, 0, 0, 0, 0])]);
  const index = Buffer.from([0, 1, 2, 107, 0, pressed.length, 0, 0, 0, 0, 1, 0, 0, 0]);
  const footer = Buffer.alloc(48);
  Buffer.from([0, 0, data.length, index.length]).copy(footer);
  Buffer.from('57fb808b247547db', 'hex').copy(footer, 40);
  const table = Buffer.concat([data, index, Buffer.from([0, 0, 0, 0, 0]), footer]);
  expect(levelDbText('000005.ldb', table)?.toString()).toBe('abcabcabcabc!');
  expect(levelDbText('channel-desk.log', log)).toBeNull();
});

test('P8 a crash leaves no dump, and would leave it where the search looks', async () => {
  for (const withReporter of [false, true]) {
    const userData = newUserData();
    const desk = await launchDesk({ userData });
    const place = await desk.app.evaluate(({ app, crashReporter }, isOn) => {
      if (isOn) crashReporter.start({ submitURL: '', uploadToServer: false });
      return app.getPath('crashDumps');
    }, withReporter);
    expect(place.startsWith(userData)).toBe(true);
    const ended = endOf(desk.app.process());
    await desk.app.evaluate(() => process.crash()).catch(() => undefined);
    await ended;
    if (withReporter) await expect.poll(() => dumpsIn(userData).length).toBeGreaterThan(0);
    else expect(dumpsIn(userData)).toEqual([]);
    removeFolder(userData);
  }
});
