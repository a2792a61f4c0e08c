/** A group of files whose every small change must be noticed, and the tests that have to notice. */
export type MutationGroup = {
  readonly name: string;
  /** What the promise is about: of each so many changes must be noticed. */
  readonly part: 'merge' | 'journal' | 'sync';
  readonly mutate: readonly string[];
  /** Only tests that are quick, because thousands of changes are tried. */
  readonly tests: readonly string[];
};

function within(folder: string, ...names: string[]): string[] {
  return names.map((name) => `${folder}/${name}.test.ts`);
}

const journalTests = [
  ...within(
    'test/unit/journal',
    'appending',
    'base',
    'crc',
    'damage',
    'encryption',
    'files',
    'fold',
    'folding',
    'kill-points',
  ),
  ...within('test/unit/journal', 'replay', 'row-files', 'scan', 'space', 'trouble', 'writing'),
  'test/prove/mutation/journal-in-memory.test.ts',
];

/** What is tested piece by piece, on a store in memory. */
const unitSync = within(
  'test/unit/sync',
  'absorb',
  'bundles',
  'cancelled-steps',
  'claim-steps',
  'commits',
  'conflicts',
  'crm-rows',
  'crm-steps',
  'draft',
  'drain',
  'end-campaign',
  'engine',
  'feeds',
  'flights',
  'gates',
  'given-funds',
  'gitlab-rows',
  'gitlab-steps',
  'intents',
  'outcomes',
  'read-ahead',
  'read-first',
  'reading',
  'rehearsal',
  'related',
  'sweep',
  'taken-back',
  'turns',
  'untaken',
  'ways',
);

const quickSync = [
  ...unitSync,
  ...within(
    'test/sync',
    'bad-input',
    'cancelled',
    'conflicts',
    'decisions',
    'failures',
    'items',
    'look-again',
    'loop',
    'merge',
  ),
  ...within('test/sync', 'outbox', 'pull', 'pull-gitlab', 'rehearsal', 'steering', 'together', 'watchdog'),
];

/** The parts that mutation testing tries, the quickest first. */
export const mutationGroups: readonly MutationGroup[] = [
  {
    name: 'merge',
    part: 'merge',
    mutate: ['shared/domain/merging/**/*.ts'],
    tests: [
      ...within(
        'test/unit/domain/merging',
        'approval-fields',
        'approval-taken-back',
        'claim-fields',
        'projections',
        'read-only-fields',
      ),
      ...within(
        'test/unit/domain/merging',
        'registration-and-plan-fields',
        'request-fields',
        'resolve',
        'values',
      ),
      ...within('test/unit/domain', 'mdf-campaign', 'planning'),
      ...within('test/unit/usecases/sync', 'resolve-conflict', 'steering'),
      ...within('test/sync', 'cancelled', 'merge', 'conflicts', 'decisions', 'given-up', 'items', 'steering'),
      'test/prove/mutation/merge-oracle.test.ts',
    ],
  },
  {
    name: 'journal-files',
    part: 'journal',
    mutate: ['electron/journal/{crc,frames,header,rows,row-file,runs,segment,mark,kept,context}.ts'],
    tests: journalTests,
  },
  {
    name: 'journal-whole',
    part: 'journal',
    mutate: ['electron/journal/{base,book,fold,replay,scan}.ts'],
    tests: journalTests,
  },
  {
    name: 'journal-writing',
    part: 'journal',
    mutate: ['electron/journal/{append,segment-writer,space,trouble,lane,journal,documents,points}.ts'],
    tests: journalTests,
  },
  {
    name: 'journal-backup',
    part: 'journal',
    mutate: ['electron/journal/{backup-parts,write-backup,read-backup,open-backup,restore-backup}.ts'],
    tests: within('test/unit/journal', 'backup'),
  },
  {
    name: 'journal-keys',
    part: 'journal',
    mutate: ['electron/journal/{cipher,key-wrap,sealed-with}.ts'],
    tests: ['test/unit/electron/journal-key.test.ts', ...within('test/unit/journal', 'encryption')],
  },
  {
    name: 'journal-disk',
    part: 'journal',
    mutate: ['electron/journal/{disk,held-disk,hold}.ts'],
    tests: within('test/unit/journal', 'disk', 'files', 'trouble', 'hold'),
  },
  {
    name: 'sync-agreeing',
    part: 'sync',
    mutate: [
      'shared/sync/{absorb,ask-again,built-from,closed-items,conflicts,draft,intents,keys,links,markers,necessary}.ts',
      'shared/sync/{tell-ended,tell-pop-issue,untaken}.ts',
    ],
    tests: [
      ...quickSync,
      ...within('test/sync', 'cancelled-campaign', 'decline', 'finished-request', 'given-funds', 'given-up'),
      ...within('test/sync', 'rejected-claim'),
    ],
  },
  {
    name: 'sync-sending',
    part: 'sync',
    mutate: [
      'shared/sync/{backoff,bundles,coalesce,depends,drain,gates,intent-steps,kept-gates,outcomes,read-first,ready}.ts',
      'shared/sync/{run-step,stumble,taken-back,together,ways}.ts',
    ],
    tests: [...unitSync, ...within('test/sync', 'cancelled', 'failures', 'outbox', 'together')],
  },
  {
    name: 'sync-running',
    part: 'sync',
    mutate: ['shared/sync/{engine,loop,pass,patience,status}.ts', 'shared/sync/rehearsal/*.ts'],
    tests: [...unitSync, ...within('test/sync', 'loop', 'steering', 'watchdog')],
  },
  {
    name: 'sync-steps',
    part: 'sync',
    mutate: ['shared/sync/steps/*.ts'],
    tests: [
      ...unitSync,
      ...within('test/sync', 'cancelled', 'cancelled-campaign', 'cancelled-held', 'given-funds'),
    ],
  },
  {
    name: 'sync-pull',
    part: 'sync',
    mutate: ['shared/sync/pull/*.ts'],
    tests: [...unitSync, ...within('test/sync', 'pull', 'pull-gitlab')],
  },
];

/** Names of the environment variables that tell the runner which group it is for, and which share of the changes to try. */
export const MUTATION_GROUP = 'CHANNEL_DESK_MUTATION_GROUP';
export const MUTATION_EVERY = 'CHANNEL_DESK_MUTATION_EVERY';

/** Whether a change, by its number, is among those to try when only each so-manyth is. */
export function isTried(id: string, every: number): boolean {
  return Number(id) % every === 0;
}
