import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installNodePackages } from '../../../electron/runtime/node-packages.mjs';
import { checkLinkedLibraries, installSystemPackages } from '../../../electron/runtime/system-packages.mjs';
import { problemOf, useFakePrograms } from './fake-programs';

const fakes = useFakePrograms();
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'channel-desk-setup-'));
  const one = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' } };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: one }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('fetching npm packages', () => {
  test('setup: npm runs no scripts of packages, and tells how far it is', async () => {
    const asked = path.join(root, 'asked');
    fakes.put(
      'npm',
      `echo "$@" > ${asked}; echo "npm http fetch GET 200 https://registry.example/one.tgz 5ms"; sleep 4; mkdir -p node_modules`,
    );
    expect(await installNodePackages(root)).toBe(true);
    expect(readFileSync(asked, 'utf8')).toMatch(/^ci .*--ignore-scripts/);
    expect(fakes.said()).toContain('Installing about 1 npm packages');
    expect(fakes.said()).toContain('1 packages fetched');
    expect(fakes.said()).toContain('npm packages in place');
  });

  test.each([
    ['npm error code ENOTFOUND', 'registry did not answer', 'proxy'],
    ['npm error code ECONNREFUSED', 'registry did not answer', 'proxy'],
    ['npm error SELF_SIGNED_CERT_IN_CHAIN', 'registry did not answer', 'certificate'],
    ['npm error code ENOSPC', 'disk is full', 'Free'],
    ['npm error code EACCES', 'may not write', 'write access'],
    ['npm error Something else', 'Something else', 'npm ci'],
  ])('setup: “%s” is told in words, with the way out', async (line, why, fix) => {
    fakes.put('npm', `echo "${line}" >&2; exit 1`);
    const problem = await problemOf(() => installNodePackages(root));
    expect(problem.message).toContain('npm ci, code 1');
    expect(problem.why).toContain(why);
    expect(problem.fix).toContain(fix);
  });
});

describe('fetching system packages', () => {
  const bare = {
    platform: 'linux',
    environment: process.env,
    root: true,
    osRelease: 'ID=debian\nVERSION_ID="12"\n',
    hasProgram: (name: string) => name !== 'xauth',
    hasLibrary: () => true,
    hasFont: () => true,
  };

  test('setup: what is missing is installed as root, and how far it is is told', async () => {
    fakes.put(
      'apt-get',
      'case "$*" in *install*) echo "Get:1 https://deb.example xauth"; sleep 4; echo "Setting up xauth";; esac',
    );
    expect(await installSystemPackages(['screen'], bare)).toBe(true);
    expect(fakes.said()).toContain('Installing system packages: xauth');
    expect(fakes.said()).toContain('1 fetched, 0 unpacked');
  });

  test('setup: a list that cannot be read and a package that is not there are told, with the command', async () => {
    fakes.put(
      'apt-get',
      'case "$*" in *update*) echo "W: Failed to fetch https://deb.example"; exit 0;; esac; echo "E: Unable to locate package xauth"; exit 100',
    );
    const problem = await problemOf(() => installSystemPackages(['screen'], bare));
    expect(problem.message).toBe('apt-get install failed (code 100).');
    expect(problem.why).toBe('W: Failed to fetch https://deb.example\nE: Unable to locate package xauth');
    expect(problem.fix).toContain('apt-get update && apt-get install -y --no-install-recommends xauth');
  });
});

test('setup: the libraries that a runtime links to and the system lacks are named', async () => {
  mkdirSync(path.join(root, 'electron'));
  fakes.put('ldd', 'echo "	libgbm.so.1 => not found"; echo "	libc.so.6 => /lib/libc.so.6 (0x1)"');
  const problem = await problemOf(() => checkLinkedLibraries(path.join(root, 'electron', 'electron')));
  expect(problem.message).toContain('libgbm.so.1 not found');
  expect(problem.message).not.toContain('libc.so.6');
  fakes.put('ldd', 'echo "	libc.so.6 => /lib/libc.so.6 (0x1)"');
  expect(() => checkLinkedLibraries('electron')).not.toThrow();
});
