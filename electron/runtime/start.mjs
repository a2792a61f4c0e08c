// `npm start`: the app on the demo workspace, with the Salesforce and GitLab emulators beside it.
//
// Where no window can be opened, the same tour is taken unattended instead. The tour is a program of its own, since it
// drives the app with the test tools: `tsx test/e2e/tour/unattended.ts <folder>`. Its part of the bargain:
//   - CHANNEL_DESK_DEMO holds the emulators' announcement (one line of JSON), as it does for the app itself;
//   - the app is built and the machine set up; a virtual screen is the tour's own to start and stop;
//   - it writes timeline.pdf, mdf-report.csv and one PNG of every screen into <folder> and exits 0, or says on
//     standard error what went wrong and exits with another code.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { startElectron } from './electron.mjs';
import { startEmulators } from './emulators.mjs';
import { SetupProblem, runAsCommand, say } from './say.mjs';
import { hasDisplay, projectRoot, setUp } from './setup.mjs';

const tour = path.join(projectRoot, 'test', 'e2e', 'tour', 'unattended.ts');

function endOf(child) {
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
    });
  });
}

/** Opens the app in a window on a fresh demo profile; resolves to its exit code when the person closes it. */
async function openApp(electron, env) {
  const profile = mkdtempSync(path.join(tmpdir(), 'channel-desk-demo-'));
  const args = [];
  if (process.getuid?.() === 0) {
    say('Started as root: the sandbox of the browser engine is off for this run.');
    args.push('--no-sandbox');
  }
  try {
    return await endOf(startElectron(electron, { args, env: { ...env, CHANNEL_DESK_USER_DATA: profile } }));
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function wantedFolder() {
  const given = process.argv.slice(2).find((argument) => argument.startsWith('--out='));
  if (given !== undefined) return path.resolve(given.slice('--out='.length));
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return path.join(projectRoot, 'artifacts', `tour-${stamp}`);
}

function checkLeftBehind(folder) {
  const left = readdirSync(folder).filter((name) => statSync(path.join(folder, name)).size > 0);
  const missing = ['timeline.pdf', 'mdf-report.csv'].filter((name) => !left.includes(name));
  if (!left.some((name) => name.endsWith('.png'))) missing.push('screenshots');
  if (missing.length === 0) return;
  throw new SetupProblem({
    what: `The tour ended without ${missing.join(', ')}.`,
    why: `They are not in ${folder}, or are empty.`,
    fix: 'Run `npm test -- --only=build,e2e` to see which part of the app fails.',
  });
}

/** Takes the tour without a person and leaves its papers in a folder whose path it prints. */
async function takeTour(env) {
  const folder = wantedFolder();
  mkdirSync(folder, { recursive: true });
  say('No display: taking the tour unattended …');
  const tsx = path.join(projectRoot, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const child = spawn(process.execPath, [tsx, tour, folder], { cwd: projectRoot, env, stdio: 'inherit' });
  const code = await endOf(child);
  if (code !== 0) {
    throw new SetupProblem({
      what: `The tour stopped early (code ${code}).`,
      why: 'A step took longer than it may, which is most often a busy machine; it is named above.',
      fix: `Run \`npm start\` again when the machine is quieter. How the window looked is in ${path.join(folder, 'stopped-here.png')}.`,
    });
  }
  checkLeftBehind(folder);
  say('The tour is complete. The printed timeline, the report and a picture of every screen are in:');
  process.stdout.write(`${folder}\n`);
  return 0;
}

await runAsCommand(async () => {
  const electron = await setUp({ purpose: 'start' });
  await buildIfStale(projectRoot);
  say('Starting the Salesforce and GitLab emulators …');
  const emulators = await startEmulators(projectRoot);
  const env = { ...process.env, CHANNEL_DESK_DEMO: emulators.announcement };
  const { salesforce, gitlab } = JSON.parse(emulators.announcement);
  const controls = `${salesforce.controlUrl} ${gitlab.controlUrl}`;
  say(`To play a lost network (false brings it back), in another terminal:
  for url in ${controls}; do curl -sS -H 'content-type: application/json' -d '{"offline":true}' $url/offline; done`);
  if (electron.source === 'fallback') env.CHANNEL_DESK_EVALUATION_RUNTIME = electron.version;
  try {
    return hasDisplay() ? await openApp(electron, env) : await takeTour(env);
  } finally {
    await emulators.stop();
  }
});
