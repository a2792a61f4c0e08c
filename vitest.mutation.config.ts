import { defineConfig } from 'vitest/config';
import { MUTATION_FOLDER, mutationFolders } from './test/prove/mutation/folders';

const folder = mutationFolders.find(({ name }) => name === process.env[MUTATION_FOLDER]);

/** The tests that mutation testing runs against every change of one folder. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [...(folder?.tests ?? [])],
    setupFiles: ['test/prove/mutation/no-shrinking.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
