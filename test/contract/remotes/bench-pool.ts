import { afterEach } from 'vitest';
import { type BenchChanges, type EmulatorBench, emulatorBench } from './emulator-bench';

/** Starts benches for the tests of a file and stops them after each test. */
export function useBenches(): (changes?: BenchChanges) => Promise<EmulatorBench> {
  const benches: EmulatorBench[] = [];
  afterEach(async () => {
    for (const bench of benches.splice(0)) await bench.stop();
  });
  return async (changes = {}) => {
    const bench = await emulatorBench(changes);
    benches.push(bench);
    return bench;
  };
}
