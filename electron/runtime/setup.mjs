// Makes a fresh machine ready: Node's version, the locked npm packages, the system packages on Linux, an Electron to
// run with. Uses nothing but Node itself, since it runs before the first package is there.
// Command: node electron/runtime/setup.mjs [--for=start|test] [--quiet]
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { SetupProblem, runAsCommand, say } from './say.mjs';
import { checkLinkedLibraries, installSystemPackages } from './system-packages.mjs';

/** The project's root folder. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Whether a window can be opened: always but on a Linux session without a display server. */
export function hasDisplay(environment = process.env) {
  return process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

function usesOf(purpose) {
  if (purpose === 'test') return ['app', 'screen', 'test'];
  if (purpose === 'start') return hasDisplay() ? ['app'] : ['app', 'screen'];
  return [];
}

async function electronOrProblem() {
  // Loaded late: an old Node must reach the check of its version before it meets newer syntax.
  const { findElectron } = await import('./electron.mjs');
  try {
    return await findElectron();
  } catch (error) {
    throw new SetupProblem({
      what: 'There is no Electron to run with.',
      why: error instanceof Error ? error.message : String(error),
      fix: 'Do what the reason says, or set CHANNEL_DESK_ELECTRON to an Electron of your own (executable or folder).',
    });
  }
}

/**
 * Sets the machine up for `start` (the app), `test` (everything) or `tools` (npm packages only) and resolves to the
 * Electron to run with, null for `tools`; throws a SetupProblem that says what failed, why and what to do.
 */
export async function setUp({ purpose, quiet = false }) {
  const started = Date.now();
  checkNode(projectRoot);
  const installed = [await installNodePackages(projectRoot), await installSystemPackages(usesOf(purpose))];
  let electron = null;
  if (purpose !== 'tools') {
    electron = await electronOrProblem();
    checkLinkedLibraries(electron.path);
    if (electron.warning !== null && !quiet) say(electron.warning);
  }
  if (!quiet || installed.includes(true))
    say(`Set-up complete (${((Date.now() - started) / 1000).toFixed(1)} s).`);
  return electron;
}

async function main() {
  let purpose = 'tools';
  let quiet = false;
  for (const argument of process.argv.slice(2)) {
    if (argument === '--quiet') quiet = true;
    else if (argument === '--for=start' || argument === '--for=test')
      purpose = argument.slice('--for='.length);
    else {
      throw new SetupProblem({
        what: `The set-up does not know the argument ${argument}.`,
        why: 'It takes --for=start, --for=test and --quiet.',
        fix: 'Leave it out, or correct it.',
      });
    }
  }
  await setUp({ purpose, quiet });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runAsCommand(main);
