/** A part of the code whose every small change must be noticed, and the tests that have to notice. */
export type MutationFolder = {
  readonly name: 'merge' | 'journal' | 'sync';
  readonly mutate: readonly string[];
  /** Only tests that are quick, because thousands of changes are tried. */
  readonly tests: readonly string[];
};

/** The parts that mutation testing tries, the quickest first. */
export const mutationFolders: readonly MutationFolder[] = [
  {
    name: 'merge',
    mutate: ['shared/domain/merging/**/*.ts'],
    tests: [
      'test/unit/domain/merging/*.test.ts',
      'test/unit/domain/planning.test.ts',
      'test/unit/usecases/sync/resolve-conflict.test.ts',
      'test/sync/{merge,conflicts,decisions,items}.test.ts',
      'test/prove/mutation/merge-oracle.test.ts',
    ],
  },
  {
    name: 'journal',
    mutate: ['electron/journal/**/*.ts'],
    tests: ['test/unit/journal/{crc,damage,disk,encryption,files,fold,hold,trouble}.test.ts'],
  },
  {
    name: 'sync',
    mutate: ['shared/sync/**/*.ts'],
    tests: [
      'test/sync/{bad-input,conflicts,decisions,failures,finished-request,items,loop,merge,outbox}.test.ts',
      'test/sync/{pull,pull-gitlab,steering,watchdog}.test.ts',
    ],
  },
];

/** Name of the environment variable that tells the test configuration which folder it is for. */
export const MUTATION_FOLDER = 'CHANNEL_DESK_MUTATION_FOLDER';
