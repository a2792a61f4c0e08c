import { describe, expect, it } from 'vitest';
import { aesCipher, type Cipher } from '../../../electron/journal/cipher';
import { encodeFrame, readFrames } from '../../../electron/journal/frames';
import { encodeHeader } from '../../../electron/journal/header';
import {
  checkRowFile,
  readRowFile,
  type RowHeader,
  withKey,
  writeRowFile,
} from '../../../electron/journal/row-file';
import {
  changesOf,
  compareRows,
  mergeRows,
  parseRows,
  type Row,
  rowLine,
  rowName,
  rowsOf,
} from '../../../electron/journal/rows';
import { sortedRuns } from '../../../electron/journal/runs';
import { at, memoryDisk } from '../../support/journal/memory-disk';
import { contextOn, namesOn } from '../../support/journal/parts';
import { aChange, aCipher } from '../../support/journal/samples';

const FILE = at('rows');
const otherCipher = aesCipher({ keyId: 'key-2', key: Buffer.alloc(32, 9), protection: 'key-store' });
const row = (key: Row['key'], text: string | null = `"${key}"`, table = 'partner'): Row => ({
  table,
  key,
  text,
});
const keys = (rows: readonly Row[]) => rows.map(({ key }) => key);

async function* streamOf(...batches: (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  for (const batch of batches) yield batch;
}

async function collected<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) found.push(one);
  return found;
}

describe('rows', () => {
  it('are ordered by table, then numbers before texts, each in its order', () => {
    const rows = [row('b'), row(10), row('a'), row(9), row('z', '', 'claim'), row('10')];
    expect(rows.toSorted(compareRows).map(({ table, key }) => [table, key])).toEqual([
      ['claim', 'z'],
      ['partner', 9],
      ['partner', 10],
      ['partner', '10'],
      ['partner', 'a'],
      ['partner', 'b'],
    ]);
    expect(compareRows(row(1), row(1, null))).toBe(0);
    expect(rowName(row(1))).not.toBe(rowName(row('1')));
  });

  it('come back from their lines, whatever stands in them', () => {
    const rows = [row('a\tb\nc', JSON.stringify({ text: 'x\ty\nz' })), row(7, null), row('', '""')];
    expect(parseRows(rows.map(rowLine).join(''))).toEqual(rows);
    expect(parseRows('')).toEqual([]);
    expect(() => parseRows('no row\n')).toThrow();
  });

  it('are what commits did, and commits again', () => {
    const changes = [
      { table: 'partner', puts: [{ key: 'b', row: { v: 1 } }], deletes: ['a'] },
      { table: 'claim', puts: [{ key: 1, row: 'x' }], deletes: [] },
    ];
    const rows = rowsOf(changes);
    expect(rows).toEqual([row('a', null), row('b', '{"v":1}'), row(1, '"x"', 'claim')]);
    expect(changesOf(rows)).toEqual(changes);
    expect(changesOf([row('a', '1'), row('b', '2')])).toEqual([
      {
        table: 'partner',
        puts: [
          { key: 'a', row: 1 },
          { key: 'b', row: 2 },
        ],
        deletes: [],
      },
    ]);
  });

  it('of several sorted streams come once, the newest of each key, and none that went', async () => {
    const newest = streamOf([row('a', '1'), row('c', null)], [], [row('e', '1')]);
    const older = streamOf(
      [],
      [row('a', '2'), row('b', '2')],
      [row('c', '2'), row('e', null), row('f', '2')],
    );
    const merged = await collected(mergeRows([newest, older, streamOf()]));
    expect(merged.flat().map(({ key, text }) => [key, text])).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['e', '1'],
      ['f', '2'],
    ]);
    expect(await collected(mergeRows([]))).toEqual([]);
  });

  it('come in batches that are neither empty nor large', async () => {
    const sizes = async (count: number) =>
      (await collected(mergeRows([streamOf(Array.from({ length: count }, (_, n) => row(n)))]))).map(
        ({ length }) => length,
      );
    expect(await sizes(256)).toEqual([256]);
    expect(await sizes(257)).toEqual([256, 1]);
    expect(await sizes(600)).toEqual([256, 256, 88]);
  });
});

const snapshot: RowHeader = {
  kind: 'snapshot',
  storeId: 's',
  epoch: 2,
  n: 7,
  id: 'i',
  keyId: null,
  keyCheck: null,
};
/** Rows of about 30 KB each, so that three make a frame. */
const large = (count: number) =>
  Array.from({ length: count }, (_, n) => row(n, JSON.stringify('x'.repeat(30_000))));

async function written(
  rows: readonly Row[],
  { cipher = null, header = snapshot }: { cipher?: Cipher | null; header?: RowHeader } = {},
) {
  const disk = memoryDisk(new Map([[at('other'), Buffer.alloc(0)]]));
  const context = contextOn(disk, { cipher });
  const done = await writeRowFile(context, FILE, withKey(context, header), streamOf(rows));
  return { disk, context, done, bytes: disk.image().get(FILE) ?? Buffer.alloc(0) };
}

const on = (bytes: Buffer, cipher: Cipher | null = null) =>
  contextOn(memoryDisk(new Map([[FILE, bytes]])), { cipher });
const check = (bytes: Buffer, cipher: Cipher | null = null) => checkRowFile(on(bytes, cipher), FILE);

describe('a file of rows', () => {
  it('tells how many it holds, and is whole', async () => {
    for (const [count, frames] of [
      [0, 0],
      [2, 1],
      [3, 1],
      [4, 2],
      [7, 3],
    ] as const) {
      const { done, bytes, context } = await written(large(count));
      expect(done).toEqual({ rows: count, size: bytes.byteLength });
      expect(await check(bytes)).toEqual({
        kind: 'whole',
        header: snapshot,
        rows: count,
        size: bytes.byteLength,
      });
      const batches = await collected(readRowFile(context, FILE, null));
      expect(batches).toHaveLength(frames);
      expect(keys(batches.flatMap(({ rows }) => rows))).toEqual(keys(large(count)));
    }
  });

  it('is read on from where an earlier reading got', async () => {
    const { context } = await written(large(7));
    const [first] = await collected(readRowFile(context, FILE, null));
    const rest = await collected(readRowFile(context, FILE, first?.next ?? 0));
    expect(keys(rest.flatMap(({ rows }) => rows))).toEqual([3, 4, 5, 6]);
  });

  it('that was cut, or to which something was added, is damaged; what stands in it can be read', async () => {
    const { bytes } = await written(large(4));
    const frames = [];
    for await (const frame of readFrames(await on(bytes).disk.open(FILE, 'read'), 0)) frames.push(frame);
    const ends = frames.map(({ end }) => end);
    for (const end of [0, 10, ...ends.slice(0, -1), ...ends.map((one) => one - 1)])
      expect(await check(bytes.subarray(0, end))).toEqual({ kind: 'damaged' });
    expect(await check(Buffer.concat([bytes, Buffer.from('x')]))).toEqual({ kind: 'damaged' });
    const cut = on(bytes.subarray(0, (ends.at(-1) ?? 0) - 1));
    expect(keys((await collected(readRowFile(cut, FILE, null))).flatMap(({ rows }) => rows))).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it('whose frames are others than were written is damaged', async () => {
    const { bytes } = await written(large(4));
    const parts = [];
    for await (const frame of readFrames(await on(bytes).disk.open(FILE, 'read'), 0))
      if (frame.kind === 'frame') parts.push(bytes.subarray(frame.at, frame.end));
    const head = bytes.subarray(0, bytes.indexOf(parts[0] ?? ''));
    const [one = head, two = head, footer = head] = parts;
    expect(await check(Buffer.concat([head, one, two, footer]))).toMatchObject({ kind: 'whole' });
    const foreign = encodeFrame(1, Buffer.from(rowLine(row('z'))));
    for (const others of [
      [one, footer],
      [two, one, footer],
      [two, footer],
      [one, foreign, footer],
      [one, two],
      [one, two, encodeFrame(0xffffffffffff, Buffer.from('{}'))],
    ])
      expect(await check(Buffer.concat([head, ...others]))).toEqual({ kind: 'damaged' });
  });

  it('of another kind, or without a header, is damaged', async () => {
    const { bytes } = await written([row('a')]);
    const mark = encodeHeader({ kind: 'mark', storeId: 's', epoch: 1, n: 1 });
    expect(await check(mark)).toEqual({ kind: 'damaged' });
    expect(await collected(readRowFile(on(mark), FILE, null))).toEqual([]);
    const headless = Buffer.from(bytes).fill(0, 0, 8);
    expect(await check(headless)).toEqual({ kind: 'damaged' });
    expect(await collected(readRowFile(on(headless), FILE, null))).toEqual([]);
  });

  it('is read with what stands in for its header, with any key at hand', async () => {
    for (const cipher of [null, aCipher]) {
      const { bytes } = await written([row('a')], { cipher });
      const headless = on(Buffer.from(bytes).fill(0, 0, 8), otherCipher);
      const context = { ...headless, keys: { current: otherCipher, others: [aCipher] } };
      const found = await collected(readRowFile(context, FILE, null, snapshot));
      expect(keys(found.flatMap(({ rows }) => rows))).toEqual(['a']);
    }
  });

  it('that is sealed is whole for who has the key, in its own place only', async () => {
    const { bytes } = await written(large(4), { cipher: aCipher });
    expect(bytes.includes('xxxx')).toBe(false);
    expect(await check(bytes, aCipher)).toMatchObject({ kind: 'whole', rows: 4, header: { keyId: 'key-1' } });
    expect(await check(bytes)).toEqual({ kind: 'damaged' });
    expect(await check(bytes, otherCipher)).toEqual({ kind: 'damaged' });
    expect(await collected(readRowFile(on(bytes, otherCipher), FILE, null))).toEqual([]);
    const { bytes: elsewhere, context } = await written(large(4), {
      cipher: aCipher,
      header: { ...snapshot, n: 8 },
    });
    const head = encodeHeader(withKey(context, snapshot));
    const moved = on(Buffer.concat([head, elsewhere.subarray(head.byteLength)]), aCipher);
    expect(await checkRowFile(moved, FILE)).toEqual({ kind: 'damaged' });
    expect(await collected(readRowFile(moved, FILE, null))).toEqual([]);
    expect(moved.said).toEqual(
      Array.from({ length: 2 }, () => `A part of ${FILE} cannot be opened and is left out.`),
    );
  });

  it('is synced, and its beginning is told', async () => {
    const disk = memoryDisk(new Map([[at('other'), Buffer.alloc(0)]]));
    const context = contextOn(disk);
    let told = -1;
    await writeRowFile(context, FILE, snapshot, streamOf([row('a')]), () => {
      told = disk.image().get(FILE)?.byteLength ?? 0;
    });
    expect(told).toBe(encodeHeader(snapshot).byteLength);
    expect(disk.calls.at(-1)).toEqual({ op: 'sync', path: FILE });
  });
});

describe('sorted runs', () => {
  async function runs(runBytes: number) {
    const disk = memoryDisk(new Map([[at('other'), Buffer.alloc(0)]]));
    const context = contextOn(disk, { runBytes });
    let wrote = 0;
    const all = sortedRuns(context, 'x', () => {
      wrote += 1;
    });
    await all.add([aChange('partner', 'b', { v: 1 }), aChange('partner', 'c', { v: 1 })]);
    await all.add([aChange('partner', 'a', { v: 2 }), aChange('partner', 'b', { v: 2 })]);
    await all.add([aChange('partner', 'c')]);
    const merged = await collected(mergeRows(all.streams()));
    return { all, wrote, disk, rows: merged.flat().map(({ key, text }) => [key, text]) };
  }
  const rows = [
    ['a', '{"v":2}'],
    ['b', '{"v":2}'],
  ];

  it('give back the newest of each row in order, from memory', async () => {
    const { rows: found, wrote, disk } = await runs(100_000);
    expect(found).toEqual(rows);
    expect([wrote, namesOn(disk, 'run-')]).toEqual([0, []]);
  });

  it('and from files where they are too large for it, which go when they are done with', async () => {
    const { rows: found, wrote, disk, all } = await runs(150);
    expect(found).toEqual(rows);
    expect(wrote).toBe(2);
    expect(namesOn(disk, 'run-')).toEqual(['run-x-0.tmp', 'run-x-1.tmp']);
    await all.clear();
    expect(namesOn(disk, 'run-')).toEqual([]);
    expect(await collected(mergeRows(all.streams()))).toEqual([]);
  });
});
