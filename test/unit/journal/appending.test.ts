import { describe, expect, it } from 'vitest';
import { LONGEST_ENTRY } from '../../../shared/schema/journal';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { namesOn } from '../../support/journal/parts';
import { SMALL } from '../../support/journal/history';
import {
  aChange,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  sortedRows,
  writeBase,
} from '../../support/journal/samples';

async function begun() {
  const disk = memoryDisk();
  const journal = await opened({ folder: at(), cipher: null, disk, now: () => 0 });
  await writeBase(journal, 'store-1');
  return { disk, journal };
}

const sizes = (disk: ReturnType<typeof memoryDisk>) =>
  namesOn(disk, 'segment').map((name) => [name, disk.image().get(at(name))?.byteLength]);

describe('entries that are added', () => {
  it('are refused when one is larger than a copy can hold, with all of its call', async () => {
    const { disk, journal } = await begun();
    await mustAppend(journal, anEntry(1));
    const before = sizes(disk);
    const huge = { ...anEntry(3), text: 'x'.repeat(LONGEST_ENTRY + 1) };
    const done = await journal.append([anEntry(2), huge]);
    expect(done).toMatchObject({ ok: false, error: { kind: 'stopped', cause: 'failed' } });
    expect(sizes(disk)).toEqual(before);
    expect(await journal.state()).toMatchObject({ head: { n: 1 }, trouble: null });
    await mustAppend(journal, anEntry(2));
  });

  it('leave nothing of themselves behind when they could not be made safe', async () => {
    const { disk, journal } = await begun();
    await mustAppend(journal, anEntry(1));
    const before = sizes(disk);
    disk.fault = ({ op, path }) => {
      if (op !== 'sync' || !path.includes('segment')) return null;
      disk.fault = null;
      return { code: 'EIO' };
    };
    expect((await journal.append([anEntry(2)])).ok).toBe(false);
    expect(sizes(disk)).toEqual(before);
    const again = await opened({ folder: at(), cipher: null, disk: memoryDisk(disk.image()), now: () => 0 });
    expect(await again.state()).toMatchObject({ head: { n: 1 }, losses: [] });
    expect(sortedRows(await replayAll(again, null))).toHaveLength(1);
  });

  it('that share a write are told the number behind which they would follow', async () => {
    const { journal } = await begun();
    const [first, second] = await Promise.all([journal.append([anEntry(1)]), journal.append([anEntry(5)])]);
    expect(first).toMatchObject({ ok: true, value: { n: 1 } });
    expect(second).toEqual({ ok: false, error: { kind: 'gap', last: 1 } });
  });

  it('leave the reserve alone while all is well', async () => {
    const { disk, journal } = await begun();
    await mustAppend(journal, anEntry(1));
    disk.calls.length = 0;
    await mustAppend(journal, anEntry(2));
    expect(disk.calls.filter(({ path }) => path.includes('reserve'))).toEqual([]);
    expect(disk.calls.filter(({ op }) => op === 'list' || op === 'create' || op === 'remove')).toEqual([]);
  });

  it('leave no beginning of a segment that could not be made', async () => {
    for (const [op, nth] of [
      ['rename', 1],
      ['sync', 1],
      ['sync', 2],
    ] as const) {
      const { disk, journal } = await begun();
      let seen = 0;
      disk.fault = (call) => {
        if (call.op !== op || !call.path.includes('segment')) return null;
        seen += 1;
        return seen === nth ? { code: 'EIO' } : null;
      };
      expect((await journal.append([anEntry(1)])).ok).toBe(false);
      disk.fault = null;
      expect(namesOn(disk, 'segment')).toEqual([]);
      await mustAppend(journal, anEntry(1));
      expect(namesOn(disk, 'segment')).toHaveLength(1);
    }
  });
});

describe('folding', () => {
  /** Names of snapshots after many entries behind a base of more than a megabyte, with so much free on the disk. */
  async function snapshots(free: number): Promise<number> {
    const disk = memoryDisk();
    disk.free = async () => free;
    const journal = await opened({
      folder: at(),
      cipher: null,
      disk,
      limits: { ...SMALL, floorBytes: 0 },
      now: () => 0,
    });
    await writeBase(journal, 'store-1', { n: 0, id: '' }, [
      aChange('partner', 'base', 'x'.repeat(1_200_000)),
    ]);
    const entries = Array.from({ length: 60 }, (_, n) => anEntry(n + 1));
    for (const entry of entries) await mustAppend(journal, entry);
    await journal.settled();
    await journal.close();
    return namesOn(disk, 'snapshot').filter((name) => !name.includes('-000000000000')).length;
  }

  it('is left off where there is no room for another snapshot of everything', async () => {
    expect(await snapshots(600_000)).toBe(0);
    expect(await snapshots(5_000_000)).toBeGreaterThan(0);
  });
});
