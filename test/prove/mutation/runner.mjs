// Runs tests for mutation testing in one process that loads everything once. Which change is in force is asked at
// run time, so nothing is loaded anew for the next one, and of the tests only as many run as it takes to notice it.
import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite, takeTests } from './registry.mjs';

/** A test in which nothing happened for so many milliseconds waits for something that never comes. */
const IDLE_MS = 2000;
const LOOK_MS = 50;

const state = (globalThis.__stryker__ ??= {});

/** Does work that may never end. Only time in which the process had nothing to do counts, however busy the machine is. */
function patient(run, extra) {
  let clock;
  const stuck = new Promise((resolve) => {
    const before = performance.eventLoopUtilization();
    clock = setInterval(() => {
      if (performance.eventLoopUtilization(before).idle > IDLE_MS + extra) resolve('stuck');
    }, LOOK_MS);
  });
  return Promise.race([run().then(() => 'done'), stuck]).finally(() => clearInterval(clock));
}

async function around(test, extra) {
  for (const one of test.suites) {
    if (one.entered) continue;
    one.entered = true;
    for (const hook of one.beforeAll) await hook();
  }
  const run = async () => {
    for (const one of test.suites) for (const hook of one.beforeEach) await hook();
    await test.run();
  };
  const tidy = async () => {
    for (const one of test.suites.toReversed()) for (const hook of one.afterEach) await hook();
  };
  try {
    const end = await patient(run, extra);
    if (end === 'stuck') return { kind: 'stuck' };
    await patient(tidy, extra);
    return { kind: 'passed' };
  } catch (error) {
    await patient(tidy, extra).catch(() => undefined);
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

class Runner {
  tests = [];
  spent = new Map();
  spoilt = false;
  isTried = () => true;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    register('./vitest-here.mjs', import.meta.url);
    // A change may break what nobody waits for; the tests say whether that matters.
    process.on('unhandledRejection', () => undefined);
    process.on('uncaughtException', () => undefined);
    const here = (path) => pathToFileURL(join(process.cwd(), path)).href;
    await import(here('test/prove/mutation/no-shrinking.ts'));
    const groups = await import(here('test/prove/mutation/groups.ts'));
    const { isTried, MUTATION_EVERY, MUTATION_GROUP, mutationGroups } = groups;
    this.isTried = (id) => isTried(id, Number(process.env[MUTATION_EVERY] ?? 1));
    const { tests } = mutationGroups.find(({ name }) => name === process.env[MUTATION_GROUP]);
    for (const path of tests) {
      await suite(path, () => import(here(path)));
    }
    this.tests = takeTests();
  }

  async dryRun() {
    const tests = [];
    for (const test of this.tests) {
      state.currentTestId = test.id;
      const began = performance.now();
      const end = await around(test, 60_000);
      const timeSpentMs = performance.now() - began;
      state.currentTestId = undefined;
      this.spent.set(test.id, timeSpentMs);
      const common = { id: test.id, name: test.id, timeSpentMs };
      tests.push(
        end.kind === 'passed'
          ? { ...common, status: 0 }
          : { ...common, status: 1, failureMessage: end.why ?? 'It did not end.' },
      );
    }
    return { status: 'complete', tests, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    if (!this.isTried(activeMutant.id))
      return { status: 'error', errorMessage: 'It is not among those to try.' };
    // Another process is begun for it, in which everything is as it was.
    if (this.spoilt) process.exit(1);
    const wanted = new Set(testFilter);
    const chosen = testFilter ? this.tests.filter(({ id }) => wanted.has(id)) : this.tests;
    const quickestFirst = chosen.toSorted(
      (a, b) => (this.spent.get(a.id) ?? a.at) - (this.spent.get(b.id) ?? b.at),
    );
    let nrOfTests = 0;
    for (const test of quickestFirst) {
      nrOfTests += 1;
      state.hitCount = hitLimit === undefined ? undefined : 0;
      state.hitLimit = hitLimit;
      state.activeMutant = activeMutant.id;
      const began = performance.now();
      const end = await around(test, (this.spent.get(test.id) ?? 0) * 3);
      state.activeMutant = undefined;
      const reached = state.hitCount > hitLimit;
      state.hitCount = undefined;
      if (end.kind === 'passed' && !reached) {
        this.spent.set(test.id, performance.now() - began);
        continue;
      }
      this.spoilt = (await around(test, 10_000)).kind !== 'passed';
      if (reached || end.kind === 'stuck') return { status: 'timeout', reason: 'It did not end.' };
      return { status: 'killed', nrOfTests, killedBy: [test.id], failureMessage: end.why };
    }
    return { status: 'survived', nrOfTests };
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'one-process', injectableClass: Runner }];
