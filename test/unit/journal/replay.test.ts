import { describe, expect, it } from 'vitest';
import type { Book } from '../../../electron/journal/book';
import { replayPage } from '../../../electron/journal/replay';
import type { ReplayPage } from '../../../shared/schema/journal';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import { bookOf, contextOn, foldedDisk, namesOn, type TestContext } from '../../support/journal/parts';
import {
  aChange,
  aCipher,
  anEntry,
  mustAppend,
  opened,
  start,
  writeBase,
} from '../../support/journal/samples';

async function pageOf(context: TestContext, book: Book, after: number | null, part: string | null = null) {
  const page = await replayPage(context, book, after, part);
  if (!page.ok) throw new Error(page.error.message);
  return page.value;
}

async function pagesOf(context: TestContext, book: Book, after: number | null): Promise<ReplayPage[]> {
  const pages: ReplayPage[] = [];
  let part: string | null = null;
  do {
    const page: ReplayPage = await pageOf(context, book, after, part);
    pages.push(page);
    part = page.next;
  } while (part !== null);
  return pages;
}

function keysIn({ changes }: ReplayPage): (string | number)[] {
  return changes.flatMap(({ puts, deletes }) => [...deletes, ...puts.map(({ key }) => key)]);
}

/** So many entries of one row each, on a base of so many. */
async function plainDisk(rows: number, entries: number, text: string): Promise<MemoryDisk> {
  const disk = memoryDisk();
  const limits = { segmentBytes: 400, foldSegments: 1000 };
  const journal = await opened({ folder: at(), cipher: null, disk, limits, now: () => 0 });
  const base = Array.from({ length: rows }, (_, key) => aChange('base', key, { text }));
  await writeBase(journal, 'store-1', start, base);
  for (let n = 1; n <= entries; n += 1)
    await mustAppend(journal, anEntry(n, [aChange('entry', n, { text })]));
  await journal.close();
  return disk;
}

describe('a replay', () => {
  it('of everything is the newest whole snapshot and what follows it, no more', async () => {
    for (const cipher of [null, aCipher]) {
      const context = contextOn(await foldedDisk(cipher), { cipher, pageBytes: 1_000_000 });
      const book = await bookOf(context);
      const newest = book.snapshots[1];
      const pages = await pagesOf(context, book, null);
      expect(pages).toHaveLength(2);
      expect(pages[0]?.next).toBe(JSON.stringify([{ after: newest?.n, to: null }]));
      expect(pages[0] && keysIn(pages[0]).sort()).toEqual(['base', 'p-0', 'p-1', 'p-2', 'p-3', 'p-4']);
      const entries = pages[1]?.changes.flatMap(({ puts }) => puts.map(({ row }) => row)) ?? [];
      expect(entries).toMatchObject(
        Array.from({ length: 60 - (newest?.n ?? 0) }, (_, index) => ({ n: (newest?.n ?? 0) + 1 + index })),
      );
    }
  });

  it('takes the older snapshot and what follows it while the newest is damaged', async () => {
    const disk = await foldedDisk();
    const [older = '', newest = ''] = namesOn(disk, 'snapshot');
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    const book = await bookOf(context);
    const pages = await pagesOf(context, book, null);
    expect(pages).toHaveLength(2);
    expect(pages[0]?.next).toBe(JSON.stringify([{ after: book.snapshots[0]?.n, to: null }]));
    expect(older).not.toBe(newest);
    expect(pages[1]?.changes).toHaveLength(60 - (book.snapshots[0]?.n ?? 0));
  });

  it('reads everything that is left, the oldest first, when no snapshot is whole', async () => {
    const disk = await foldedDisk();
    for (const name of namesOn(disk, 'snapshot'))
      disk.damage(at(name), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    const book = await bookOf(context);
    const [older, newest] = book.snapshots;
    const first = await pageOf(context, book, null);
    expect(JSON.parse(first.next ?? '')).toEqual([
      { after: older?.n, to: newest?.n },
      { snapshot: newest?.name, at: null },
      { after: newest?.n, to: null },
    ]);
    const between = await pageOf(context, book, null, first.next);
    expect(between.changes).toHaveLength((newest?.n ?? 0) - (older?.n ?? 0));
    expect(book.pinned).toBeNull();
    await pageOf(context, book, null, between.next);
    expect(book.pinned).toEqual({ name: newest?.name, at: 0 });
  });

  it('reads newer snapshots as well when entries behind the first whole one are missing', async () => {
    const disk = await foldedDisk();
    const [, newest = ''] = namesOn(disk, 'snapshot');
    disk.damage(at(newest), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
    disk.damage(at(namesOn(disk, 'segment')[0] ?? ''), () => null);
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    const book = await bookOf(context);
    const first = await pageOf(context, book, null);
    expect(JSON.parse(first.next ?? '')).toMatchObject([
      { after: book.snapshots[0]?.n, to: book.snapshots[1]?.n },
      { snapshot: newest },
      { to: null },
    ]);
  });

  it('without any snapshot reads the entries', async () => {
    const disk = await plainDisk(2, 3, 'x');
    disk.damage(at('snapshot-0001-000000000000.snap'), () => null);
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    expect((await pagesOf(context, await bookOf(context), null)).map(keysIn)).toEqual([[1, 2, 3]]);
  });

  it('of a damaged snapshot without a header still gives its rows', async () => {
    for (const cipher of [null, aCipher]) {
      const disk = await foldedDisk(cipher);
      for (const name of namesOn(disk, 'snapshot')) disk.damage(at(name), (bytes) => bytes.fill(0, 0, 8));
      const context = contextOn(disk, { cipher, pageBytes: 1_000_000 });
      const first = await pageOf(context, await bookOf(context), null);
      expect(keysIn(first)).toContain('base');
    }
  });

  it('after an entry gives what follows it, and nothing after the last', async () => {
    const context = contextOn(await plainDisk(1, 9, 'x'), { pageBytes: 1_000_000 });
    const book = await bookOf(context);
    expect((await pagesOf(context, book, 6)).map(keysIn)).toEqual([[7, 8, 9]]);
    expect(await pageOf(context, book, 9)).toEqual({ changes: [], next: null });
    expect(await pageOf(context, book, null, '[]')).toEqual({ changes: [], next: null });
  });

  it('after an entry that is no longer followed by every other is refused', async () => {
    const disk = await foldedDisk();
    const context = contextOn(disk);
    const book = await bookOf(context);
    const oldest = book.snapshots[0]?.n ?? 0;
    expect(await replayPage(context, book, oldest - 1, null)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('no longer kept one by one') },
    });
    expect(await replayPage(context, book, oldest, null)).toMatchObject({ ok: true });
    const part = JSON.stringify([{ after: oldest - 1, to: null }]);
    expect(await replayPage(context, book, null, part)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('changed while it was being read') },
    });
  });

  it('goes on over entries that are named as lost', async () => {
    const disk = await plainDisk(1, 9, 'x');
    const second = namesOn(disk, 'segment')[1] ?? '';
    disk.damage(at(second), () => null);
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    const book = await bookOf(context);
    const [loss] = book.losses;
    const left = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => n < (loss?.from ?? 0) || n > (loss?.to ?? 0));
    expect(left.length).toBeLessThan(9);
    expect((await pagesOf(context, book, null)).flatMap(keysIn)).toEqual([0, ...left]);
  });

  it('ends a page with the row or entry that fills it', async () => {
    // One row is `{"text":"xxxxxxxxxx"}`, 21 characters, and one entry about four times as long.
    const disk = await plainDisk(0, 6, 'x'.repeat(10));
    const book = await bookOf(contextOn(disk));
    const { text } = anEntry(1, [aChange('entry', 1, { text: 'x'.repeat(10) })]);
    const sizes = async (pageBytes: number): Promise<number[]> =>
      (await pagesOf(contextOn(disk, { pageBytes }), book, 0)).map(({ changes }) => changes.length);
    expect(await sizes(2 * text.length)).toEqual([2, 2, 2]);
    expect(await sizes(2 * text.length + 1)).toEqual([3, 3]);
    expect(await sizes(4 * text.length)).toEqual([4, 2]);
    expect(await sizes(1)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('ends a page of a snapshot when it is full, and goes on where it ended', async () => {
    // A snapshot is read in parts of about 64 kB.
    const context = contextOn(await plainDisk(40, 1, 'x'.repeat(10_000)), { pageBytes: 150_000 });
    const book = await bookOf(context);
    const pages = await pagesOf(context, book, null);
    const sizes = pages.map((page) => keysIn(page).length);
    expect(pages.flatMap(keysIn)).toEqual([...Array.from({ length: 40 }, (_, key) => key), 1]);
    expect(Math.max(...sizes)).toBeLessThan(28);
    expect(sizes.filter((size) => size > 1).length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThan(6);
    expect(JSON.parse(pages[0]?.next ?? '')[0]).toMatchObject({ at: expect.any(Number) });
  });

  it('leaves out an entry that makes no sense, and says so', async () => {
    const disk = memoryDisk();
    const journal = await opened({ folder: at(), cipher: null, disk, now: () => 0 });
    await writeBase(journal, 'store-1');
    await mustAppend(journal, { ...anEntry(1), text: '{"no":"sense"}' }, anEntry(2));
    await journal.close();
    const context = contextOn(disk, { pageBytes: 1_000_000 });
    const pages = await pagesOf(context, await bookOf(context), null);
    expect(pages.flatMap(keysIn)).toEqual(['partner-2']);
    expect(context.said).toEqual(['Entry 1 of the journal makes no sense and is left out.']);
  });

  it('of a snapshot that is gone, or by a text that is none of ours, begins anew', async () => {
    const context = contextOn(await foldedDisk());
    const book = await bookOf(context);
    for (const part of ['', 'no', '{}', '[{"snapshot":"gone","at":null}]', '[{"after":"1","to":null}]'])
      expect(await replayPage(context, book, null, part)).toMatchObject({
        ok: false,
        error: { fix: expect.stringContaining('from the beginning') },
      });
  });

  it('says what the disk says when it cannot be read', async () => {
    const disk = await foldedDisk();
    const context = contextOn(disk);
    const book = await bookOf(context);
    disk.fault = ({ op }) => (op === 'open' ? { code: 'EACCES' } : null);
    expect(await replayPage(context, book, null, null)).toMatchObject({
      ok: false,
      error: { cause: 'read-only' },
    });
  });
});
