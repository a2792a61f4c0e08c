import { describe, expect, it } from 'vitest';
import { emptyBook, type Book } from '../../../electron/journal/book';
import { fold, worthFolding } from '../../../electron/journal/fold';
import { lastOf, type SegmentInfo } from '../../../electron/journal/segment';
import { fullTrouble } from '../../../electron/journal/trouble';
import { SMALL } from '../../support/journal/history';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import { bookOf, contextOn, foldedDisk, namesOn } from '../../support/journal/parts';
import {
  aChange,
  aCipher,
  aFile,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  writeBase,
} from '../../support/journal/samples';

const goOn = (): void => undefined;

/** A book with a snapshot at 10 and segments of two entries each behind it. */
function bookWith(snapshotSize: number, sizes: readonly number[], whole = true): Book {
  const snapshot = { name: 's', epoch: 1, n: 10, id: '', size: snapshotSize, keyId: null, whole };
  const segments = sizes.map((size, index): SegmentInfo => {
    const first = 11 + 2 * index;
    const common = { epoch: 1, before: null, keyId: null, storeId: 's', damaged: false };
    return { name: `${first}`, first, size, ranges: [{ from: first, to: first + 1 }], ...common };
  });
  return { ...emptyBook(), snapshots: [snapshot], segments };
}

/** Writes over an entry behind the back of the journal, as a failing disk does. */
function spoil(disk: MemoryDisk, n: number): void {
  for (const name of namesOn(disk, 'segment')) {
    disk.damage(at(name), (bytes) => {
      const place = bytes.indexOf(`"n":${n},`);
      return place < 0 ? bytes : bytes.fill(0, place, place + 4);
    });
  }
}

/** A disk with many closed segments that nobody has folded yet. */
async function unfolded(count = 30): Promise<MemoryDisk> {
  const disk = memoryDisk();
  const limits = { ...SMALL, foldBytes: 1_000_000, foldSegments: 1000 };
  const journal = await opened({ folder: at(), cipher: null, disk, limits, now: () => 0 });
  await writeBase(journal, 'store-1');
  for (let n = 1; n <= count; n += 1)
    await mustAppend(journal, anEntry(n, [aChange('partner', n, { n, text: 'x'.repeat(100) })]));
  await journal.close();
  return disk;
}

describe('whether folding is worth it', () => {
  const context = contextOn(memoryDisk(), { foldBytes: 1000, foldSegments: 4 });
  const worth = (book: Book, current: SegmentInfo | null = null): boolean =>
    worthFolding(context, book, current);

  it('follows from the number of closed segments', () => {
    expect(worth(bookWith(0, []))).toBe(false);
    expect(worth(bookWith(0, [1, 1, 1]))).toBe(false);
    expect(worth(bookWith(0, [1, 1, 1, 1]))).toBe(true);
    const book = bookWith(0, [1, 1, 1, 1]);
    expect(worth(book, book.segments.at(-1))).toBe(false);
  });

  it('follows from their size, measured by that of the snapshot up to a limit', () => {
    for (const [snapshot, least] of [
      [0, 1000],
      [4000, 2000],
      [100_000, 8000],
    ] as const) {
      expect(worth(bookWith(snapshot, [least - 1]))).toBe(false);
      expect(worth(bookWith(snapshot, [least]))).toBe(true);
    }
  });

  it('leaves out what the snapshot holds already', () => {
    const book = bookWith(0, [600, 600]);
    const held = {
      ...bookWith(0, [5000]).segments[0],
      first: 1,
      ranges: [{ from: 1, to: 10 }],
    } as SegmentInfo;
    expect(worth({ ...book, segments: [held, ...book.segments.slice(0, 1)] })).toBe(false);
    expect(worth({ ...book, segments: [held, ...book.segments] })).toBe(true);
  });

  it('is never so while the disk is in trouble, or without a whole snapshot', () => {
    expect(worth({ ...bookWith(0, [5000]), trouble: fullTrouble })).toBe(false);
    expect(worth(bookWith(0, [5000], false))).toBe(false);
  });
});

describe('folding', () => {
  it('takes closed segments only, so that a snapshot stands where one of them ends', async () => {
    const disk = await unfolded();
    const context = contextOn(disk);
    const book = await bookOf(context);
    const current = book.segments.at(-1) ?? null;
    expect(current && lastOf(current)).toBe(30);
    const closed = book.segments.at(-2);
    expect(await fold(context, book, current, goOn)).toEqual(new Set());
    expect(book.snapshots.at(-1)).toMatchObject({ n: closed && lastOf(closed), whole: true });
    expect(book).toMatchObject(await bookOf(context));
    expect(namesOn(disk, '.tmp')).toEqual([]);
  });

  it('does nothing when there is nothing to fold', async () => {
    const disk = await unfolded(3);
    const context = contextOn(disk);
    const book = await bookOf(context);
    const before = disk.image();
    expect(await fold(context, book, book.segments.at(-1) ?? null, goOn)).toBeNull();
    expect(await fold(context, { ...book, snapshots: [] }, null, goOn)).toBeNull();
    expect(disk.image()).toEqual(before);
  });

  it('G1 never folds an entry away that can no longer be read', async () => {
    // Such an entry was left out in silence, and its segment removed with the next folding.
    for (const n of [1, 15, 30]) {
      const disk = await unfolded();
      const context = contextOn(disk);
      const book = await bookOf(context);
      spoil(disk, n);
      const before = disk.image();
      await expect(fold(context, book, null, goOn)).rejects.toThrow(`Entry ${n} can no longer be read.`);
      expect(disk.image()).toEqual(before);
      expect((await bookOf(context)).losses).toMatchObject([{ from: n, to: n }]);
    }
  });

  it('G1 a new base that should go on behind its head fails when an entry there can no longer be read', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: null, disk, now: () => 0 });
    await writeBase(journal, 'store-1');
    const entries = [1, 2, 3].map((n) => anEntry(n, [aChange('partner', n, { n, text: 'x' })]));
    await mustAppend(journal, ...entries);
    spoil(disk, 3);
    await journal.beginBase('store-1', { n: 1, id: entries[0]?.id ?? '' });
    expect(await journal.finishBase()).toMatchObject({ ok: false });
    expect((await journal.state()).head?.n).toBe(3);
  });

  it('G1 nothing is sealed anew when an entry can no longer be read', async () => {
    const disk = await unfolded();
    const names = namesOn(disk, 'segment');
    const list = disk.list;
    // It is read when the journal is opened, and spoils just before everything is written anew.
    disk.list = async (folder) => {
      if (disk.calls.some(({ op, path }) => op === 'create' && path.includes('reserve'))) spoil(disk, 30);
      return list(folder);
    };
    const journal = await opened({ folder: at(), cipher: aCipher, disk, limits: SMALL, now: () => 0 });
    expect(journal.isUniform()).toBe(false);
    expect(namesOn(disk, 'segment')).toEqual(names);
    await journal.close();
  });

  it('puts no snapshot in force that cannot be read again, and leaves nothing of it', async () => {
    const disk = await unfolded();
    const context = contextOn(disk);
    const book = await bookOf(context);
    const before = disk.image();
    disk.fault = ({ op, path }) => {
      if (op === 'sync' && path.endsWith('.snap.tmp'))
        disk.damage(path, (bytes) => bytes.fill(0, bytes.byteLength - 30));
      return null;
    };
    await expect(fold(context, book, null, goOn)).rejects.toThrow('cannot be read');
    expect(disk.image()).toEqual(before);
  });

  it('takes a snapshot back whose name could not be made safe', async () => {
    const disk = await unfolded();
    const context = contextOn(disk);
    const book = await bookOf(context);
    const before = disk.image();
    disk.fault = ({ op }) => (op === 'sync-folder' ? { code: 'EIO' } : null);
    await expect(fold(context, book, null, goOn)).rejects.toThrow('EIO');
    expect(disk.image()).toEqual(before);
  });

  it('leaves a damaged snapshot of the same name where it is until the new one has its place', async () => {
    const disk = await foldedDisk();
    const [, newest = ''] = namesOn(disk, 'snapshot');
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    const context = contextOn(disk);
    const book = await bookOf(context);
    const n = book.snapshots[1]?.n ?? 0;
    book.segments = book.segments.filter((segment) => lastOf(segment) <= n);
    disk.fault = ({ op, path }) => (op === 'rename' && path.includes('snapshot') ? { code: 'EIO' } : null);
    await expect(fold(context, book, null, goOn)).rejects.toThrow('EIO');
    expect(namesOn(disk, 'snapshot')).toContain(newest);
    disk.fault = null;
    await fold(context, book, null, goOn);
    expect(book.snapshots.map(({ name, whole }) => [name, whole])).toEqual([
      [book.snapshots[0]?.name, true],
      [newest, true],
    ]);
  });

  it('keeps snapshots in the order of their numbers, also behind a damaged one that is further on', async () => {
    const disk = await foldedDisk();
    const [, newest = ''] = namesOn(disk, 'snapshot');
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    const context = contextOn(disk);
    const book = await bookOf(context);
    const n = book.snapshots[1]?.n ?? 0;
    book.segments = book.segments.filter((segment) => lastOf(segment) < n);
    await fold(context, book, null, goOn);
    const numbers = book.snapshots.map(({ n }) => n);
    expect(numbers).toHaveLength(3);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(book.snapshots.at(-1)?.name).toBe(newest);
  });

  it('waits for a snapshot that is being replayed, as long as that is not given up, and for no other', async () => {
    const disk = await foldedDisk();
    let now = 5000;
    const limits = { ...SMALL, replayMs: 1000, pageBytes: 1 };
    const journal = await opened({ folder: at(), cipher: null, disk, limits, now: () => now });
    const [older = '', newer = ''] = namesOn(disk, 'snapshot');
    await journal.replay(null, null);
    let n = 60;
    const more = async (): Promise<void> => {
      for (const until = n + 40; n < until; ) {
        n += 1;
        await mustAppend(journal, anEntry(n, [aChange('partner', n, { text: 'x'.repeat(100) })]));
        await journal.settled();
      }
    };
    now = 5999;
    await more();
    expect(namesOn(disk, 'snapshot')).not.toContain(older);
    expect(namesOn(disk, 'snapshot')).toContain(newer);
    expect(namesOn(disk, 'snapshot').length).toBeGreaterThan(2);
    now = 6000;
    await more();
    expect(namesOn(disk, 'snapshot')).not.toContain(newer);
    expect(namesOn(disk, 'snapshot')).toHaveLength(2);
    expect((await replayAll(journal, null)).size).toBeGreaterThan(80);
    await journal.close();
  });

  it('lets a document go that only rows of other tables name', async () => {
    const disk = memoryDisk();
    let now = 1_000_000;
    disk.now = now;
    const limits = { ...SMALL, graceMs: 1000 };
    const journal = await opened({ folder: at(), cipher: null, disk, limits, now: () => now });
    const file = aFile('named elsewhere');
    await writeBase(journal, 'store-1', undefined, [aChange('other', file.sha256, {})]);
    await journal.putFile(file);
    now += 5000;
    for (let n = 1; n <= 40; n += 1) {
      const row = aChange('other', file.sha256, { n, text: 'x'.repeat(120) });
      await mustAppend(journal, anEntry(n, [row]));
      await journal.settled();
    }
    expect(await journal.readFile(file.sha256)).toBeNull();
    await journal.close();
  });
});
