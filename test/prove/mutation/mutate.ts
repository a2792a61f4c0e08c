import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../shared/schema/zod';
import { projectRoot } from '../../e2e/support/project-root';
import { isTried, MUTATION_EVERY, MUTATION_GROUP, type MutationGroup } from './groups';

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({ mutants: z.array(z.object({ id: z.string(), status: z.string() })) }),
  ),
});
type Statuses = readonly { readonly status: string }[];

/** How many changes of a file or a group were tried, and how many of them the tests noticed. */
export type MutationScore = { readonly name: string; readonly tried: number; readonly noticed: number };

function scoreOf(name: string, changes: Statuses): MutationScore {
  const count = (...statuses: string[]): number =>
    changes.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  return { name, noticed, tried: noticed + count('Survived', 'NoCoverage') };
}

/** A score in words. */
export function scoreText({ name, tried, noticed }: MutationScore): string {
  return `${name.padEnd(44)} ${noticed} of ${tried} noticed, ${((100 * noticed) / Math.max(1, tried)).toFixed(1)} %`;
}

function settings(group: MutationGroup, cache: string) {
  return {
    testRunner: 'one-process',
    testRunnerNodeArgs: ['--import', 'tsx'],
    // Now and then everything is loaded anew, so that nothing that changes left behind lasts.
    maxTestRunnerReuse: 300,
    plugins: ['./test/prove/mutation/runner.mjs'],
    mutate: group.mutate,
    // Words for people are no behaviour, and the types see to the words that are.
    mutator: { excludedMutations: ['StringLiteral'] },
    // Changes of what runs only once, while a module is loaded, would need all tests each.
    ignoreStatic: true,
    coverageAnalysis: 'perTest',
    reporters: ['json', 'clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: join(cache, `${group.name}.json`) },
    tempDirName: join(cache, `${group.name}-tree`),
    ignorePatterns: ['out', 'artifacts', '.cache', 'test-results', 'playwright-report'],
    // One at a time and with much patience, so that a busy machine does not pass for a change that never ends.
    concurrency: 1,
    timeoutMS: 20_000,
    timeoutFactor: 3,
  };
}

/** Tries every small change of a group's code, or each so-manyth, and tells the score of each of its files. */
export async function mutate(
  group: MutationGroup,
  every: number,
  say: (line: string) => void,
): Promise<MutationScore> {
  const cache = join(projectRoot, '.cache', 'mutation');
  mkdirSync(cache, { recursive: true });
  const config = join(cache, `${group.name}-settings.json`);
  writeFileSync(config, JSON.stringify(settings(group, cache)));
  const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const run = spawn(process.execPath, [stryker, 'run', config], {
    cwd: projectRoot,
    env: { ...process.env, [MUTATION_GROUP]: group.name, [MUTATION_EVERY]: String(every) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  run.stdout.on('data', (part: Buffer) => say(part.toString().trimEnd()));
  const code = await new Promise<number | null>((resolve) => run.once('close', resolve));
  if (code !== 0) throw new Error(`mutation testing of ${group.name} ended with ${code}`);
  const { files } = Report.parse(JSON.parse(readFileSync(join(cache, `${group.name}.json`), 'utf8')));
  const tried = Object.entries(files).map(([file, { mutants }]) => ({
    file,
    mutants: mutants.filter(({ id }) => isTried(id, every)),
  }));
  for (const { file, mutants } of tried) say(scoreText(scoreOf(file, mutants)));
  return scoreOf(
    group.name,
    tried.flatMap(({ mutants }) => mutants),
  );
}
