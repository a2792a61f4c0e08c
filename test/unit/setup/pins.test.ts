import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from '../../../shared/schema/zod';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

const versions = z.record(z.string(), z.string());
const project = z.object({ dependencies: versions, devDependencies: versions }).parse(read('package.json'));
const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: versions.optional(),
  devDependencies: versions.optional(),
});
const lock = z.object({ packages: z.record(z.string(), entry) }).parse(read('package-lock.json'));
const wanted = { ...project.dependencies, ...project.devDependencies };

test('setup: every package is pinned to one version', () => {
  const loose = Object.entries(wanted).filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

test('setup: the lock has exactly these versions, and a digest of every package', () => {
  const { dependencies, devDependencies } = lock.packages[''] ?? {};
  expect({ ...dependencies, ...devDependencies }).toEqual(wanted);
  for (const [name, version] of Object.entries(wanted))
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version.split('@').at(-1));
  const bare = Object.entries(lock.packages).filter(
    ([where, { integrity }]) => where !== '' && !integrity?.startsWith('sha512-'),
  );
  expect(bare.map(([where]) => where)).toEqual([]);
});

test('setup: npm runs no script of any package', () => {
  expect(readFileSync(path.join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
  const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  // It only checks that its program is there, and does not need to; a package that downloads would show here.
  expect(scripted.map(([where]) => where)).toEqual(['node_modules/esbuild']);
});
