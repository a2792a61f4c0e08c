import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breathe, type Limits } from '../../../electron/journal/context';
import type { OpenJournal } from '../../../electron/journal/journal';
import {
  changesOf,
  compareRows,
  mergeRows,
  parseRows,
  type Row,
  rowLine,
  rowName,
} from '../../../electron/journal/rows';
import type { RowKey } from '../../../shared/schema/journal';
import { SMALL } from '../../support/journal/history';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import {
  aChange,
  aFile,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  sortedRows,
  writeBase,
} from '../../support/journal/samples';

const aKey: fc.Arbitrary<RowKey> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.constantFrom<RowKey>('1', 1, '10', 9, '', 'a\tb', 'a\nb', '\u2028', '__proto__'),
);
const aRow: fc.Arbitrary<Row> = fc.record({
  table: fc.constantFrom('a', 'b', 'partner'),
  key: aKey,
  text: fc.option(fc.json({ maxDepth: 1 }), { nil: null }),
});

async function* streamOf(rows: readonly Row[], size: number): AsyncGenerator<readonly Row[]> {
  yield [];
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

async function all(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

function sortedRun(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [rowName(row), row])).values()].sort(compareRows);
}

describe('rows', () => {
  it('have one total order, in which equal means the same row', () => {
    fc.assert(
      fc.property(aRow, aRow, aRow, (a, b, c) => {
        expect(Math.sign(compareRows(a, b)) + Math.sign(compareRows(b, a))).toBe(0);
        expect(compareRows(a, b) === 0).toBe(rowName(a) === rowName(b));
        const [first, second, third] = [a, b, c].sort(compareRows);
        if (first && second && third) {
          expect(compareRows(first, second)).toBeLessThanOrEqual(0);
          expect(compareRows(second, third)).toBeLessThanOrEqual(0);
          expect(compareRows(first, third)).toBeLessThanOrEqual(0);
        }
      }),
    );
    const keys: RowKey[] = ['b', 'a', '10', '9', 10, 9, -1];
    const inOrder = keys.map((key) => ({ table: 'a', key, text: null })).sort(compareRows);
    expect(inOrder.map(({ key }) => key)).toEqual([-1, 9, 10, '10', '9', 'a', 'b']);
  });

  it('are the same after a file of lines', () => {
    fc.assert(
      fc.property(fc.array(aRow), (rows) => {
        expect(parseRows(rows.map(rowLine).join(''))).toEqual(rows);
      }),
    );
  });

  it('merge as a map would: the newest of a key counts, those that went are gone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(aRow), { maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (runs, size) => {
          const expected = new Map<string, Row>();
          for (const row of runs.flat()) expected.set(rowName(row), row);
          const streams = runs.map((rows) => streamOf(sortedRun(rows), size)).reverse();
          const merged = await all(mergeRows(streams));
          expect(merged).toEqual(
            [...expected.values()].filter(({ text }) => text !== null).sort(compareRows),
          );
        },
      ),
    );
  });

  it('merge in batches of bounded size', async () => {
    const rows = Array.from({ length: 1000 }, (_, key) => ({ table: 'a', key, text: '{}' }));
    const sizes: number[] = [];
    for await (const batch of mergeRows([streamOf(rows, 1000)])) sizes.push(batch.length);
    expect(sizes).toEqual([256, 256, 256, 232]);
  });

  it('become changes table by table', () => {
    const rows: Row[] = [
      { table: 'a', key: 1, text: '{"v":1}' },
      { table: 'a', key: 'x', text: null },
      { table: 'b', key: 1, text: '{"v":2}' },
    ];
    expect(changesOf(rows)).toEqual([
      { table: 'a', puts: [{ key: 1, row: { v: 1 } }], deletes: ['x'] },
      { table: 'b', puts: [{ key: 1, row: { v: 2 } }], deletes: [] },
    ]);
  });
});

function open(disk: MemoryDisk, limits: Partial<Limits> = {}, now = () => 0): Promise<OpenJournal> {
  return opened({ folder: at(), cipher: null, disk, limits: { ...SMALL, ...limits }, now });
}

function names(disk: MemoryDisk, kind: string): string[] {
  return [...disk.image().keys()].filter((path) => path.includes(`/journal/${kind}`)).sort();
}

/** Appends entries that change the same few rows, and lets the folding finish after each. */
async function fill(journal: OpenJournal, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) {
    await mustAppend(journal, anEntry(n, [aChange('partner', `p-${n % 5}`, { n, text: 'x'.repeat(100) })]));
    await journal.settled();
  }
}

describe('folding', () => {
  it('keeps two snapshots and the entries since the older one, whatever was written', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1', { n: 0, id: '' }, [aChange('partner', 'base', { v: 1 })]);
    await fill(journal, 1, 60);
    const snapshots = names(disk, 'snapshot');
    expect(snapshots).toHaveLength(2);
    const older = Number((snapshots[0] ?? '').slice(-17, -5));
    expect(older).toBeGreaterThan(30);
    const state = await journal.state();
    expect(state).toMatchObject({ oldest: older, head: { n: 60 } });
    expect(names(disk, 'segment')[0]?.slice(-16, -4)).toBe(String(older + 1).padStart(12, '0'));
    expect(sortedRows(await replayAll(journal, null)).map(([name]) => name)).toEqual([
      '["partner","base"]',
      ...[0, 1, 2, 3, 4].map((key) => `["partner","p-${key}"]`),
    ]);
    await journal.close();
    const whole = await replayAll(await open(memoryDisk(disk.image())), null);

    for (const newest of names(disk, 'snapshot').slice(1)) {
      const damaged = memoryDisk(disk.image());
      damaged.damage(newest, (bytes) => bytes.fill(0, bytes.byteLength - 40));
      const again = await open(damaged);
      expect(await again.state()).toMatchObject({ head: { n: 60 }, oldest: older, losses: [] });
      expect(await replayAll(again, null)).toEqual(whole);
    }
  });

  it('stands in for a newest snapshot that is damaged', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    await fill(journal, 1, 60);
    await journal.close();
    const rows = await replayAll(await open(memoryDisk(disk.image())), null);
    const [older = '', newest = ''] = names(disk, 'snapshot');
    disk.damage(newest, (bytes) => bytes.fill(0, 200));
    const again = await open(disk);
    await again.settled();
    await fill(again, 61, 80);
    expect((await again.state()).losses).toEqual([]);
    await again.close();
    expect(names(disk, 'snapshot')).toHaveLength(2);
    expect(names(disk, 'snapshot')).not.toContain(older);
    const third = await open(disk);
    expect(await third.state()).toMatchObject({ head: { n: 80 }, losses: [] });
    expect((await replayAll(third, null)).size).toBe(rows.size);
    for (const path of names(disk, 'snapshot')) {
      const alone = memoryDisk(disk.image());
      for (const other of names(disk, 'snapshot')) if (other !== path) alone.damage(other, () => null);
      expect((await (await open(alone)).state()).losses).toEqual([]);
    }
  });

  it('knows the ids of entries that are kept, of the ones at snapshots, and of no others', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    const entries = Array.from({ length: 40 }, (_, index) =>
      anEntry(index + 1, [aChange('a', index, { v: 'x'.repeat(90) })]),
    );
    for (const entry of entries) {
      await mustAppend(journal, entry);
      await journal.settled();
    }
    const { oldest } = await journal.state();
    expect(oldest).toBeGreaterThan(5);
    for (const { n, id } of entries) {
      expect(await journal.idAt(n)).toBe(n >= oldest ? id : null);
    }
    expect(await journal.append(entries.slice(0, 3))).toMatchObject({ ok: true, value: { n: 40 } });
  });

  it('does not hold up entries that come meanwhile', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    let next = 1;
    let duringFold = 0;
    async function add(): Promise<void> {
      const n = next;
      next += 1;
      await mustAppend(journal, anEntry(n, [aChange('partner', 'p', { text: 'x'.repeat(150) })]));
    }
    const rename = disk.rename;
    disk.rename = async (from, to) => {
      if (from.includes('snapshot-0001')) {
        await add();
        duringFold += 1;
      }
      return rename(from, to);
    };
    while (next < 40) {
      await add();
      await journal.settled();
    }
    expect(duringFold).toBeGreaterThan(1);
    expect((await journal.state()).head?.n).toBe(next - 1);
  });

  it('is left off when the app closes, and done after the next start', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { foldBytes: 1_000_000, foldSegments: 1000 });
    await writeBase(journal, 'store-1');
    await fill(journal, 1, 30);
    await journal.close();
    expect(names(disk, 'snapshot')).toHaveLength(1);
    const again = await open(disk);
    await again.close();
    const calls = disk.calls.length;
    for (let turn = 0; turn < 50; turn += 1) await breathe();
    expect(disk.calls.length).toBe(calls);
    expect(names(disk, 'run')).toEqual([]);
    const third = await open(disk);
    await third.settled();
    expect(names(disk, 'snapshot')).toHaveLength(2);
    expect((await replayAll(third, null)).size).toBe(5);
  });

  it('waits while something is lost, so that nothing that can still be read is thrown away', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { foldBytes: 1_000_000, foldSegments: 1000 });
    await writeBase(journal, 'store-1');
    await fill(journal, 1, 30);
    await journal.close();
    disk.damage(names(disk, 'segment')[1] ?? '', () => null);
    const before = [...names(disk, 'snapshot'), ...names(disk, 'segment')];
    const again = await open(disk);
    await again.settled();
    expect([...names(disk, 'snapshot'), ...names(disk, 'segment')]).toEqual(before);
  });

  it('that fails leaves everything as it was, and is tried again', async () => {
    const disk = memoryDisk();
    const said: string[] = [];
    const journal = await opened({
      folder: at(),
      cipher: null,
      disk,
      limits: SMALL,
      now: () => 0,
      say: (line) => said.push(line),
    });
    await writeBase(journal, 'store-1');
    disk.fault = ({ op, path }) => (op === 'write' && /snapshot|run/.test(path) ? { code: 'EIO' } : null);
    await fill(journal, 1, 30);
    expect(said.some((line) => line.includes('Folding the journal failed'))).toBe(true);
    expect(names(disk, 'snapshot')).toHaveLength(1);
    expect([...disk.image().keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
    disk.fault = null;
    await fill(journal, 31, 40);
    expect(names(disk, 'snapshot')).toHaveLength(2);
    expect((await replayAll(journal, null)).size).toBe(5);
  });

  it('waits for a replay that goes on, not for one that was given up', async () => {
    const disk = memoryDisk();
    let now = 0;
    const journal = await open(disk, { pageBytes: 200, replayMs: 1000 }, () => now);
    const rows = Array.from({ length: 800 }, (_, key) => aChange('partner', key, { text: 'y'.repeat(150) }));
    await writeBase(journal, 'store-1', { n: 0, id: '' }, rows);
    const first = await journal.replay(null, null);
    if (!first.ok) throw new Error(first.error.message);
    await fill(journal, 1, 120);
    expect(names(disk, 'snapshot').length).toBeGreaterThan(2);
    now = 1001;
    await fill(journal, 121, 240);
    expect(names(disk, 'snapshot')).toHaveLength(2);
    expect(await journal.replay(null, first.value.next)).toMatchObject({ ok: false });
  });

  it('leaves an entry that makes no sense where it is', async () => {
    const disk = memoryDisk();
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const journal = await opened({ folder: at(), cipher: null, disk, limits: SMALL, now: () => 0, say });
    await writeBase(journal, 'store-1');
    await mustAppend(journal, { ...anEntry(1), text: '{"no":"sense"}' });
    await fill(journal, 2, 30);
    expect(said).toContain('Folding the journal failed: Error: Entry 1 makes no sense.');
    expect(names(disk, 'segment')[0]).toContain('000001.log');
    expect((await replayAll(journal, null)).size).toBe(5);
    expect(said).toContain('Entry 1 of the journal makes no sense and is left out.');
  });

  it('that fails is tried again when more was written, not with each entry', async () => {
    const disk = memoryDisk();
    const journal = await open(disk);
    await writeBase(journal, 'store-1');
    disk.fault = ({ op, path }) => (op === 'create' && path.includes('snapshot') ? { code: 'EIO' } : null);
    await fill(journal, 1, 100);
    const tries = disk.calls.filter(({ op, path }) => op === 'create' && path.includes('snapshot')).length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(50);
  });

  it('waits until there is room for a snapshot', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { segmentBytes: 400_000, foldBytes: 700_000 });
    const rows = Array.from({ length: 100 }, (_, key) => aChange('partner', key, { text: 'y'.repeat(9000) }));
    await writeBase(journal, 'store-1', { n: 0, id: '' }, rows);
    disk.capacity = 3_300_000;
    for (let n = 1; n <= 5; n += 1) {
      await mustAppend(journal, anEntry(n, [aChange('partner', n, { text: 'x'.repeat(300_000) })]));
      await journal.settled();
    }
    expect(names(disk, 'snapshot')).toHaveLength(1);
    expect(disk.calls.some(({ path }) => path.includes('run-fold'))).toBe(false);
    disk.capacity = null;
    await mustAppend(journal, anEntry(6));
    await journal.settled();
    expect(names(disk, 'snapshot')).toHaveLength(2);
  });

  it('does not take a snapshot away that is being replayed, nor the entries behind it', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { pageBytes: 200 });
    const rows = Array.from({ length: 800 }, (_, key) => aChange('partner', key, { text: 'y'.repeat(150) }));
    await writeBase(journal, 'store-1', { n: 0, id: '' }, rows);
    const first = await journal.replay(null, null);
    if (!first.ok) throw new Error(first.error.message);
    const part = first.value.next;
    expect(part).not.toBeNull();
    await fill(journal, 1, 120);
    expect(names(disk, 'snapshot').length).toBeGreaterThan(2);
    const seen = new Map<string, unknown>();
    for (const { table, puts } of first.value.changes)
      for (const { key, row } of puts) seen.set(JSON.stringify([table, key]), row);
    let next = part;
    while (next !== null) {
      const page = await journal.replay(null, next);
      if (!page.ok) throw new Error(page.error.message);
      for (const { table, puts } of page.value.changes)
        for (const { key, row } of puts) seen.set(JSON.stringify([table, key]), row);
      next = page.value.next;
    }
    expect(seen.size).toBe(805);
    expect(seen.get('["partner","p-0"]')).toMatchObject({ n: 120 });
    await fill(journal, 121, 240);
    expect(names(disk, 'snapshot')).toHaveLength(2);
  });

  it('answers a replay in pages, each about as large as asked', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { pageBytes: 1000, segmentBytes: 100_000 });
    await writeBase(journal, 'store-1');
    await fill(journal, 1, 40);
    const sizes: number[] = [];
    let part: string | null = null;
    do {
      const page = await journal.replay(10, part);
      if (!page.ok) throw new Error(page.error.message);
      sizes.push(page.value.changes.length);
      part = page.value.next;
    } while (part !== null);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(30);
    expect(Math.max(...sizes)).toBeLessThan(8);
    for (const wrong of [
      '',
      'nonsense',
      '[{"snapshot":"gone","at":0}]',
      '[{"snapshot":"../../etc/passwd","at":0}]',
    ]) {
      expect(await journal.replay(null, wrong)).toMatchObject({ ok: false });
    }
  });

  it('writes runs aside when there is much to sort, and removes them', async () => {
    const disk = memoryDisk();
    const journal = await open(disk, { runBytes: 2000 });
    const rows = Array.from({ length: 100 }, (_, key) =>
      aChange('partner', (key * 37) % 101, { text: 'y'.repeat(50) }),
    );
    await journal.beginBase('store-1', { n: 0, id: '' });
    for (const row of rows) await journal.addToBase([row]);
    await journal.addToBase([aChange('partner', 0, { text: 'the last counts' })]);
    expect(names(disk, 'run').length).toBeGreaterThan(3);
    expect(await journal.finishBase()).toMatchObject({ ok: true });
    expect(names(disk, 'run')).toEqual([]);
    const all = await replayAll(journal, null);
    expect(all.size).toBe(100);
    expect(all.get('["partner",0]')).toEqual({ text: 'the last counts' });
  });
});

describe('documents that no row names', () => {
  it('go when folding, but only after the time of grace, and never while a row names them', async () => {
    const disk = memoryDisk();
    let now = 1_000_000;
    disk.now = now;
    const journal = await open(disk, { graceMs: 1000 }, () => now);
    await writeBase(journal, 'store-1');
    const [named, dropped, fresh, again] = ['named', 'dropped', 'fresh', 'again'].map(aFile);
    if (!named || !dropped || !fresh || !again) throw new Error('no files');
    for (const file of [named, dropped, again]) await journal.putFile(file);
    await mustAppend(
      journal,
      anEntry(1, [aChange('blobs', named.sha256, {}), aChange('blobs', dropped.sha256, {})]),
    );
    await mustAppend(journal, anEntry(2, [aChange('blobs', dropped.sha256)]));
    await fill(journal, 3, 30);
    for (const file of [named, dropped, again]) expect(await journal.readFile(file.sha256)).not.toBeNull();

    now += 2000;
    disk.now = now;
    await journal.putFile(fresh);
    await journal.putFile(again);
    await fill(journal, 31, 50);
    expect(await journal.readFile(dropped.sha256)).toBeNull();
    for (const file of [named, fresh, again]) expect(await journal.readFile(file.sha256)).not.toBeNull();

    now += 2000;
    disk.now = now;
    await mustAppend(journal, anEntry(51, [aChange('blobs', fresh.sha256, {})]));
    await fill(journal, 52, 80);
    expect(await journal.readFile(again.sha256)).toBeNull();
    for (const file of [named, fresh]) expect(await journal.readFile(file.sha256)).not.toBeNull();
  });

  it('stay when a row behind the snapshot names them', async () => {
    const disk = memoryDisk();
    let now = 1_000_000;
    disk.now = now;
    const journal = await open(disk, { graceMs: 1000 }, () => now);
    await writeBase(journal, 'store-1');
    const file = aFile('late');
    await journal.putFile(file);
    now += 5000;
    for (let n = 1; n <= 40; n += 1) {
      const late = n % 2 === 1 ? [aChange('blobs', file.sha256, { n })] : [aChange('blobs', file.sha256)];
      await mustAppend(journal, anEntry(n, [...late, aChange('partner', n % 3, { text: 'x'.repeat(120) })]));
      if (n % 2 === 1) await journal.settled();
    }
    await mustAppend(journal, anEntry(41, [aChange('blobs', file.sha256, {})]));
    await journal.settled();
    expect((await journal.state()).oldest).toBeGreaterThan(3);
    expect(await journal.readFile(file.sha256)).not.toBeNull();
  });
});
