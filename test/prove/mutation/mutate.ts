import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../shared/schema/zod';
import { projectRoot } from '../../e2e/support/project-root';
import { MUTATION_FOLDER, type MutationFolder } from './folders';

const Report = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

/** How many changes of a folder were tried, and how many of them the tests noticed. */
export type MutationScore = { readonly tried: number; readonly noticed: number };

function settings(folder: MutationFolder, cache: string) {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    mutate: folder.mutate,
    // Words for people are no behaviour, and the types see to the words that are.
    mutator: { excludedMutations: ['StringLiteral'] },
    // Changes of what runs only once, while a module is loaded, would need all tests each.
    ignoreStatic: true,
    coverageAnalysis: 'perTest',
    reporters: ['json', 'clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: join(cache, `${folder.name}.json`) },
    incremental: true,
    incrementalFile: join(cache, `${folder.name}-tried.json`),
    tempDirName: join(cache, 'tree'),
    ignorePatterns: ['out', 'artifacts', '.cache', 'test-results', 'playwright-report'],
    // One at a time and with much patience, so that a busy machine does not pass for a change that never ends.
    concurrency: 1,
    timeoutMS: 30_000,
    timeoutFactor: 3,
  };
}

/** Tries every small change of a folder's code; what was tried before and is still the same is not tried again. */
export async function mutate(folder: MutationFolder, say: (line: string) => void): Promise<MutationScore> {
  const cache = join(projectRoot, '.cache', 'mutation');
  mkdirSync(cache, { recursive: true });
  const config = join(cache, `${folder.name}-settings.json`);
  writeFileSync(config, JSON.stringify(settings(folder, cache)));
  const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const run = spawn(process.execPath, [stryker, 'run', config], {
    cwd: projectRoot,
    env: { ...process.env, [MUTATION_FOLDER]: folder.name },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  run.stdout.on('data', (part: Buffer) => say(part.toString().trimEnd()));
  const code = await new Promise<number | null>((resolve) => run.once('close', resolve));
  if (code !== 0) throw new Error(`mutation testing of ${folder.name} ended with ${code}`);
  const { files } = Report.parse(JSON.parse(readFileSync(join(cache, `${folder.name}.json`), 'utf8')));
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const noticed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const missed = statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  return { tried: noticed + missed, noticed };
}
