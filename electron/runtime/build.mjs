// Builds the app into out/ when its sources have changed since the last build, so that a second start takes seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SetupProblem, runAsCommand, runLineByLine, say } from './say.mjs';

const sources = [
  'electron',
  'renderer',
  'shared',
  'resources',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

function* filesUnder(where) {
  if (!existsSync(where)) return;
  if (!statSync(where).isDirectory()) {
    yield where;
    return;
  }
  for (const entry of readdirSync(where, { withFileTypes: true })) {
    const inside = path.join(where, entry.name);
    if (entry.isDirectory()) yield* filesUnder(inside);
    else if (entry.isFile()) yield inside;
  }
}

/** A fingerprint of all that the build reads: path, size and time of change of every source file. */
export function sourceFingerprint(root) {
  const hash = createHash('sha256');
  const configs = readdirSync(root).filter((name) => /^(electron\.)?vite\.config\.\w+$/.test(name));
  for (const source of [...sources, ...configs.sort()]) {
    for (const file of [...filesUnder(path.join(root, source))].sort()) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** What the holidays are made from, and what of them is there. */
function holidaysFingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['electron/runtime/make-holidays.mjs', 'node_modules/date-holidays/package.json']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  for (const file of [...filesUnder(path.join(root, 'resources', 'holidays'))].sort()) {
    hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Makes the holidays of every country when they are not those that were made last; it takes a few seconds. */
async function makeHolidaysIfStale(root) {
  const stamp = path.join(root, 'out', '.holidays-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === holidaysFingerprint(root)) return;
  say('Making the holidays of every country …');
  const script = path.join(root, 'electron', 'runtime', 'make-holidays.mjs');
  const { code, tail } = await runLineByLine(process.execPath, [script], { cwd: root, onLine: () => {} });
  if (code !== 0) {
    throw new SetupProblem({
      what: `Making the holidays failed (code ${code}).`,
      why: tail.join('\n'),
      fix: 'Do what the reason says; `node electron/runtime/make-holidays.mjs` shows everything.',
    });
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, holidaysFingerprint(root));
}

/** Builds the app when needed and says whether it did; throws a SetupProblem with the builder's last words. */
export async function buildIfStale(root) {
  const stamp = path.join(root, 'out', '.built-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceFingerprint(root)) return false;
  await makeHolidaysIfStale(root);
  const fingerprint = sourceFingerprint(root);
  say('Building the app …');
  rmSync(stamp, { force: true });
  const { code, tail } = await runLineByLine(
    process.execPath,
    [path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
    { cwd: root, onLine: (line) => /^vite v/.test(line) && say(`  ${line}`) },
  );
  if (code !== 0) {
    throw new SetupProblem({
      what: `Building the app failed (code ${code}).`,
      why: tail.join('\n'),
      fix: 'Correct the named source file; `npm run build` shows everything the builder says.',
    });
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runAsCommand(async () => {
    await buildIfStale(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'));
  });
}
