import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceFingerprint } from '../../../electron/runtime/build.mjs';

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
