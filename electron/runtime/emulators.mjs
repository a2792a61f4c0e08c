// Starts the Salesforce and GitLab emulators beside the app and hands over what they announce.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './say.mjs';

const readyWithin = 60_000;

/** The announcement with the person who works in the demo workspace, as CHANNEL_DESK_DEMO takes it. */
function withPerson(line, root) {
  const settings = JSON.parse(readFileSync(path.join(root, 'resources', 'demo', 'person.json'), 'utf8'));
  return JSON.stringify({ ...JSON.parse(line), settings });
}

/**
 * Starts both emulators and resolves, once they answer, to the JSON line they announce themselves with and a `stop`;
 * rejects with a SetupProblem when they end or stay silent for a minute.
 */
export function startEmulators(root, args = []) {
  const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const child = spawn(process.execPath, [tsx, path.join(root, 'test', 'emulators', 'main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(force);
  };
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(deadline);
      reject(
        new SetupProblem({
          what: 'The Salesforce and GitLab emulators did not start.',
          why: [why, said.trim()].filter(Boolean).join('\n'),
          fix: 'Run `npm run emulators` by hand to see what they say.',
        }),
      );
    };
    const deadline = setTimeout(() => {
      fail('They announced nothing within a minute.');
      void stop();
    }, readyWithin);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      const line = output.split('\n').find((one) => one.startsWith('{') && output.includes(`${one}\n`));
      if (line === undefined) return;
      clearTimeout(deadline);
      child.stdout.removeAllListeners('data').resume();
      resolve({ announcement: withPerson(line, root), stop });
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`They ended at once (${signal ?? `code ${code}`}).`));
  });
}
