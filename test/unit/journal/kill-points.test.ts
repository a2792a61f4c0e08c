import { describe, expect, it } from 'vitest';
import { JOURNAL_POINTS, type JournalPoint } from '../../../electron/journal/points';
import { problemAfterCut } from '../../support/journal/after-cut';
import { chanceOf } from '../../support/journal/chance';
import { type HistoryPromise, runHistory, SMALL } from '../../support/journal/history';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { anEntry, mustAppend, opened, writeBase } from '../../support/journal/samples';

type Kill = {
  readonly point: JournalPoint;
  readonly image: Map<string, Buffer>;
  readonly promises: HistoryPromise[];
};

/** What lies on the disk each time a point is passed: a killed process leaves all that it wrote. */
async function killsOf(seed: number) {
  const chance = chanceOf(seed);
  const disk = memoryDisk();
  const kills: Kill[] = [];
  const promises: HistoryPromise[] = [];
  const history = await runHistory(
    {
      disk,
      folder: at(),
      cipher: null,
      chance,
      now: () => 0,
      promised: (promise) => void promises.push(promise),
      point: (point) => void kills.push({ point, image: disk.image(), promises: [...promises] }),
    },
    60,
  );
  await history.journal.settled();
  await history.journal.close();
  return { history, kills, chance };
}

describe('kills at the named points', () => {
  it('G1 G7 lose nothing that was promised, at any of them', async () => {
    const passed = new Set<string>();
    for (const seed of [1, 2, 3]) {
      const { history, kills, chance } = await killsOf(seed);
      const left = new Map<JournalPoint, number>();
      for (const { point, image, promises } of kills) {
        passed.add(point);
        const count = left.get(point) ?? 4;
        left.set(point, count - 1);
        if (count <= 0) continue;
        const problem = await problemAfterCut({ image, history, promises, cipher: null, chance });
        expect(problem === null ? null : `${point}: ${problem}`).toBeNull();
      }
    }
    expect([...JOURNAL_POINTS].filter((point) => !passed.has(point))).toEqual([]);
  });

  it('come in order around the writing of an entry, and it is answered after the sync only', async () => {
    const points: string[] = [];
    const disk = memoryDisk();
    const journal = await opened({
      folder: at(),
      cipher: null,
      disk,
      point: (point) => void points.push(point),
    });
    await writeBase(journal, 'store-1');
    points.length = 0;
    disk.calls.length = 0;
    await mustAppend(journal, anEntry(1));
    expect(points).toEqual([
      'segment-temp',
      'segment-renamed',
      'before-write',
      'half-written',
      'before-fsync',
      'after-fsync',
    ]);
    points.length = 0;
    disk.calls.length = 0;
    await mustAppend(journal, anEntry(2));
    expect(disk.calls.filter(({ path }) => path.includes('segment')).map(({ op }) => op)).toEqual([
      'write',
      'write',
      'sync',
    ]);
    await journal.settled();
  });
});

describe('writers together', () => {
  it('share writes and syncs: those that come while one is under way wait for the next only', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: null, disk });
    await writeBase(journal, 'store-1');
    await mustAppend(journal, anEntry(1));
    disk.calls.length = 0;
    await Promise.all(Array.from({ length: 50 }, (_, index) => mustAppend(journal, anEntry(index + 2))));
    const syncs = disk.calls.filter(({ op }) => op === 'sync');
    expect(syncs.length).toBeLessThanOrEqual(2);
  });

  it('with very much to write do so in several parts', async () => {
    const disk = memoryDisk();
    const journal = await opened({
      folder: at(),
      cipher: null,
      disk,
      limits: { segmentBytes: 1_000_000_000 },
    });
    await writeBase(journal, 'store-1');
    const text = JSON.stringify({ at: '2026-11-25T08:00:00.000Z', changes: [], fill: 'x'.repeat(3_000_000) });
    const calls = Array.from({ length: 7 }, (_, index) =>
      mustAppend(journal, { ...anEntry(index + 1), text }),
    );
    await Promise.all(calls);
    const writes = disk.calls.filter(({ op, path }) => op === 'write' && path.includes('segment'));
    expect(writes.length).toBeGreaterThanOrEqual(4);
    expect((await journal.state()).head?.n).toBe(7);
  });

  it('find a closed journal closed', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: null, disk, limits: SMALL });
    await writeBase(journal, 'store-1');
    const before = journal.append([anEntry(1)]);
    await journal.close();
    const after = disk.image();
    expect((await before).ok).toBe(after.has(at('segment-0001-000000000001.log')));
    expect(await journal.append([anEntry(2)])).toMatchObject({ ok: false, error: { kind: 'stopped' } });
    expect(disk.image()).toEqual(after);
  });
});
