// The gates of `npm test`, in the order in which they are started.
import path from 'node:path';

const minute = 60_000;

/**
 * A gate: its command after `node`, how many of the runner's slots it takes, the gates it waits for, how its tests are
 * counted (null when it has none), whether it needs the whole machine set up, and its time limit in milliseconds.
 *
 * @param {{ reports: string, filters: string[] }} options folder for the reports of the test tools; words that choose
 *   test files by path, handed to the test tools.
 */
export function gates({ reports, filters }) {
  const bin = (...parts) => path.join('node_modules', ...parts);
  const vitest = (name, projects, ...options) => [
    bin('vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    ...options,
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(reports, `${name}.json`)}`],
    ...filters,
  ];
  const plain = { slots: 1, after: [], counts: null, wholeMachine: false, limit: 10 * minute };
  const tests = { ...plain, wholeMachine: true, limit: 25 * minute };
  return [
    { ...plain, name: 'format', command: [bin('@biomejs', 'biome', 'bin', 'biome'), 'format', '.'] },
    { ...plain, name: 'types', command: ['test/support/types.mjs'] },
    { ...plain, name: 'lint', command: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'] },
    { ...plain, name: 'layers', command: [bin('tsx', 'dist', 'cli.mjs'), 'test/architecture/layers.ts'] },
    { ...plain, name: 'unused', command: [bin('knip', 'bin', 'knip.js'), '--no-progress'] },
    {
      ...plain,
      name: 'unused-app',
      // What only tests ask for is no part of the app.
      command: [bin('knip', 'bin', 'knip.js'), '--no-progress', '--production'],
    },
    {
      ...tests,
      name: 'node',
      command: vitest('node', ['node', 'alone'], '--maxWorkers=2'),
      counts: 'vitest',
    },
    { ...plain, name: 'build', command: ['electron/runtime/build.mjs'] },
    { ...tests, name: 'browser', command: vitest('browser', ['browser']), counts: 'vitest', slots: 2 },
    {
      ...tests,
      name: 'e2e',
      command: [bin('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json', ...filters],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'e2e.json') },
      limit: 35 * minute,
      counts: 'playwright',
      slots: 2,
      after: ['build'],
      screen: true,
    },
  ];
}
