// `npm run bench`: measures the promises about speed and size and prints a line for each.
// Command: npm run bench -- [PART …] [--help]
import { benchBundle } from './bundle';
import { benchCalls } from './calls';
import { benchDrain } from './drain';
import { type BenchLine, describeLine } from './figures';
import { benchImport } from './import';
import { benchJournal } from './journal';
import { benchPull } from './pull';
import { benchPullInWindow } from './pull-window';
import { benchSave } from './save';
import { benchStart } from './start';
import { benchTable } from './table';

type Part = { readonly what: string; readonly run: () => Promise<readonly string[]> };

const described = async (lines: Promise<readonly BenchLine[]>): Promise<readonly string[]> =>
  (await lines).map(describeLine);

const parts: Readonly<Record<string, Part>> = {
  bundle: { what: 'size of the code that the first screen loads', run: benchBundle },
  save: { what: 'save of an edit against a bare put', run: async () => [describeLine(await benchSave())] },
  journal: { what: 'what it costs that an edit is in the journal', run: async () => [await benchJournal()] },
  start: {
    what: 'start to the first rows among 10,000, against an empty window',
    run: () => described(benchStart()),
  },
  pull: {
    what: 'first reading of 100,000 rows, and the window meanwhile',
    run: async () => [...(await benchPull()), ...(await benchPullInWindow())],
  },
  calls: { what: 'requests that it takes to learn of changes', run: benchCalls },
  drain: { what: 'drain of queued edits', run: benchDrain },
  table: { what: 'first rows and scrolling of 10,000 requests', run: () => described(benchTable()) },
  import: { what: 'import of 10,000 rows, and the window meanwhile', run: benchImport },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function help(): void {
  say('npm run bench -- [PART …]    without a part, all of them:');
  for (const [name, { what }] of Object.entries(parts)) say(`  ${name.padEnd(8)} ${what}`);
}

/** Runs parts one after the other; one that crashes does not take the lines of the others. */
async function run(names: readonly string[]): Promise<boolean> {
  let isWhole = true;
  for (const name of names) {
    try {
      for (const line of (await parts[name]?.run()) ?? []) say(line);
    } catch (error) {
      isWhole = false;
      say(`${name} CRASHED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return isWhole;
}

const given = process.argv.slice(2);
const unknown = given.filter((name) => !Object.hasOwn(parts, name));
if (given.includes('--help')) {
  help();
  process.exit(0);
}
if (unknown.length > 0) {
  say(`There is no part ${unknown.join(', ')}.`);
  help();
  process.exit(2);
}
// A missed promise is said, not failed: only a crash ends the run with an error.
process.exit((await run(given.length > 0 ? given : Object.keys(parts))) ? 0 : 1);
