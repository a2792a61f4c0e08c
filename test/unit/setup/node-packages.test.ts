import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkNode, installNodePackages } from '../../../electron/runtime/node-packages.mjs';
import { SetupProblem } from '../../../electron/runtime/say.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'channel-desk-setup-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), JSON.stringify(content));
}

function writeProject(
  dependencies: Record<string, string> = {},
  installed: Record<string, unknown> = {},
): void {
  const project = { name: 'probe', version: '1.0.0', dependencies };
  write('package.json', { ...project, engines: { node: '>=20.19' } });
  write('package-lock.json', {
    ...project,
    lockfileVersion: 3,
    requires: true,
    packages: { '': project, ...installed },
  });
}

describe('the version of Node', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('setup: Node %s is new enough', (version) => {
    writeProject();
    expect(() => checkNode(root, version)).not.toThrow();
  });

  test.each(['18.20.0', '20.18.9'])('setup: Node %s is too old, and says which one is needed', (version) => {
    writeProject();
    expect(() => checkNode(root, version)).toThrow(SetupProblem);
    expect(() => checkNode(root, version)).toThrow(`Node.js ${version} is too old`);
  });
});

describe('the npm packages', () => {
  const one = { version: '1.0.0', integrity: 'sha512-one' };
  const packages = { 'node_modules/one': one, 'node_modules/mac-only': { ...one, optional: true } };

  test('setup: npm ci runs once, and not again for the same lock', async () => {
    writeProject();
    expect(await installNodePackages(root)).toBe(true);
    expect(await installNodePackages(root)).toBe(false);
  });

  test('setup: what npm itself has recorded as installed is not installed again', async () => {
    writeProject({}, packages);
    write('node_modules/.package-lock.json', { packages: { 'node_modules/one': one } });
    expect(await installNodePackages(root)).toBe(false);
    expect(readFileSync(path.join(root, 'node_modules', '.channel-desk-setup'), 'utf8')).toMatch(
      /^[0-9a-f]{64} /,
    );
  });

  test('setup: a lock that package.json does not agree with is named, with the way out', async () => {
    writeProject();
    write('package.json', { name: 'probe', version: '1.0.0', dependencies: { one: 'file:./one' } });
    write('one/package.json', { name: 'one', version: '1.0.0' });
    const problem = await installNodePackages(root).then(
      () => null,
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(SetupProblem);
    expect((problem as SetupProblem).why).toBe('package.json and package-lock.json do not agree.');
    expect((problem as SetupProblem).fix).toContain('npm install');
  });
});
