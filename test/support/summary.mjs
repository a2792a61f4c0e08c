// Counts tests from the reports of the test tools and prints what a run of the gates came to.
import { existsSync, readFileSync } from 'node:fs';

/** Counts of a Vitest JSON report; a test file that could not be loaded counts as one failed test. */
export function countVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts of a Playwright JSON report; a test that passed only when repeated counts as failed, so does a broken file. */
export function countPlaywright(report) {
  return {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    skipped: report.stats.skipped,
  };
}

/**
 * The counts of one gate's tests, with the reason why its report is no proof of anything: no report, no test run, or
 * tests skipped.
 */
export function countTests(kind, file) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(file)) return { ...none, doubt: 'It left no report of its tests.' };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const counts = kind === 'vitest' ? countVitest(report) : countPlaywright(report);
  if (counts.passed + counts.failed === 0) return { ...counts, doubt: 'It ran no test.' };
  if (counts.skipped > 0) return { ...counts, doubt: `It skipped ${counts.skipped} tests.` };
  return { ...counts, doubt: null };
}

/** A table of gates: verdict, name, tests, duration in seconds. */
export function table(rows) {
  const cells = rows.map((row) => [
    row.ok ? 'ok' : 'FAILED',
    row.name,
    row.tests === null ? '' : `${row.tests.passed} of ${row.tests.passed + row.tests.failed} tests`,
    `${row.seconds.toFixed(1)} s`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map(([verdict, name, tests, seconds]) =>
      [
        verdict.padEnd(widths[0]),
        name.padEnd(widths[1]),
        tests.padStart(widths[2]),
        seconds.padStart(widths[3]),
      ].join('  '),
    )
    .join('\n');
}
