// Runs gates side by side within a number of slots; output is kept, so that only failing gates show theirs.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {string[]} command arguments for Node
 * @property {number} slots how many of the runner's slots it takes
 * @property {string[]} after names of the gates it waits for
 * @property {number} limit milliseconds after which it is stopped
 *
 * @typedef {{ gate: Gate, code: number | null, output: string, seconds: number }} GateResult
 */

/** Runs one command to its end or its limit; resolves to its exit code (null when stopped) and all it printed. */
function runCommand(gate, { cwd, env, children }) {
  return new Promise((resolve) => {
    const output = [];
    // A group of its own, so that a gate past its limit takes its browsers and servers with it.
    const child = spawn(process.execPath, gate.command, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const limit = setTimeout(() => {
      output.push(`\nStopped: not finished after ${Math.round(gate.limit / 60_000)} minutes.\n`);
      stopGroup(child);
    }, gate.limit);
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => output.push(`${error.message}\n`));
    child.once('close', (code) => {
      clearTimeout(limit);
      children.delete(child);
      resolve({ code, output: output.map(String).join('') });
    });
  });
}

function stopGroup(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/**
 * Runs gates in their order, as many at once as fit into `slots`; a gate starts when those it comes after have ended
 * well, and is held back as failed when one of them has not. Resolves to one result per gate.
 *
 * @param {Gate[]} gates
 * @param {object} options
 * @param {number} options.slots
 * @param {string} options.cwd
 * @param {(gate: Gate) => Promise<{ env: NodeJS.ProcessEnv, release: () => Promise<void> }>} options.environmentOf
 * @param {(gate: Gate) => void} options.onStart
 * @param {(result: GateResult) => void} options.onEnd
 * @returns {Promise<GateResult[]>}
 */
export async function runGates(gates, { slots, cwd, environmentOf, onStart, onEnd }) {
  const children = new Set();
  const stopAll = (signal) => {
    for (const child of children) stopGroup(child);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stopAll);
  process.once('SIGTERM', stopAll);

  const chosen = new Set(gates.map((gate) => gate.name));
  const waiting = [...gates];
  const running = new Set();
  const results = new Map();
  let used = 0;

  const start = (gate) => {
    used += Math.min(gate.slots, slots);
    onStart(gate);
    const started = Date.now();
    const work = (async () => {
      const { env, release } = await environmentOf(gate);
      try {
        return await runCommand(gate, { cwd, env, children });
      } finally {
        await release();
      }
    })()
      .catch((error) => ({ code: 1, output: `${error instanceof Error ? error.stack : error}\n` }))
      .then((end) => {
        const result = { gate, ...end, seconds: (Date.now() - started) / 1000 };
        results.set(gate.name, result);
        used -= Math.min(gate.slots, slots);
        running.delete(work);
        onEnd(result);
      });
    running.add(work);
  };

  while (waiting.length > 0 || running.size > 0) {
    for (const gate of [...waiting]) {
      const before = gate.after.filter((name) => chosen.has(name));
      const failed = before.find((name) => results.has(name) && results.get(name).code !== 0);
      if (failed !== undefined) {
        waiting.splice(waiting.indexOf(gate), 1);
        const result = { gate, code: 1, output: `Not run: ${failed} failed.\n`, seconds: 0 };
        results.set(gate.name, result);
        onEnd(result);
        continue;
      }
      const ready = before.every((name) => results.has(name));
      const fits = used + Math.min(gate.slots, slots) <= slots;
      if (ready && fits) {
        waiting.splice(waiting.indexOf(gate), 1);
        start(gate);
      }
    }
    if (running.size > 0) await Promise.race(running);
  }
  process.off('SIGINT', stopAll);
  process.off('SIGTERM', stopAll);
  return gates.map((gate) => results.get(gate.name));
}
