// `npm test`: sets the machine up, runs every gate, prints a table and one closing line of counts.
// Command: node test/run.mjs [--only=GATE,GATE] [WORD ...]; a WORD chooses test files by path.
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { SetupProblem, explain } from '../electron/runtime/say.mjs';
import { projectRoot, setUp } from '../electron/runtime/setup.mjs';
import { runGates } from './support/gate-runner.mjs';
import { gates } from './support/gates.mjs';
import { countTests, table } from './support/summary.mjs';

const reports = path.join(projectRoot, '.cache', 'reports');

function print(text) {
  process.stdout.write(`${text}\n`);
}

const usage = `Usage: npm test -- [--only=GATE,GATE] [WORD ...]
Runs every gate, or those of --only; a WORD chooses test files by a part of their path.
`;

if (process.argv.includes('--help')) {
  const names = gates({ reports, filters: [] }).map(({ name }) => name);
  print(`${usage}The gates are ${names.join(', ')}.`);
  process.exit(0);
}

function refuseUnknownOptions() {
  const unknown = process.argv.slice(2).find((word) => word.startsWith('-') && !word.startsWith('--only='));
  if (unknown === undefined) return;
  throw new SetupProblem({
    what: `There is no option ${unknown}.`,
    why: usage.trim(),
    fix: 'Leave it out, or correct it.',
  });
}

function chosenGates() {
  const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--only='));
  const all = gates({ reports, filters });
  const only = process.argv.slice(2).find((argument) => argument.startsWith('--only='));
  if (only === undefined) return all;
  const names = only.slice('--only='.length).split(',');
  const unknown = names.filter((name) => !all.some((gate) => gate.name === name));
  if (unknown.length > 0) {
    throw new SetupProblem({
      what: `There is no gate called ${unknown.join(', ')}.`,
      why: `The gates are ${all.map((gate) => gate.name).join(', ')}.`,
      fix: 'Correct --only, or leave it out to run them all.',
    });
  }
  return all.filter((gate) => names.includes(gate.name));
}

/** Environment of a gate: windows of the tests go to a virtual screen of their own. */
async function environmentOf(gate) {
  const plain = process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' };
  const env = { ...process.env, ...plain, ...gate.env };
  if (!gate.screen || process.platform !== 'linux') return { env, release: async () => {} };
  const { startXvfb } = await import('./support/xvfb.mjs');
  const screen = await startXvfb();
  return { env: { ...env, DISPLAY: screen.display, WAYLAND_DISPLAY: '' }, release: () => screen.stop() };
}

/** One row of the table: a gate is fine when its command is and its tests can be believed. */
function judge({ gate, code, output, seconds }) {
  const tests =
    gate.counts === null ? null : countTests(gate.counts, path.join(reports, `${gate.name}.json`));
  const doubt = tests === null || code !== 0 ? null : tests.doubt;
  return { name: gate.name, ok: code === 0 && doubt === null, tests, seconds, output, doubt };
}

async function main() {
  refuseUnknownOptions();
  const chosen = chosenGates();
  await setUp({ purpose: chosen.some((gate) => gate.wholeMachine) ? 'test' : 'tools', quiet: true });
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  const results = await runGates(chosen, {
    slots: Math.min(2, availableParallelism()),
    cwd: projectRoot,
    environmentOf,
    onStart: (gate) => print(`… ${gate.name}`),
    onEnd: (result) => {
      const row = judge(result);
      print(`${row.ok ? 'ok' : 'FAILED'}: ${row.name} (${row.seconds.toFixed(1)} s)`);
      if (!row.ok)
        print([`----- ${row.name} -----`, row.output.trimEnd(), row.doubt ?? '', '-----'].join('\n'));
    },
  });

  const rows = results.map(judge);
  print(`\n${table(rows)}\n`);
  return {
    passed: rows.reduce((sum, row) => sum + (row.tests?.passed ?? 0) + (row.ok ? 1 : 0), 0),
    failed: rows.reduce((sum, row) => sum + (row.tests?.failed ?? 0) + (row.ok ? 0 : 1), 0),
  };
}

let counts = { passed: 0, failed: 1 };
try {
  counts = await main();
} catch (error) {
  if (error instanceof SetupProblem) explain(error);
  else print(error instanceof Error ? error.stack : String(error));
}
process.exitCode = counts.failed === 0 ? 0 : 1;
print(`${counts.passed} passed, ${counts.failed} failed`);
