import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../../e2e/support/project-root';
import { beReady } from '../../e2e/support/readiness';

/** The app with a page of the proof in place of its screens: main process, preload, database, journal and sync are the app's own. */
export type ProofApp = { readonly folder: string; remove(): void };

/** Builds the page and puts the app together in a folder of its own. */
export async function makeProofApp(): Promise<ProofApp> {
  await beReady();
  const folder = mkdtempSync(join(tmpdir(), 'channel-desk-proof-'));
  mkdirSync(join(folder, 'out'));
  for (const part of ['main', 'preload']) {
    cpSync(join(projectRoot, 'out', part), join(folder, 'out', part), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'resources'), join(folder, 'resources'), 'dir');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'channel-desk', version: '0.0.0', main: 'out/main/index.cjs' }),
  );
  await build({
    root: join(projectRoot, 'test', 'prove', 'kills', 'page'),
    configFile: false,
    base: '/',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { target: 'chrome114', outDir: join(folder, 'out', 'renderer'), emptyOutDir: true, minify: false },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
