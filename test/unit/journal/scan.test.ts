import { describe, expect, it } from 'vitest';
import { oldestOf } from '../../../electron/journal/book';
import { encodeHeader, type FileHeader } from '../../../electron/journal/header';
import { scan } from '../../../electron/journal/scan';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import { bookOf, contextOn, foldedDisk, namesOn } from '../../support/journal/parts';
import { aCipher, anEntry, mustAppend, opened, writeBase } from '../../support/journal/samples';

const plain = { keyId: null, keyCheck: null };
const snapshotOf = (epoch: number, n: number): FileHeader => ({
  kind: 'snapshot',
  storeId: `store-${epoch}`,
  epoch,
  n,
  id: `id-${n}`,
  ...plain,
});
const segmentOf = (epoch: number, first: number): FileHeader => ({
  kind: 'segment',
  storeId: `store-${epoch}`,
  epoch,
  first,
  before: 'before',
  ...plain,
});
const markOf = (epoch: number, n: number): FileHeader => ({
  kind: 'mark',
  storeId: `store-${epoch}`,
  epoch,
  n,
});

function diskOf(files: Readonly<Record<string, Buffer>>): MemoryDisk {
  return memoryDisk(new Map(Object.entries(files).map(([name, bytes]) => [at(name), bytes])));
}

function numberIn(name: string): number {
  return Number(name.replace(/\.\w+$/, '').slice(-12));
}

describe('what lies in the folder', () => {
  it('is every snapshot with what its header says, the oldest first, and every segment by its first entry', async () => {
    for (const cipher of [null, aCipher]) {
      const disk = await foldedDisk(cipher);
      const book = await bookOf(contextOn(disk, { cipher }));
      const snapshots = namesOn(disk, 'snapshot');
      const keyId = cipher?.keyId ?? null;
      expect(snapshots).toHaveLength(2);
      expect(book.snapshots).toEqual(
        snapshots.map((name) => ({
          name,
          epoch: 1,
          n: numberIn(name),
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          size: disk.image().get(at(name))?.byteLength,
          keyId,
          whole: true,
        })),
      );
      const segments = namesOn(disk, 'segment');
      expect(book.segments.map(({ name }) => name)).toEqual(segments);
      expect(book.segments.map(({ first }) => first)).toEqual(segments.map(numberIn));
      expect(book.segments.map(({ ranges }) => ranges[0]?.from)).toEqual(segments.map(numberIn));
      expect(book).toMatchObject({
        storeId: 'store-1',
        epoch: 1,
        head: { n: 60 },
        losses: [],
        leftovers: [],
        mixed: false,
        exposed: false,
        trouble: null,
        pinned: null,
      });
      expect(oldestOf(book)).toBe(numberIn(snapshots[0] ?? ''));
    }
  });

  it('counts by number, not by the order in which the disk names the files', async () => {
    const disk = await foldedDisk();
    const inOrder = await bookOf(contextOn(disk));
    const list = disk.list;
    disk.list = async (folder) => (await list(folder)).reverse();
    expect(await bookOf(contextOn(disk))).toEqual(inOrder);
  });

  it('trusts an older snapshot behind a whole one unread, and reads it through when the newest is damaged', async () => {
    const disk = await foldedDisk();
    const [older = '', newest = ''] = namesOn(disk, 'snapshot');
    const wholes = async (): Promise<boolean[]> =>
      (await bookOf(contextOn(disk))).snapshots.map(({ whole }) => whole);
    disk.damage(at(older), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    expect(await wholes()).toEqual([true, true]);
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    expect(await wholes()).toEqual([false, false]);
  });

  it('stands at the older snapshot and what follows it when the newest is damaged', async () => {
    const disk = await foldedDisk();
    const newest = namesOn(disk, 'snapshot')[1] ?? '';
    for (const name of namesOn(disk, 'segment')) disk.damage(at(name), () => null);
    disk.damage(at('acknowledged'), () => null);
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    const book = await bookOf(contextOn(disk));
    expect(book.snapshots.map(({ whole }) => whole)).toEqual([true, false]);
    expect(book.head).toEqual({ n: book.snapshots[0]?.n, id: book.snapshots[0]?.id });
    const { n = 0 } = book.snapshots[1] ?? {};
    expect(book.losses).toMatchObject([{ from: (book.head?.n ?? 0) + 1, to: n }]);
  });

  it('holds a snapshot without a header, or with that of another file, for damaged, and knows it by its name', async () => {
    const wrong = [Buffer.from('not a header'), encodeHeader(segmentOf(1, 1)), encodeHeader(markOf(1, 5))];
    for (const bytes of wrong) {
      const book = await bookOf(contextOn(diskOf({ 'snapshot-0001-000000000005.snap': bytes })));
      expect(book.snapshots).toMatchObject([
        { n: 5, epoch: 1, id: '', keyId: null, whole: false, size: bytes.byteLength },
      ]);
      expect(book).toMatchObject({ storeId: null, head: { n: 5, id: '' } });
      expect(book.losses).toMatchObject([{ from: null, to: null, keptAs: at('kept') }]);
      expect(book.losses[0]?.what).toContain('Some of the records');
    }
  });

  it('stands at the latest of snapshots of which none is whole', async () => {
    const disk = diskOf({
      'snapshot-0001-000000000005.snap': encodeHeader(snapshotOf(1, 5)),
      'snapshot-0001-000000000009.snap': encodeHeader(snapshotOf(1, 9)),
    });
    const book = await bookOf(contextOn(disk));
    expect(book.head).toEqual({ n: 9, id: 'id-9' });
    expect(book.losses.map(({ from, to }) => [from, to])).toEqual([
      [null, null],
      [6, 9],
    ]);
  });

  it('is of the latest base that stood; files of others are left over, also such of one that never stood', async () => {
    const disk = diskOf({
      'snapshot-0001-000000000005.snap': encodeHeader(snapshotOf(1, 5)),
      'snapshot-0002-000000000000.snap': encodeHeader(snapshotOf(2, 0)),
      'segment-0003-000000000001.log': encodeHeader(segmentOf(3, 1)),
    });
    const book = await bookOf(contextOn(disk));
    expect(book).toMatchObject({ epoch: 2, storeId: 'store-2', snapshots: [{ n: 0 }], segments: [] });
    expect(book.leftovers.sort()).toEqual([
      'segment-0003-000000000001.log',
      'snapshot-0001-000000000005.snap',
    ]);
  });

  it('is of the base that the note of the end names, though its snapshot is gone', async () => {
    const book = await bookOf(
      contextOn(
        diskOf({
          'snapshot-0001-000000000005.snap': encodeHeader(snapshotOf(1, 5)),
          acknowledged: encodeHeader(markOf(2, 7)),
        }),
      ),
    );
    expect(book).toMatchObject({ epoch: 2, storeId: 'store-2', head: null, snapshots: [] });
    expect(book.losses.map(({ from, to }) => [from, to])).toEqual([
      [null, null],
      [1, 7],
    ]);
  });

  it('is of the latest segments when nothing else is left', async () => {
    const disk = diskOf({
      'segment-0001-000000000001.log': encodeHeader(segmentOf(1, 1)),
      'segment-0002-000000000001.log': encodeHeader(segmentOf(2, 1)),
    });
    const book = await bookOf(contextOn(disk));
    expect(book).toMatchObject({
      epoch: 2,
      storeId: 'store-2',
      leftovers: ['segment-0001-000000000001.log'],
    });
    expect(book.losses[0]?.what).toContain('from before the first entry is gone');
  });

  it('names no copy of what was lost where there is nothing to copy, and no loss where there is nothing', async () => {
    const alone = await bookOf(contextOn(diskOf({ acknowledged: encodeHeader(markOf(1, 0)) })));
    expect(alone.losses).toMatchObject([{ keptAs: null }]);
    expect(await bookOf(contextOn(memoryDisk()))).toMatchObject({ epoch: 0, head: null, losses: [] });
  });

  it('says of a segment that it has bytes that are no entry, and of no other', async () => {
    const disk = await foldedDisk();
    const context = contextOn(disk);
    const whole = await bookOf(context);
    expect(context.said).toEqual([]);
    const last = whole.segments.at(-1)?.name ?? '';
    disk.damage(at(last), (bytes) => Buffer.concat([bytes, Buffer.from('torn')]));
    await bookOf(context);
    expect(context.said).toEqual([`${last} has bytes that are no entry.`]);
  });

  it('is refused when any of it is newer, also the note of the end alone', async () => {
    for (const name of ['acknowledged', 'segment-0001-000000000001.log', 'snapshot-0001-000000000005.snap']) {
      const disk = diskOf({ [name]: encodeHeader(markOf(1, 5), 2) });
      expect(await scan(contextOn(disk))).toMatchObject({ kind: 'newer-format' });
    }
    const other = diskOf({ 'of another program': encodeHeader(markOf(1, 5), 2) });
    expect(await scan(contextOn(other))).not.toHaveProperty('message');
  });

  it('G11 tells whether files in use, or such that are left over, are sealed otherwise than asked', async () => {
    const disk = await foldedDisk();
    expect(await bookOf(contextOn(disk, { cipher: aCipher }))).toMatchObject({ mixed: true, exposed: false });
    const sealed = await foldedDisk(aCipher);
    const old = namesOn(disk, 'snapshot')[0] ?? '';
    const both = memoryDisk(
      new Map([
        [at(old), disk.image().get(at(old)) ?? Buffer.alloc(0)],
        ...[...sealed.image()].map(
          ([path, bytes]) => [path.replace('-0001-', '-0002-'), bytes] as [string, Buffer],
        ),
      ]),
    );
    const book = await bookOf(contextOn(both, { cipher: aCipher }));
    expect(book).toMatchObject({ epoch: 2, mixed: false, exposed: true, leftovers: [old] });
  });

  it('knows the store by its segments when the snapshot does not say', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: null, disk, now: () => 0 });
    await writeBase(journal, 'store-1');
    const entry = anEntry(1);
    await mustAppend(journal, entry);
    await journal.close();
    disk.damage(at('snapshot-0001-000000000000.snap'), (bytes) => bytes.fill(0, 0, 8));
    disk.damage(at('acknowledged'), () => null);
    const book = await bookOf(contextOn(disk));
    expect(book).toMatchObject({ storeId: 'store-1', head: { n: 1, id: entry.id } });
  });
});
