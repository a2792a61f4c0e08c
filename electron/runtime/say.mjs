// What the set-up says, and how it fails. Everything goes to standard error, so that a command whose standard
// output is read by a program (the emulators' JSON line) can set itself up first.
import { spawn } from 'node:child_process';

/** A set-up step that cannot go on: what failed, why, and what the person can do; thrown, caught by `runAsCommand`. */
export class SetupProblem extends Error {
  /** @param {{ what: string, why: string, fix: string }} problem */
  constructor({ what, why, fix }) {
    super(what);
    this.name = 'SetupProblem';
    this.why = why;
    this.fix = fix;
  }
}

/** Prints one line of progress. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Prints a set-up problem as three plain lines: what, why, what to do. */
export function explain(problem) {
  const indent = (text) => text.split('\n').join('\n             ');
  say('');
  say(`Stopped:     ${indent(problem.message)}`);
  say(`Why:         ${indent(problem.why)}`);
  say(`What to do:  ${indent(problem.fix)}`);
  say('');
}

/** Runs `main` as a command: a set-up problem is explained and exits 1, anything else is a bug and shows its stack. */
export async function runAsCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof SetupProblem) explain(error);
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}

/**
 * Runs a command, hands each line of its output to `onLine`, and resolves to its exit code and the last lines it
 * printed; a command that cannot be started resolves to code null and the reason as its last line.
 */
export function runLineByLine(command, args, { cwd, env, onLine }) {
  return new Promise((resolve) => {
    const tail = [];
    const take = (line) => {
      if (line.trim() === '') return;
      tail.push(line);
      if (tail.length > 12) tail.shift();
      onLine(line);
    };
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => {
        const lines = (rest + chunk).split(/\r?\n|\r/);
        rest = lines.pop() ?? '';
        for (const line of lines) take(line);
      });
      stream.on('end', () => take(rest));
    }
    child.on('error', (error) => resolve({ code: null, tail: [...tail, error.message] }));
    child.on('close', (code) => resolve({ code, tail }));
  });
}
