// Stands in for vitest where mutation testing loads the tests: notes them instead of running them.
export { expect, vi } from 'vitest';

const tests = [];
let inside = [];

function newSuite(name) {
  return { name, entered: false, beforeAll: [], beforeEach: [], afterEach: [] };
}

/** Notes what is registered while some work runs as one suite. */
export async function suite(name, work) {
  inside = [...inside, newSuite(name)];
  await work();
  inside = inside.slice(0, -1);
}

/** All tests that were noted. */
export function takeTests() {
  return tests;
}

function filled(name, values) {
  let at = 0;
  return name.replace(/%s|%i|%d|%j|%o/g, () => String(values[at++]));
}

function eachOf(register) {
  return (table) => (name, work, more) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      const title = filled(name, values);
      if (typeof work === 'function') register(title, () => work(...values));
      else register(title, work, () => more(...values));
    }
  };
}

export function describe(name, given, work = given) {
  inside = [...inside, newSuite(name)];
  work();
  inside = inside.slice(0, -1);
}
describe.each = eachOf(describe);

export function it(name, given, work = given) {
  const run = typeof work === 'function' ? work : given;
  const names = [...inside.map((one) => one.name), name].join(' > ');
  const same = tests.filter((test) => test.names === names).length;
  const id = same === 0 ? names : `${names} (${same + 1})`;
  tests.push({ id, names, at: tests.length, suites: inside, run: async () => run() });
}
it.each = eachOf(it);

export const beforeAll = (hook) => void inside.at(-1).beforeAll.push(hook);
/** The process that runs them ends, and with it what they would tidy up. */
export const afterAll = () => undefined;
export const beforeEach = (hook) => void inside.at(-1).beforeEach.push(hook);
export const afterEach = (hook) => void inside.at(-1).afterEach.push(hook);
