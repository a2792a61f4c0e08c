import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../e2e/support/project-root';
import { beReady } from '../e2e/support/readiness';

const PROMISED_KB = 400;

/** One line about the gzip size of the scripts and stylesheets that the first screen, Today, loads. */
export async function benchBundle(): Promise<string> {
  await beReady();
  const renderer = join(projectRoot, 'out', 'renderer');
  const assets = join(renderer, 'assets');
  const today = readdirSync(assets).filter((name) => /^today-screen-.*\.(js|css)$/.test(name));
  if (!today.some((name) => name.endsWith('.js'))) throw new Error('the build has no chunk of Today');
  const html = readFileSync(join(renderer, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)].map(
    ([, name]) => name ?? '',
  );
  waiting.push(...today);
  const loaded = new Map<string, number>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (loaded.has(name)) continue;
    const bytes = readFileSync(join(assets, name));
    loaded.set(name, gzipSync(bytes).length);
    if (name.endsWith('.js')) waiting.push(...staticImports(bytes.toString()));
  }
  const kb = [...loaded.values()].reduce((sum, size) => sum + size, 0) / 1024;
  const verdict = kb <= PROMISED_KB ? 'kept' : 'MISSED';
  return `first screen, gzip: ${kb.toFixed(1)} KB in ${loaded.size} files, promised ≤ ${PROMISED_KB} KB: ${verdict}`;
}

function staticImports(script: string): string[] {
  return [...script.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.\/[^"'`]+\.js)["'`]/g)].map(([, path]) =>
    basename(path ?? ''),
  );
}
