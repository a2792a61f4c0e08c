import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type FoundElectron, findElectron } from '../../../electron/runtime/electron.mjs';
import { startXvfb } from '../../support/xvfb.mjs';
import { projectRoot } from './project-root';

/** What a window needs: a built app, an Electron, and a screen to open on. */
export type Readiness = { readonly electron: FoundElectron; readonly display: string | null };

let readiness: Promise<Readiness> | undefined;

/** Builds the app when its sources changed and starts a virtual screen when there is none, once per process. */
export function beReady(): Promise<Readiness> {
  readiness ??= prepare();
  return readiness;
}

async function prepare(): Promise<Readiness> {
  const build = spawnSync(process.execPath, [join(projectRoot, 'electron', 'runtime', 'build.mjs')], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(`The app could not be built.\n${build.stdout}${build.stderr}`);
  const electron = await findElectron();
  const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);
  return { electron, display: hasScreen ? null : (await startXvfb()).display };
}
