import { describe, expect, test } from 'vitest';
import { runGates } from '../../support/gate-runner.mjs';
import { gates } from '../../support/gates.mjs';
import { countPlaywright, countTests, countVitest, table } from '../../support/summary.mjs';

type Gate = Parameters<typeof runGates>[0][number];

function gate(name: string, script: string, changes: Partial<Gate> = {}): Gate {
  return { name, command: ['-e', script], slots: 1, after: [], limit: 30_000, ...changes };
}

async function run(list: Gate[], slots = 2) {
  const order: string[] = [];
  const results = await runGates(list, {
    slots,
    cwd: process.cwd(),
    environmentOf: async () => ({ env: process.env, release: async () => {} }),
    onStart: (one) => order.push(`+${one.name}`),
    onEnd: (result) => order.push(`-${result.gate.name}`),
  });
  return { order, results };
}

describe('running gates', () => {
  test('gates: results come in the order asked for, with code and output', async () => {
    const { results } = await run([
      gate('slow', 'setTimeout(() => console.log("slow"), 50)'),
      gate('bad', 'console.error("why"); process.exit(3)'),
    ]);
    expect(results.map(({ code, output }) => [code, output])).toEqual([
      [0, 'slow\n'],
      [3, 'why\n'],
    ]);
  });

  test('gates: no more run at once than there are slots', async () => {
    const { order } = await run([gate('a', '1'), gate('b', '2', { slots: 2 }), gate('c', '3', { slots: 2 })]);
    expect(order).toEqual(['+a', '-a', '+b', '-b', '+c', '-c']);
  });

  test('gates: one that comes after another waits for it, and does not run when it failed', async () => {
    const { order, results } = await run([
      gate('e2e', 'console.log("ran")', { after: ['build'] }),
      gate('build', 'process.exit(1)'),
    ]);
    expect(order).toEqual(['+build', '-build', '-e2e']);
    expect(results[0]).toMatchObject({ code: 1, output: 'Not run: build failed.\n' });
  });

  test('gates: what a gate comes after is not waited for when it was not chosen', async () => {
    const { results } = await run([gate('e2e', '1', { after: ['build'] })]);
    expect(results[0]?.code).toBe(0);
  });

  test('gates: one that does not end is stopped with all it started', async () => {
    const { results } = await run([gate('stuck', 'setInterval(() => {}, 50)', { limit: 50 })]);
    expect(results[0]?.code).toBeNull();
    expect(results[0]?.output).toContain('Stopped: not finished');
  });
});

describe('counting tests', () => {
  test('gates: a test file that cannot be loaded counts as a failed test', () => {
    const report = {
      numPassedTests: 2,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 2, failed: 2, skipped: 0 });
  });

  test('gates: a window test that passed only when repeated counts as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 0 }, errors: [{}] };
    expect(countPlaywright(report)).toEqual({ passed: 5, failed: 4, skipped: 0 });
  });

  test('gates: no report is no proof', () => {
    expect(countTests('vitest', '/nowhere/report.json').doubt).toBe('It left no report of its tests.');
  });

  test('gates: the table lines up verdict, name, tests and seconds', () => {
    const rows = [
      { ok: true, name: 'node', tests: { passed: 12, failed: 0, skipped: 0, doubt: null }, seconds: 3.14 },
      { ok: false, name: 'types', tests: null, seconds: 12 },
    ];
    expect(table(rows)).toBe('ok      node   12 of 12 tests   3.1 s\nFAILED  types                  12.0 s');
  });
});

describe('the list of gates', () => {
  const list = gates({ reports: '/reports', filters: [] });

  test('gates: names are unique and each comes after gates that exist', () => {
    const names = list.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { after } of list) for (const name of after) expect(names).toContain(name);
  });

  test('gates: all that the house promises is there', () => {
    expect(list.map(({ name }) => name).toSorted()).toEqual(
      [
        'browser',
        'build',
        'e2e',
        'format',
        'layers',
        'lint',
        'node',
        'types',
        'unused',
        'unused-app',
      ].toSorted(),
    );
  });
});
