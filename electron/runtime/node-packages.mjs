// The npm packages of the lock file: installed when missing or older than the lock, otherwise left alone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem, runLineByLine, say } from './say.mjs';

const stampName = '.channel-desk-setup';

/** Whether Node itself is new enough; throws a SetupProblem when it is not. */
export function checkNode(root, version = process.versions.node) {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  const [wantedMajor = 0, wantedMinor = 0] = wanted.replace(/^>=/, '').split('.').map(Number);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new SetupProblem({
    what: `Node.js ${version} is too old for Channel Desk.`,
    why: `The tools it is built with need Node.js ${wanted}.`,
    fix: `Install Node.js 20 (${wanted}) or newer, then run the same command again.`,
  });
}

function stampOf(lockText) {
  const hash = createHash('sha256').update(lockText).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** Packages that `npm` must have put in place for the lock to be satisfied: all but those made for other platforms. */
function packagesOf(lock) {
  return Object.entries(lock.packages ?? {}).filter(
    ([where, entry]) => where !== '' && !entry.optional && !entry.link,
  );
}

/** Whether npm's own record of what it installed agrees with the lock; saves a reinstall after a plain `npm ci`. */
function recordAgrees(root, lock) {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages ?? {};
  return packagesOf(lock).every(
    ([where, entry]) =>
      installed[where]?.version === entry.version && installed[where]?.integrity === entry.integrity,
  );
}

function reasonOf(said) {
  const text = said.join('\n');
  const first = said.slice(0, 6).join('\n');
  if (/EUSAGE|in sync|Missing: .* from lock file/.test(text)) {
    return {
      why: 'package.json and package-lock.json do not agree.',
      fix: 'Run `npm install --ignore-scripts`, check the change to package-lock.json, and commit it.',
    };
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|CERT|E40[137]/.test(text)) {
    return {
      why: `The package registry did not answer as expected:\n${first}`,
      fix: 'Check the network, proxy and certificate settings (`npm config list`), then run the same command again.',
    };
  }
  if (/ENOSPC/.test(text)) {
    return { why: 'The disk is full.', fix: 'Free about 2 GB, then run the same command again.' };
  }
  if (/EACCES|EPERM|EROFS/.test(text)) {
    return {
      why: `This account may not write here:\n${first}`,
      fix: 'Give this account write access to the project folder and to the npm cache (`npm config get cache`).',
    };
  }
  return {
    why: `npm said:\n${first}`,
    fix: 'Run `npm ci` by hand to see everything it says; if node_modules looks damaged, delete it first.',
  };
}

/** Installs the locked npm packages when needed and says whether it did; throws a SetupProblem when npm fails. */
export async function installNodePackages(root) {
  const lockText = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const stampFile = path.join(root, 'node_modules', stampName);
  const stamp = stampOf(lockText);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  const lock = JSON.parse(lockText);
  const agreed = recordAgrees(root, lock);
  if (!agreed) await runNpmCi(root, packagesOf(lock).length);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return !agreed;
}

async function runNpmCi(root, total) {
  say(`Installing about ${total} npm packages from the lock file …`);
  const started = Date.now();
  const errors = [];
  let fetched = 0;
  let shown = 0;
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = () => {
    if (fetched === shown) return say(`  ${fetched === 0 ? 'preparing' : 'unpacking'} … (${seconds()} s)`);
    shown = fetched;
    return say(`  ${fetched} packages fetched (${seconds()} s)`);
  };
  const beat = setInterval(progress, 3000);
  const { code, tail } = await runLineByLine(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
    {
      cwd: root,
      env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
      onLine: (line) => {
        if (/^npm http (fetch|cache) .*\.tgz/.test(line)) fetched += 1;
        else if (/^npm (error|ERR!) \S/.test(line)) errors.push(line);
      },
    },
  );
  clearInterval(beat);
  if (code !== 0) {
    const said =
      errors.length > 0 ? errors : tail.filter((line) => !line.startsWith('npm http fetch GET 200'));
    throw new SetupProblem({
      what: `Installing the npm packages failed (npm ci, code ${code}).`,
      ...reasonOf(said),
    });
  }
  say(`  npm packages in place (${seconds()} s)`);
}
