import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildIfStale, sourceFingerprint } from '../../../electron/runtime/build.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'channel-desk-build-'));
  for (const file of ['shared/lib/a.ts', 'renderer/app/a.tsx', 'test/unit/a.ts', 'electron.vite.config.ts']) {
    write(file, '1');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  const whole = path.join(root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  utimesSync(whole, 1_700_000_000, 1_700_000_000);
}

test('build: the same sources have the same fingerprint', () => {
  expect(sourceFingerprint(root)).toBe(sourceFingerprint(root));
});

test.each(['shared/lib/a.ts', 'shared/lib/new.ts', 'electron.vite.config.ts', 'package-lock.json'])(
  'build: a change of %s asks for a new build',
  (file) => {
    const before = sourceFingerprint(root);
    write(file, 'changed');
    expect(sourceFingerprint(root)).not.toBe(before);
  },
);

test('build: a change of a test does not', () => {
  const before = sourceFingerprint(root);
  write('test/unit/a.ts', 'changed');
  expect(sourceFingerprint(root)).toBe(before);
});

test('PB-8 build: makes the holidays of every country first, again only when they are others', async () => {
  write('node_modules/date-holidays/package.json', '{"version":"1.0.0"}');
  write(
    'electron/runtime/make-holidays.mjs',
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('made.log', 'holidays ');
mkdirSync('resources/holidays', { recursive: true });
writeFileSync('resources/holidays/DE.json', '{}');`,
  );
  write(
    'node_modules/electron-vite/bin/electron-vite.js',
    `require('node:fs').appendFileSync('made.log', 'app ');`,
  );
  const made = () => readFileSync(path.join(root, 'made.log'), 'utf8').trim().split(' ');

  expect(await buildIfStale(root)).toBe(true);
  expect(made()).toEqual(['holidays', 'app']);
  expect(await buildIfStale(root)).toBe(false);
  write('shared/lib/a.ts', 'another change');
  expect(await buildIfStale(root)).toBe(true);
  expect(made()).toEqual(['holidays', 'app', 'app']);
  write('resources/holidays/DE.json', '{"2027-01-01":"by hand"}');
  expect(await buildIfStale(root)).toBe(true);
  expect(made()).toEqual(['holidays', 'app', 'app', 'holidays', 'app']);
  expect(readFileSync(path.join(root, 'resources/holidays/DE.json'), 'utf8')).toBe('{}');
});

test('PB-8 build: holidays that cannot be made stop it, with the reason', async () => {
  write('electron/runtime/make-holidays.mjs', `console.error('no such country'); process.exit(3);`);
  write('shared/lib/a.ts', 'a third change');
  await expect(buildIfStale(root)).rejects.toMatchObject({ why: expect.stringContaining('no such country') });
});
