import { spawn } from 'node:child_process';

const WAIT_NOTE_EVERY = 10_000;

/**
 * Runs a program to its end: `{ code, output, why }`, where `why` is one line about a failure. `timeout` is in
 * milliseconds; `onWait(seconds)` is called every ten seconds so that a download never looks dead.
 */
export function run(command, args, { cwd, env, timeout, onWait } = {}) {
  return new Promise((done) => {
    const started = Date.now();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    let timedOut = false;
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-8000);
    });
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeout);
    const note = setInterval(() => onWait?.(Math.round((Date.now() - started) / 1000)), WAIT_NOTE_EVERY);
    const end = (code, why) => {
      clearTimeout(limit);
      clearInterval(note);
      done({ code, output, why });
    };
    child.once('error', (error) => end(-1, error.message));
    child.once('close', (code, signal) => {
      if (timedOut) end(-1, `no end after ${Math.round(timeout / 1000)} s`);
      else end(code ?? -1, firstLine(errors) ?? (signal ? `stopped by ${signal}` : `exit code ${code}`));
    });
  });
}

/** The line that says most: the first with an error in it, else the first that is not a warning. */
function firstLine(text) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^npm (warn|notice)/i.test(line) && !line.startsWith('at '));
  return lines.find((line) => /error|fail/i.test(line)) ?? lines[0] ?? null;
}
