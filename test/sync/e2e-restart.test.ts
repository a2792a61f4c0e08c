import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createDexieLocalStore } from '../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../renderer/data/journal-writer';
import { openDesk } from '../../renderer/data/open-desk';
import type { LocalStore } from '../../shared/ports/local-store';
import { useBenches } from '../contract/remotes/bench-pool';
import type { EmulatorBench } from '../contract/remotes/emulator-bench';
import { createMemoryJournal } from '../support/memory-journal';
import { createMemoryStore } from '../support/memory-store';
import { Crash, dyingAt } from './support/crash';
import type { Desk } from './support/desk';
import { countsOf, deskOver, fullDay, onceAndWhole, restartOver } from './support/over-http';

const start = useBenches();

async function dieAt(n: number, desk: Desk, bench: EmulatorBench): Promise<boolean> {
  const world = dyingAt(n, desk.store, bench.remote);
  try {
    await desk.newEngine(world).run();
    return false;
  } catch (cause) {
    if (!(cause instanceof Crash)) throw cause;
    return true;
  }
}

async function throughDeaths(
  bench: EmulatorBench,
  store: LocalStore,
  ids: readonly string[],
  every: number,
): Promise<void> {
  const { desk, partnerId } = await deskOver(bench, store);
  let n = 1;
  for (const id of ids) {
    await fullDay(desk, partnerId, id);
    await dieAt(n, desk, bench);
    n += every;
    restartOver(desk, bench);
    await desk.settle();
    expect(await countsOf(bench, id)).toEqual(onceAndWhole);
    expect(await desk.store.openConflicts()).toEqual([]);
  }
}

describe('over HTTP, with the process dying', { timeout: 240_000 }, () => {
  it('SY-6 ends the same wherever the process died in the middle of the saga', async () => {
    const ids = Array.from(
      { length: 44 },
      (_, n) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`,
    );
    const bench = await start();
    await throughDeaths(bench, createMemoryStore(), ids, 2);
  });

  it('SY-6 does so on IndexedDB too', async () => {
    const opened = await openDesk('e2e-restart');
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const bench = await start();
    await throughDeaths(
      bench,
      createDexieLocalStore(opened.value, {
        journal: createJournalWriter(opened.value, createMemoryJournal()),
      }),
      ['cccccccc-0000-4000-8000-000000000001', 'cccccccc-0000-4000-8000-000000000002'],
      23,
    );
    opened.value.close();
  });
});
