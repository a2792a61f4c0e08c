import { describe, expect, it } from 'vitest';
import type { JournalPoint } from '../../../electron/journal/points';
import type { OpenJournal } from '../../../electron/journal/journal';
import { SMALL } from '../../support/journal/history';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import {
  aChange,
  aCipher,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  start,
  writeBase,
} from '../../support/journal/samples';

function open(disk: MemoryDisk, point?: (point: JournalPoint) => void): Promise<OpenJournal> {
  const limits = { ...SMALL, segmentBytes: 4000, foldBytes: 1_000_000, foldSegments: 1000 };
  return opened({ folder: at(), cipher: null, disk, limits, now: () => 0, ...(point ? { point } : {}) });
}

async function keysOf(journal: OpenJournal): Promise<unknown[]> {
  return [...(await replayAll(journal, null)).keys()].map((name) => JSON.parse(name)[1]);
}

function temporary(disk: MemoryDisk): string[] {
  return [...disk.image().keys()].filter((path) => path.endsWith('.tmp'));
}

describe('a new base', () => {
  it('of another store takes nothing of the old one, though that is further on', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    const entries = [anEntry(1), anEntry(2), anEntry(3)];
    await mustAppend(journal, ...entries);
    await writeBase(journal, 'store-2', { n: 1, id: entries[0]?.id ?? '' }, [aChange('a', 'new', {})]);
    expect(await journal.state()).toMatchObject({ storeId: 'store-2', head: { n: 1 }, losses: [] });
    expect(await keysOf(journal)).toEqual(['new']);
  });

  it('of a store that went another way takes nothing of the way that it left', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    await mustAppend(journal, anEntry(1), anEntry(2), anEntry(3));
    const id = anEntry(2).id;
    await writeBase(journal, 'store-1', { n: 2, id }, [aChange('a', 'other', {})]);
    expect(await journal.state()).toMatchObject({ head: { n: 2, id } });
    expect(await keysOf(journal)).toEqual(['other']);
  });

  it('takes none of the entries behind it while one between is lost, and stands where the store stands', async () => {
    const disk = memoryDisk();
    const first = await open(disk);
    await writeBase(first, 'store-1');
    const entries = [anEntry(1), anEntry(2), anEntry(3)];
    await mustAppend(first, ...entries);
    await first.close();
    disk.damage(at('segment-0001-000000000001.log'), (bytes) => {
      const place = bytes.indexOf('partner-2');
      return bytes.fill(0, place, place + 3);
    });
    const journal = await open(disk);
    expect((await journal.state()).losses).toMatchObject([{ from: 2, to: 2 }]);
    const head = { n: 1, id: entries[0]?.id ?? '' };
    await writeBase(journal, 'store-1', head, [aChange('a', 'whole', {})]);
    expect(await journal.state()).toMatchObject({ head, losses: [] });
    expect(await keysOf(journal)).toEqual(['whole']);
  });

  it('behind which nothing follows stands at its own head', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    const entries = [anEntry(1), anEntry(2)];
    await mustAppend(journal, ...entries);
    const head = { n: 2, id: entries[1]?.id ?? '' };
    await writeBase(journal, 'store-1', head, [aChange('a', 'only', {})]);
    expect(await journal.state()).toMatchObject({ head, oldest: 2 });
    expect(await keysOf(journal)).toEqual(['only']);
  });

  it('of a store that is ahead of the journal stands where the store stands', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    await mustAppend(journal, anEntry(1));
    await writeBase(journal, 'store-1', { n: 5, id: 'five' }, [aChange('a', 'ahead', {})]);
    expect((await journal.state()).head).toEqual({ n: 5, id: 'five' });
    expect(await keysOf(journal)).toEqual(['ahead']);
  });

  it('says what the disk says when rows cannot be written aside', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    await journal.beginBase('store-1', start);
    disk.fault = ({ op, path }) => (op === 'create' && path.includes('run-') ? { code: 'ENOSPC' } : null);
    const added = await journal.addToBase([aChange('a', 'x', { text: 'x'.repeat(2000) })]);
    expect(added).toMatchObject({ ok: false, error: { cause: 'full' } });
  });

  it('that was not begun takes no rows, and says so', async () => {
    const journal = await open(memoryDisk());
    const added = await journal.addToBase([aChange('a', 'x', {})]);
    expect(added).toMatchObject({ ok: false, error: { message: expect.stringContaining('not begun') } });
    expect(await journal.finishBase()).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('not begun') },
    });
  });

  it('passes its points in their order, one for every run that is written aside', async () => {
    const points: string[] = [];
    const journal = await open(memoryDisk(), (point) => void points.push(point));
    await journal.beginBase('store-1', start);
    for (const key of [1, 2]) await journal.addToBase([aChange('a', key, { text: 'x'.repeat(2000) })]);
    expect(points).toEqual(['base-begun', 'base-half', 'base-half']);
    points.length = 0;
    await journal.finishBase();
    expect(points).toEqual(['base-half', 'base-before-switch', 'base-after-switch', 'base-old-kept']);
  });

  it('leaves the files of the old one to be put aside later when that fails, and tells so', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    disk.fault = ({ op, path }) => (op === 'rename' && path.includes('kept') ? { code: 'EPERM' } : null);
    await writeBase(journal, 'store-1', start, [aChange('a', 'new', {})]);
    expect(journal.isUniform()).toBe(false);
    disk.fault = null;
    await writeBase(journal, 'store-1', start, [aChange('a', 'newer', {})]);
    expect(journal.isUniform()).toBe(true);
    expect([...disk.image().keys()].filter((path) => path.includes('kept/'))).toHaveLength(2);
  });
});

describe('writing everything anew with another key', () => {
  it('G11 leaves no run behind, whether it succeeds or not', async () => {
    for (const fails of [false, true]) {
      const disk = memoryDisk();
      const plain = await open(disk);
      await writeBase(plain, 'store-1', start, [aChange('a', 'base', { text: 'y'.repeat(2000) })]);
      await mustAppend(plain, anEntry(1, [aChange('a', 'later', { text: 'x'.repeat(2000) })]));
      await plain.close();
      let runs = 0;
      disk.fault = ({ op, path }) => {
        if (op === 'create' && path.includes('run-seal')) runs += 1;
        return fails && op === 'rename' && path.includes('snapshot-0002') ? { code: 'EIO' } : null;
      };
      const sealed = await opened({ folder: at(), cipher: aCipher, disk, limits: SMALL, now: () => 0 });
      expect(runs).toBe(1);
      expect(temporary(disk)).toEqual([]);
      expect(sealed.isUniform()).toBe(!fails);
      expect((await sealed.state()).head?.n).toBe(1);
      expect(await keysOf(sealed)).toEqual(['base', 'later']);
      disk.fault = null;
      await sealed.close();
    }
  });
});
