import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failureLog, type Proof } from './proof';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What a test of the sync needs of the tree. */
const PARTS = [
  'shared',
  'electron',
  'renderer',
  'resources',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** One mistake: a text that stands in a file exactly once, what it becomes, and the test files that must notice. */
type SeededBug = {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly caughtBy: readonly string[];
};

/** Mistakes that would break a promise of the sync, each of a kind that is easily made. */
const bugs: readonly SeededBug[] = [
  {
    what: 'forgets that a request may have arrived',
    file: 'shared/sync/run-step.ts',
    from: "repeat: before.state === 'sent'",
    to: 'repeat: false',
    caughtBy: ['test/sync/failures.test.ts'],
  },
  {
    what: 'stores nothing before a request leaves',
    file: 'shared/sync/run-step.ts',
    from: 'const leaving: Intent = { ...withStep(intent, step), state',
    to: 'const leaving: Intent = { ...intent, state',
    caughtBy: ['test/sync/failures.test.ts', 'test/sync/saga.test.ts'],
  },
  {
    what: 'calls an unanswered request undone',
    file: 'shared/sync/outcomes.ts',
    from: 'return putOffWithBackoff(draft, pass, attempt, left, problem, afterMs ?? null);',
    to: 'return putOffWithBackoff(draft, pass, attempt, before, problem, afterMs ?? null);',
    caughtBy: ['test/sync/failures.test.ts'],
  },
  {
    what: 'writes over a newer remote state',
    file: 'shared/sync/steps/crm-put.ts',
    from: 'expectStamp: ref === null ? null : base.stamp,',
    to: 'expectStamp: null,',
    caughtBy: ['test/sync/conflicts.test.ts', 'test/sync/decisions.test.ts'],
  },
  {
    what: 'takes theirs where both sides changed a field',
    file: 'shared/domain/merging/merge.ts',
    from: 'return { keep: mine, agreed: base, conflict: true };',
    to: 'return { keep: theirs, agreed: theirs, conflict: false };',
    caughtBy: ['test/sync/merge.test.ts', 'test/sync/conflicts.test.ts'],
  },
  {
    what: 'loses what was added to a list here',
    file: 'shared/domain/merging/merge.ts',
    from: '|| !before.has(entry)',
    to: '|| (!before.has(entry) && there.has(entry))',
    caughtBy: ['test/sync/merge.test.ts'],
  },
  {
    what: 'ignores a time that a remote named',
    file: 'shared/sync/backoff.ts',
    from: 'const wait = askedMs ?? jittered(attempt, random, stepBackoff);',
    to: 'const wait = jittered(attempt, random, stepBackoff) + (askedMs ?? 0) * 0;',
    caughtBy: ['test/sync/failures.test.ts', 'test/sync/watchdog.test.ts'],
  },
  {
    what: 'sends a field while its conflict is open',
    file: 'shared/sync/conflicts.ts',
    from: 'return new Set(own.flatMap((conflict) => conflict.fields.map(({ field }) => field)));',
    to: 'return new Set(own.flatMap(() => []));',
    caughtBy: ['test/sync/conflicts.test.ts'],
  },
  {
    what: 'sends a decision whose facts have changed',
    file: 'shared/sync/steps/crm-put.ts',
    from: "'salesforce', judges(context.intent, entry))",
    to: "'salesforce', false)",
    caughtBy: ['test/sync/decisions.test.ts'],
  },
  {
    what: 'sends a claim before its request is there',
    file: 'shared/sync/steps/crm-put.ts',
    from: 'if (parent) return parent;',
    to: '',
    caughtBy: ['test/sync/outbox.test.ts'],
  },
  {
    what: 'lets one stopped change stop the others of its record for good',
    file: 'shared/sync/depends.ts',
    from: "return intent.state === 'parked' ? isRecheckable(intent.problem) : true;",
    to: "return intent.state !== 'parked';",
    caughtBy: ['test/sync/conflicts.test.ts', 'test/sync/outbox.test.ts', 'test/sync/decisions.test.ts'],
  },
  {
    what: 'marks an edited record as deleted',
    file: 'shared/sync/conflicts.ts',
    from: 'if (!atStake) {',
    to: 'if (atStake || !atStake) {',
    caughtBy: ['test/sync/decisions.test.ts'],
  },
  {
    what: 'joins changes across what may have left',
    file: 'shared/sync/coalesce.ts',
    from: "return untouched && intent.state !== 'running';",
    to: 'return true;',
    caughtBy: ['test/sync/outbox.test.ts', 'test/sync/failures.test.ts', 'test/sync/histories.test.ts'],
  },
  {
    what: 'waits for ever for a call that never ends',
    file: 'shared/sync/patience.ts',
    from: 'if (one.left <= 0) one.giveUp();',
    to: '',
    caughtBy: ['test/sync/watchdog.test.ts'],
  },
  {
    what: 'lets one mistake end the whole pass',
    file: 'shared/sync/drain.ts',
    from: 'if (endsWork(cause)) throw cause;',
    to: 'throw cause;',
    caughtBy: ['test/sync/watchdog.test.ts'],
  },
  {
    what: 'makes an issue without looking for it first',
    file: 'electron/remotes/gitlab/ensure.ts',
    from: "const found = await earlier(session, 'issue', command);",
    to: 'const found = { ok: true, value: null } as Awaited<ReturnType<typeof earlier>>;',
    caughtBy: ['test/contract/remotes/remotes.contract.test.ts'],
  },
  {
    what: 'keeps the last of two twins on one device and the first on the other',
    file: 'electron/remotes/gitlab/twins.ts',
    from: 'alive.sort((a, b) => a.row.iid - b.row.iid)',
    to: 'alive.sort((a, b) => b.row.iid - a.row.iid)',
    caughtBy: ['test/contract/remotes/gitlab-place.test.ts'],
  },
  {
    what: 'writes over a record that this device has not seen',
    file: 'electron/remotes/salesforce/put.ts',
    from: 'if (salesforceId === null) return true;',
    to: 'if (salesforceId === null) return false;',
    caughtBy: ['test/sync/twins.test.ts'],
  },
  {
    what: 'points on to what was put aside',
    file: 'shared/sync/pull/gitlab-row.ts',
    from: 'return ok(await takeTwin(draft, row, row.twin, null, context));',
    to: 'return ok(false);',
    caughtBy: ['test/sync/twins.test.ts'],
  },
  {
    what: 'sends back a pointer that could not be taken',
    file: 'shared/sync/absorb.ts',
    from: 'new Set([...stale.held, ...missed])',
    to: 'stale.held',
    caughtBy: ['test/sync/watchdog.test.ts'],
  },
  {
    what: 'stores nothing before many writes leave together',
    file: 'shared/sync/together.ts',
    from: 'const running = withStep(one.intent, one.step);',
    to: 'const running = one.intent;',
    caughtBy: ['test/sync/together.test.ts'],
  },
  {
    what: 'sends together what was changed after its write was built',
    file: 'shared/sync/together.ts',
    from: 'if (!(await isAsBuilt(draft, one.plan, one.rev))) continue;',
    to: '',
    caughtBy: ['test/sync/together.test.ts'],
  },
  {
    what: 'takes the answer to one write of a bundle for that to another',
    file: 'shared/sync/together.ts',
    from: 'const outcome = outcomes[index] ??',
    to: 'const outcome = outcomes[0] ??',
    caughtBy: ['test/sync/together.test.ts'],
  },
  {
    what: 'sends to a request in GitLab to which another write is under way',
    file: 'shared/sync/bundles.ts',
    from: 'wholes: new Set(leaving.map(({ whole }) => whole)),',
    to: 'wholes: new Set(),',
    caughtBy: ['test/unit/sync/flights.test.ts'],
  },
  {
    what: 'lets writes leave although those before them closed the gate',
    file: 'shared/sync/bundles.ts',
    from: 'leaving.length > 0 && mayLeave ?',
    to: 'leaving.length > 0 ?',
    caughtBy: ['test/unit/sync/flights.test.ts'],
  },
  {
    what: 'fills the lanes of a GitLab that asked for patience',
    file: 'shared/sync/ways.ts',
    from: "running.size < width && pass.gates.isOpen('gitlab') &&",
    to: 'running.size < width &&',
    caughtBy: ['test/sync/together.test.ts'],
  },
  {
    what: 'sends two writes of one request to GitLab at once',
    file: 'shared/sync/ready.ts',
    from: 'if (wholes.has(whole)) return;',
    to: '',
    caughtBy: ['test/sync/together.test.ts'],
  },
  {
    what: 'sends a cancelling before the claims were read',
    file: 'shared/sync/read-first.ts',
    from: 'if (readsFirst === undefined || pass.readToEnd.has(readsFirst)) return true;',
    to: 'return true;',
    caughtBy: ['test/sync/cancelled.test.ts'],
  },
  {
    what: 'sends a verdict over facts of which nobody has said which are right',
    file: 'shared/sync/conflicts.ts',
    from: 'return fields?.fields.some(({ field }) => facts.has(field)) ? fields : undefined;',
    to: 'return undefined;',
    caughtBy: ['test/unit/sync/conflicts.test.ts'],
  },
  {
    what: 'takes the bookmark of a first page for a reading that is over',
    file: 'shared/sync/drain.ts',
    from: 'if (cursor === undefined || !isReadOnce(cursor)) return false;',
    to: 'if (cursor === undefined) return false;',
    caughtBy: ['test/sync/outbox.test.ts'],
  },
  {
    what: 'works a page out early though the one before is about the same record',
    file: 'shared/sync/pass.ts',
    from: 'return about === undefined || ![...(after.about ?? [])].some((name) => about.has(name));',
    to: 'return about === undefined || about !== after.about;',
    caughtBy: ['test/unit/sync/commits.test.ts'],
  },
  {
    what: 'moves the bookmark from what was stored before the page before',
    file: 'shared/sync/pass.ts',
    from: '  await work.finish?.(draft, value);\n  const next',
    to: '  void work.finish?.(draft, value);\n  const next',
    caughtBy: ['test/unit/sync/commits.test.ts', 'test/unit/sync/reading.test.ts'],
  },
  {
    what: 'tells the journal of rows as they are now without what belongs to them',
    file: 'renderer/data/held-entries.ts',
    from: 'keysOf(named.slice(index))',
    to: 'keysOf(named.slice(index, index + 1))',
    caughtBy: ['test/contract/local-store/held-entries.test.ts'],
  },
];

/** The file with the mistake in it; a text that does not stand there exactly once is a stale entry and ends everything. */
function spoilt(bug: SeededBug, text: string): string {
  const times = text.split(bug.from).length - 1;
  if (times !== 1) throw new Error(`“${bug.what}”: its text stands ${times} times in ${bug.file}, not once`);
  return text.replace(bug.from, () => bug.to);
}

function copyOfTree(): string {
  const place = mkdtempSync(join(tmpdir(), 'seeded-bugs-'));
  for (const part of PARTS) cpSync(join(root, part), join(place, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  return place;
}

/** Whether the tests fail in a tree. */
function fails(place: string, files: readonly string[]): boolean {
  const run = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'node', '--bail', '1', ...files],
    { cwd: place, encoding: 'utf8', timeout: 600_000 },
  );
  const text = `${run.stdout}${run.stderr}`;
  // Tests that were not found, or files that do not compile, say nothing about the mistake.
  if (!/Tests .*\d+ (?:passed|failed)/.test(text))
    throw new Error(`the tests did not run: ${text.slice(-2000)}`);
  return run.status !== 0;
}

/** P9: mistakes planted one by one, each noticed by the tests that name its promise. */
export const seededBugs: Proof = {
  id: 'P9',
  title: 'The tests bite: planted mistakes are noticed',
  unit: 'planted mistake',
  // A run of tests each; the first ones are enough to see that the others would be tried.
  sizes: { test: 2, full: bugs.length },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const begin = (firstSeed - 1) % bugs.length;
    // The seed says which comes first; a full run tries all whatever it is.
    const chosen = [...bugs.slice(begin), ...bugs.slice(0, begin)].slice(0, count);
    // Every entry is looked at, also when only some are tried.
    for (const bug of bugs) spoilt(bug, readFileSync(join(root, bug.file), 'utf8'));
    const place = copyOfTree();
    try {
      for (const [at, bug] of chosen.entries()) {
        const file = join(place, bug.file);
        const whole = readFileSync(file, 'utf8');
        writeFileSync(file, spoilt(bug, whole));
        const caught = fails(place, bug.caughtBy);
        writeFileSync(file, whole);
        if (!caught) fail(firstSeed + at, `nobody notices that it ${bug.what}`);
        say(`${caught ? 'noticed' : 'MISSED'}: ${bug.what}`);
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
    return { checked: chosen.length, failures, notes: [] };
  },
};
