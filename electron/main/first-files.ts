import { readFileSync } from 'node:fs';
import { pageUrl, pages } from '../platform/app-url';
import { assetFor } from './assets';

/** Files that are in memory before anybody asks for them, each until it has been asked for once. */
export type FirstFiles = {
  take(path: string): Buffer | null;
};

/** Reads the page and the scripts and styles that it names. */
export function readFirstFiles(root: string): FirstFiles {
  const kept = new Map<string, Buffer>();
  const keep = (address: string): string => {
    const asset = assetFor('GET', address, root);
    if (asset.kind === 'refused') return '';
    const bytes = readFileSync(asset.path);
    kept.set(asset.path, bytes);
    return asset.mediaType.startsWith('text/html') ? bytes.toString('utf8') : '';
  };
  try {
    const page = pageUrl(pages.main);
    for (const [, file = ''] of keep(page).matchAll(/(?:src|href)="([^"]+)"/g))
      keep(new URL(file, page).href);
  } catch {
    // A file that is not there is said to be missing when the page asks for it.
  }
  return {
    take(path) {
      const bytes = kept.get(path) ?? null;
      kept.delete(path);
      return bytes;
    },
  };
}
