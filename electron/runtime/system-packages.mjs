// The system's part of the set-up on Linux: libraries Electron links to, a virtual screen, a browser and fonts. Looks
// for what must be there (files and programs, so that any distribution counts), and on Debian as root installs it.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem, runLineByLine, say } from './say.mjs';

/**
 * Needs by use: `app` a window, `screen` a virtual display and the fonts a bare machine lacks, `test` all that tests
 * use beyond that. `renamed` is the package's name since Debian 13 and Ubuntu 24.04.
 */
export const systemNeeds = [
  { use: 'app', library: 'libgtk-3.so.0', package: 'libgtk-3-0', renamed: 'libgtk-3-0t64' },
  { use: 'app', library: 'libnss3.so', package: 'libnss3' },
  { use: 'app', library: 'libasound.so.2', package: 'libasound2', renamed: 'libasound2t64' },
  { use: 'app', library: 'libgbm.so.1', package: 'libgbm1' },
  { use: 'screen', program: 'Xvfb', package: 'xvfb' },
  { use: 'screen', program: 'xauth', package: 'xauth' },
  { use: 'screen', program: 'fc-list', package: 'fontconfig' },
  { use: 'screen', font: { family: 'Liberation Sans' }, package: 'fonts-liberation' },
  { use: 'screen', font: { family: 'DejaVu Sans' }, package: 'fonts-dejavu-core' },
  { use: 'screen', font: { language: 'zh-cn' }, package: 'fonts-noto-cjk' },
  { use: 'screen', font: { language: 'ja' }, package: 'fonts-noto-cjk' },
  { use: 'screen', font: { language: 'ko' }, package: 'fonts-noto-cjk' },
  { use: 'test', program: 'chromium', unlessSet: 'CHANNEL_DESK_CHROMIUM', package: 'chromium' },
  { use: 'test', program: 'pdftotext', package: 'poppler-utils' },
  { use: 'test', program: 'dbus-run-session', package: 'dbus' },
  { use: 'test', program: 'gnome-keyring-daemon', package: 'gnome-keyring' },
  { use: 'test', library: 'libsecret-1.so.0', package: 'libsecret-1-0' },
];

function outputOf(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

function findProgram(name, searchPath) {
  return searchPath.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/**
 * What the set-up wants to know about a machine.
 *
 * @typedef {object} Machine
 * @property {string} platform as Node names it
 * @property {Record<string, string | undefined>} environment
 * @property {boolean} root whether this account may install packages
 * @property {string} osRelease text of /etc/os-release
 * @property {(name: string) => boolean} hasProgram
 * @property {(name: string) => boolean} hasLibrary
 * @property {(font: { family?: string, language?: string }) => boolean} hasFont
 */

/**
 * A probe of this machine, so that the decision can be tested without changing one.
 *
 * @returns {Machine}
 */
export function thisMachine(environment = process.env) {
  let libraries;
  let fonts;
  return {
    platform: process.platform,
    environment,
    root: process.getuid?.() === 0,
    osRelease: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
    hasProgram: (name) => findProgram(name, environment.PATH ?? ''),
    // Without a library cache to ask (musl, Nix) nothing can be told, and Electron's own message has to do.
    hasLibrary: (name) => {
      libraries ??= outputOf('/sbin/ldconfig', ['-p']) ?? outputOf('ldconfig', ['-p']) ?? '';
      return libraries === '' || libraries.includes(`\t${name} `);
    },
    hasFont: ({ family, language }) => {
      fonts ??= (outputOf('fc-list', ['--format', '%{family}\t%{lang}\n']) ?? '').split('\n');
      return fonts.some((line) => {
        const [families = '', languages = ''] = line.split('\t');
        if (family !== undefined) return families.split(',').includes(family);
        return languages.split('|').includes(language);
      });
    },
  };
}

function isMet(need, machine) {
  if (need.unlessSet !== undefined && machine.environment[need.unlessSet]) return true;
  if (need.program !== undefined) return machine.hasProgram(need.program);
  if (need.library !== undefined) return machine.hasLibrary(need.library);
  return machine.hasFont(need.font);
}

function isDebian(osRelease) {
  return /^ID=debian$/m.test(osRelease) || /^ID_LIKE=.*\bdebian\b/m.test(osRelease);
}

function packageName(need, osRelease) {
  if (need.renamed === undefined) return need.package;
  const version = Number(/^VERSION_ID="?(\d+)/m.exec(osRelease)?.[1] ?? '0');
  const since = /^ID=ubuntu$/m.test(osRelease) ? 24 : 13;
  return version >= since ? need.renamed : need.package;
}

/**
 * The Debian packages that are missing for these uses, each once, in the order of the table.
 *
 * @param {readonly string[]} uses
 * @param {Machine} machine
 */
export function missingPackages(uses, machine) {
  const missing = systemNeeds.filter((need) => uses.includes(need.use) && !isMet(need, machine));
  return [...new Set(missing.map((need) => packageName(need, machine.osRelease)))];
}

/**
 * Makes sure the system has what these uses need; throws a SetupProblem with the exact command where it may not.
 *
 * @param {readonly string[]} uses
 * @param {Machine} [machine]
 */
export async function installSystemPackages(uses, machine = thisMachine()) {
  if (machine.platform !== 'linux') return false;
  const packages = missingPackages(uses, machine);
  if (packages.length === 0) return false;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!isDebian(machine.osRelease)) {
    throw new SetupProblem({
      what: `This system lacks what these Debian packages hold: ${packages.join(', ')}.`,
      why: 'They can be installed by this command only on Debian and its relatives.',
      fix: `Install their counterparts with this system's package manager. On Debian it would be:\n${command}`,
    });
  }
  if (!machine.root) {
    throw new SetupProblem({
      what: `These system packages are missing: ${packages.join(', ')}.`,
      why: 'Installing them needs the rights of root, and this account does not have them.',
      fix: `Run this, then the same command again:\nsudo sh -c '${command}'`,
    });
  }
  const doubts = await aptGet(['update'], 'Reading the list of system packages …', command, []);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  await aptGet(install, `Installing system packages: ${packages.join(' ')} …`, command, doubts);
  const left = missingPackages(uses, thisMachine(machine.environment));
  if (left.length > 0) {
    throw new SetupProblem({
      what: `apt-get finished, and what ${left.join(', ')} should bring is still not found.`,
      why: 'The installed packages do not hold the expected programs, libraries or fonts.',
      fix: `Look at what is installed with: dpkg -L ${left.join(' ')}`,
    });
  }
  return true;
}

/** Runs apt-get and resolves to its warnings; `doubts` are earlier ones, which may explain why it fails now. */
async function aptGet(args, title, command, doubts) {
  say(title);
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-o', 'Dpkg::Use-Pty=0'];
  const done = { Get: 0, Unpacking: 0, 'Setting up': 0 };
  let shown = '';
  const beat = setInterval(() => {
    const now = `  ${done.Get} fetched, ${done.Unpacking} unpacked, ${done['Setting up']} set up`;
    say(now === shown ? `${now}, still working` : now);
    shown = now;
  }, 3000);
  const { code, tail } = await runLineByLine('apt-get', [...options, ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    onLine: (line) => {
      const [step] = /^(Get|Unpacking|Setting up)/.exec(line) ?? [];
      if (step !== undefined) done[step] += 1;
      else if (/^(E|W|Err)[: ]/.test(line)) say(`  ${line}`);
    },
  });
  clearInterval(beat);
  const warnings = tail.filter((line) => line.startsWith('W: '));
  if (code === 0) return warnings;
  const errors = [...doubts, ...tail.filter((line) => /^(E|Err|W)[: ]/.test(line))];
  throw new SetupProblem({
    what: `apt-get ${args[0]} failed (code ${code}).`,
    why: (errors.length > 0 ? errors : tail).slice(-4).join('\n') || 'It did not say.',
    fix: `Check the network and /etc/apt/sources.list, then run this by hand:\n${command}`,
  });
}

/** Throws a SetupProblem that names every shared library which this program links to and the system does not have. */
export function checkLinkedLibraries(executable) {
  if (process.platform !== 'linux') return;
  const missing = (outputOf('ldd', [executable]) ?? '').match(/\S+(?= => not found)/g) ?? [];
  if (missing.length === 0) return;
  throw new SetupProblem({
    what: `Electron cannot start here: ${[...new Set(missing)].join(', ')} not found.`,
    why: `${executable} links to libraries that this system does not have.`,
    fix: 'Install the packages that hold them (on Debian: `apt-file search NAME` tells which), then run this again.',
  });
}
