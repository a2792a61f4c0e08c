import path from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from './cruise';
import { lintPlants } from './lint-plants';
import { type PlantedTree, plantTree } from './planted-tree';

let tree: PlantedTree;
let results: readonly ESLint.LintResult[];

beforeAll(async () => {
  tree = plantTree(new Map(lintPlants.map(({ file, code }) => [file, code])));
  const eslint = new ESLint({
    cwd: tree.root,
    overrideConfigFile: path.join(projectRoot, 'eslint.config.mjs'),
  });
  results = await eslint.lintFiles(lintPlants.map(({ file }) => file));
}, 120_000);
afterAll(() => tree.remove());

describe('planted violations', () => {
  const brokenBy = (file: string) => {
    const result = results.find((one) => one.filePath === path.join(tree.root, file));
    return [...new Set(result?.messages.map((message) => message.ruleId ?? 'inline-configuration'))];
  };

  test('lint: every plant is a file of its own and was linted', () => {
    expect(new Set(lintPlants.map(({ file }) => file)).size).toBe(lintPlants.length);
    expect(results.length).toBe(lintPlants.length);
  });

  test.each(lintPlants.filter((plant) => plant.breaks !== null))(
    'lint: $breaks bites in $file',
    ({ file, breaks }) => {
      expect(brokenBy(file)).toEqual([breaks]);
    },
  );

  test.each(lintPlants.filter((plant) => plant.breaks === null))('lint: $file is allowed', ({ file }) => {
    expect(brokenBy(file)).toEqual([]);
  });
});

describe('the configuration', () => {
  test('lint: every message of a restriction is shown by a plant', async () => {
    const module: unknown = await import(path.join(projectRoot, 'eslint.config.mjs'));
    const entries = (module as { default: { rules?: Record<string, unknown> }[] }).default;
    const wanted = entries.flatMap(({ rules = {} }) =>
      ['no-restricted-syntax', 'no-restricted-globals', '@typescript-eslint/no-restricted-imports'].flatMap(
        (rule) => JSON.stringify(rules[rule] ?? '').match(/(?<="message":")[^"]+/g) ?? [],
      ),
    );
    const shown = results.flatMap(({ messages }) => messages.map(({ message }) => message)).join('\n');
    expect([...new Set(wanted)].filter((message) => !shown.includes(message))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(20);
  });

  const restrictionsOf = async (file: string): Promise<string[]> => {
    const eslint = new ESLint({ cwd: projectRoot });
    const config: unknown = await eslint.calculateConfigForFile(file);
    const rules = (config as { rules: Record<string, unknown[]> }).rules['no-restricted-syntax'] ?? [];
    return rules.slice(1).map((entry) => (entry as { selector: string }).selector);
  };

  test.each([
    'shared/domain/a.ts',
    'shared/sync/a.ts',
    'electron/main/a.ts',
    'renderer/bridge/a.ts',
    'renderer/app/a.tsx',
    'test/unit/a.ts',
  ])('lint: enums and default exports stay forbidden in %s', async (file) => {
    const selectors = await restrictionsOf(file);
    expect(selectors).toContain('TSEnumDeclaration');
    expect(selectors).toContain('ExportDefaultDeclaration');
    expect(selectors).toContain('ExportAllDeclaration');
  });
});
