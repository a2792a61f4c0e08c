import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeFolders, cruiseLayers, type LayerReport, layerRules, leastModules, projectRoot } from './cruise';
import { allowedImports, forbiddenImports, type Plant } from './layer-plants';
import { type PlantedTree, plantTree } from './planted-tree';

function isOfTheProject(target: string): boolean {
  return codeFolders.some((folder) => target.startsWith(`${folder}/`));
}

function importLine({ from, to, type }: Plant): string {
  const relative = path.posix.relative(path.posix.dirname(from), to.replace(/\.tsx?$/, ''));
  const specifier = isOfTheProject(to) ? (relative.startsWith('.') ? relative : `./${relative}`) : to;
  return type === true
    ? `import type { Planted } from '${specifier}';\nexport type Used = Planted;\n`
    : `import * as planted from '${specifier}';\nexport const used = planted;\n`;
}

const forbidden = Object.entries(forbiddenImports).flatMap(([rule, plants]) =>
  plants.map((plant) => ({ rule, plant })),
);

function plantedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const plant of [...forbidden.map((one) => one.plant), ...allowedImports]) {
    if (files.has(plant.from)) throw new Error(`Two plants share ${plant.from}.`);
    files.set(plant.from, importLine(plant));
  }
  for (const { to } of [...forbidden.map((one) => one.plant), ...allowedImports]) {
    if (isOfTheProject(to) && !to.includes('nowhere') && !files.has(to)) {
      files.set(to, 'export type Planted = string;\nexport const target = 1;\n');
    }
  }
  files.set('test/unit/cycle-b.ts', importLine({ from: 'test/unit/cycle-b.ts', to: 'test/unit/cycle-a.ts' }));
  return files;
}

describe('the real tree', () => {
  let report: LayerReport;
  beforeAll(async () => {
    report = await cruiseLayers(projectRoot);
  });

  test('layers: no import breaks a rule', () => {
    expect(report.violations).toEqual([]);
  });

  test('layers: the cruise has seen the tree', () => {
    expect(report.modules).toBeGreaterThanOrEqual(leastModules);
  });
});

/** The folders that the README's import table names; after a comma the second is a neighbour of the first. */
function foldersInReadme(): string[] {
  const text = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
  const [, table = ''] = /\| folder \|.*\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(text) ?? [];
  return table
    .trim()
    .split('\n')
    .flatMap((row) => {
      const names = [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      const parent = path.posix.dirname(names[0] ?? '');
      return names.map((name) => (name.includes('/') ? name : `${parent}/${name}`));
    });
}

describe("the README's import table", () => {
  test('layers: has a row for every folder of the code, and for no other', () => {
    const own = ['shared', 'electron', 'renderer'].flatMap((folder) =>
      readdirSync(path.join(projectRoot, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => (name === 'features' ? 'renderer/features/X' : `${folder}/${name}`)),
    );
    const named = foldersInReadme();
    const inCells = named.filter((name) => !name.startsWith('test/'));
    expect(inCells.toSorted()).toEqual(own.toSorted());
  });
});

describe('planted violations', () => {
  let tree: PlantedTree;
  let report: LayerReport;
  beforeAll(async () => {
    tree = plantTree(plantedFiles());
    report = await cruiseLayers(tree.root);
  });
  afterAll(() => tree.remove());

  const rulesBrokenBy = (file: string) =>
    report.violations.filter((violation) => violation.from === file).map((violation) => violation.rule);

  test('layers: every rule has a planted violation', () => {
    expect(Object.keys(forbiddenImports).toSorted()).toEqual(layerRules().toSorted());
  });

  test.each(forbidden)('layers: $rule bites on $plant.from → $plant.to', ({ rule, plant }) => {
    expect(rulesBrokenBy(plant.from)).toEqual([rule]);
  });

  test.each(allowedImports)('layers: $from → $to is allowed', ({ from }) => {
    expect(report.modules).toBeGreaterThan(allowedImports.length);
    expect(rulesBrokenBy(from)).toEqual([]);
  });
});
