import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeFolders, projectRoot } from './cruise';

/** A small project of planted files, laid out like the real one. */
export type PlantedTree = { readonly root: string; readonly remove: () => void };

/**
 * Writes these files (path to text) into a folder of their own below the project, so that packages resolve as they do
 * for the real code, with the project's package.json and compiler settings beside them.
 */
export function plantTree(files: ReadonlyMap<string, string>): PlantedTree {
  const nursery = path.join(projectRoot, '.cache', 'planted');
  mkdirSync(nursery, { recursive: true });
  const root = mkdtempSync(path.join(nursery, 'tree-'));
  for (const settings of [
    'package.json',
    'tsconfig.json',
    ...codeFolders.map((part) => `${part}/tsconfig.json`),
  ]) {
    mkdirSync(path.dirname(path.join(root, settings)), { recursive: true });
    copyFileSync(path.join(projectRoot, settings), path.join(root, settings));
  }
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
