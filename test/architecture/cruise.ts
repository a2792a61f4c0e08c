import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

/** The project's root folder. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The folders that hold code. */
export const codeFolders = ['shared', 'electron', 'renderer', 'test'] as const;

/** Fewer modules than this means that a cruise did not see the tree, and its silence is worth nothing. */
export const leastModules = 1200;

const configFile = path.join(projectRoot, '.dependency-cruiser.cjs');

/** Names of all layer rules, in the order of the configuration. */
export function layerRules(): string[] {
  const config = createRequire(import.meta.url)(configFile) as { forbidden: { name: string }[] };
  return config.forbidden.map((rule) => rule.name);
}

/** One import that breaks a layer rule. */
export type LayerViolation = { readonly rule: string; readonly from: string; readonly to: string };

/** What a cruise of a tree found: the number of modules of the tree itself, and every violation. */
export type LayerReport = { readonly modules: number; readonly violations: readonly LayerViolation[] };

/** Follows all imports of the code folders under `baseDir` and checks them against the layer rules. */
export async function cruiseLayers(baseDir: string): Promise<LayerReport> {
  const options = await extractDepcruiseOptions(configFile);
  const { output } = await cruise([...codeFolders], { ...options, baseDir, validate: true });
  const result = output as ICruiseResult;
  return {
    modules: result.modules.filter((module) =>
      codeFolders.some((folder) => module.source.startsWith(`${folder}/`)),
    ).length,
    violations: result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
