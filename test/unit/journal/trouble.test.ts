import { describe, expect, it } from 'vitest';
import type { Limits } from '../../../electron/journal/context';
import { type OpenJournal, openJournal } from '../../../electron/journal/journal';
import type { JournalEntry } from '../../../shared/schema/journal';
import {
  at,
  type DiskCall,
  type Fault,
  type MemoryDisk,
  memoryDisk,
} from '../../support/journal/memory-disk';
import {
  aChange,
  aFile,
  anEntry,
  mustAppend,
  opened,
  replayAll,
  writeBase,
} from '../../support/journal/samples';

const LIMITS: Partial<Limits> = { reserveBytes: 2000, floorBytes: 3000, segmentBytes: 10_000 };

async function begun(disk: MemoryDisk, limits = LIMITS): Promise<OpenJournal> {
  const journal = await opened({ folder: at(), cipher: null, disk, limits, now: () => 0 });
  await writeBase(journal, 'store-1');
  return journal;
}

function large(n: number, bytes: number): JournalEntry {
  return anEntry(n, [aChange('partner', `p-${n}`, { text: 'x'.repeat(bytes) })]);
}

/** Everything of one kind fails, on files whose path matches. */
function failing(ops: readonly DiskCall['op'][], fault: Fault, path = /./) {
  return (call: DiskCall): Fault | null => (ops.includes(call.op) && path.test(call.path) ? fault : null);
}

const WRITES: DiskCall['op'][] = ['create', 'write', 'sync', 'truncate', 'rename', 'remove', 'sync-folder'];

async function reopened(disk: MemoryDisk): Promise<OpenJournal> {
  return opened({ folder: at(), cipher: null, disk: memoryDisk(disk.image()), limits: LIMITS, now: () => 0 });
}

describe('a full disk', () => {
  it('is refused early, with the reserve untouched, and what was saved stays', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 3000 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 2000;
    await journal.recheck();
    const done = await journal.append([large(2, 1_100_000)]);
    expect(done).toMatchObject({ ok: false, error: { kind: 'stopped', cause: 'full' } });
    expect(await journal.state()).toMatchObject({ head: { n: 1 }, trouble: { cause: 'full' } });
    expect(disk.image().get(at('reserve'))?.byteLength).toBe(2000);
    expect(await (await reopened(disk)).state()).toMatchObject({ head: { n: 1 }, losses: [] });
  });

  it('still takes what is in flight by giving up the reserve, then refuses, then goes on when there is room', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 0 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 100;
    await mustAppend(journal, large(2, 700));
    expect(await journal.state()).toMatchObject({ head: { n: 2 }, trouble: { cause: 'full' } });
    expect(disk.image().has(at('reserve'))).toBe(false);

    const calls = disk.calls.length;
    expect(await journal.append([anEntry(3)])).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect(
      disk.calls.slice(calls).filter(({ op, path }) => op === 'write' && path.includes('segment')),
    ).toEqual([]);
    await journal.recheck();
    expect((await journal.state()).trouble).toMatchObject({ cause: 'full' });

    disk.capacity += 10_000;
    await journal.recheck();
    expect((await journal.state()).trouble).toBeNull();
    expect(disk.image().get(at('reserve'))?.byteLength).toBe(2000);
    await mustAppend(journal, anEntry(3));
    expect((await replayAll(await reopened(disk), null)).size).toBe(3);
  });

  it('goes on with the next entry when there is room again, without being asked', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 0 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 100;
    await mustAppend(journal, large(2, 700));
    disk.capacity = null;
    await mustAppend(journal, anEntry(3));
    expect((await journal.state()).trouble).toBeNull();
  });

  it('that has no room even with the reserve takes nothing, and nothing is half there', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 0 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 100;
    expect(await journal.append([large(2, 9000)])).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect(await journal.state()).toMatchObject({ head: { n: 1 }, trouble: { cause: 'full' } });
    const again = await reopened(disk);
    expect(await again.state()).toMatchObject({ head: { n: 1 }, losses: [] });
    await mustAppend(again, anEntry(2));
  });

  it('is known when the journal is opened', async () => {
    const disk = memoryDisk();
    await (await begun(disk)).close();
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 2999;
    const journal = await opened({ folder: at(), cipher: null, disk, limits: LIMITS });
    expect((await journal.state()).trouble).toMatchObject({ cause: 'full' });
    disk.capacity += 1000;
    await mustAppend(journal, anEntry(1));
  });

  it('G7 leaves no part of a document, and takes it when there is room', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 0 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 100;
    const file = aFile('z'.repeat(500));
    expect(await journal.putFile(file)).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect((await journal.state()).trouble).toMatchObject({ cause: 'full' });
    expect([...disk.image().keys()].filter((path) => path.includes('files'))).toEqual([]);
    disk.capacity = null;
    expect(await journal.putFile(file)).toMatchObject({ ok: true });
  });

  it('refuses a new base that does not fit, tells it, and stays with the old one', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk, { ...LIMITS, floorBytes: 0 });
    await mustAppend(journal, anEntry(1));
    disk.capacity = [...disk.image().values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 100;
    await journal.beginBase('store-2', { n: 5, id: '' });
    await journal.addToBase([aChange('partner', 'p', { text: 'x'.repeat(5000) })]);
    expect(await journal.finishBase()).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect(await journal.state()).toMatchObject({
      storeId: 'store-1',
      head: { n: 1 },
      trouble: { cause: 'full' },
    });
    expect([...disk.image().keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
    disk.capacity = null;
    await mustAppend(journal, anEntry(2));
    await writeBase(journal, 'store-2', { n: 5, id: '' });
    expect(await (await reopened(disk)).state()).toMatchObject({
      storeId: 'store-2',
      head: { n: 5 },
      losses: [],
    });
  });

  it('refuses a document that does not fit without stopping what is small', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk);
    disk.capacity = 100_000;
    expect(await journal.putFile(aFile('z'.repeat(1_200_000)))).toMatchObject({
      ok: false,
      error: { cause: 'full' },
    });
    expect((await journal.state()).trouble).toBeNull();
    await mustAppend(journal, anEntry(1));
  });
});

describe('a read-only disk', () => {
  it('is told in its own words, at once and when opened; reading goes on; writing goes on when it can', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk);
    await mustAppend(journal, anEntry(1));
    disk.fault = failing(WRITES, { code: 'EROFS' });
    expect(await journal.append([anEntry(2)])).toMatchObject({ ok: false, error: { cause: 'read-only' } });
    await journal.recheck();
    expect((await journal.state()).trouble).toMatchObject({ cause: 'read-only' });
    expect((await replayAll(journal, null)).size).toBe(1);

    const other = memoryDisk(disk.image());
    other.fault = failing(WRITES, { code: 'EACCES' });
    const again = await opened({ folder: at(), cipher: null, disk: other, limits: LIMITS });
    expect(await again.state()).toMatchObject({
      head: { n: 1 },
      trouble: { cause: 'read-only' },
      losses: [],
    });
    expect((await replayAll(again, null)).size).toBe(1);
    expect(await again.putFile(aFile('a'))).toMatchObject({ ok: false, error: { cause: 'read-only' } });
    expect(await again.beginBase('store-2', { n: 0, id: '' })).toMatchObject({ ok: true });
    expect(await again.finishBase()).toMatchObject({ ok: false, error: { cause: 'read-only' } });
    expect(await again.state()).toMatchObject({ storeId: 'store-1', head: { n: 1 } });

    disk.fault = null;
    await mustAppend(journal, anEntry(2));
    expect((await journal.state()).trouble).toBeNull();
  });
});

describe('a disk that fails', () => {
  const kinds: [string, readonly DiskCall['op'][], Fault][] = [
    ['a write', ['write'], { code: 'EIO' }],
    ['a write after a part', ['write'], { code: 'EIO', part: 20 }],
    ['a sync', ['sync'], { code: 'EIO' }],
    ['a sync and the cutting off', ['sync', 'truncate', 'remove'], { code: 'EIO' }],
    ['the sync of the folder', ['sync-folder'], { code: 'EIO' }],
    ['a rename', ['rename'], { code: 'EIO' }],
  ];

  for (const [name, ops, fault] of kinds) {
    it(`G1 at ${name}: the entry is refused, the one sent after it counts, also under the same number`, async () => {
      for (const before of [0, 1, 3]) {
        const disk = memoryDisk();
        const journal = await begun(disk, { ...LIMITS, segmentBytes: 400 });
        for (let n = 1; n <= before; n += 1) await mustAppend(journal, anEntry(n));
        disk.fault = failing(ops, fault, /segment|journal$/);
        const first = await journal.append([large(before + 1, 300)]);
        const refused = !first.ok;
        if (!first.ok) expect(first.error).toMatchObject({ kind: 'stopped', cause: 'failed' });
        disk.fault = null;
        const other = anEntry(before + (refused ? 1 : 2), [aChange('partner', 'other', { is: 'here' })]);
        await mustAppend(journal, other);
        expect((await journal.state()).trouble).toBeNull();
        for (const one of [journal, await reopened(disk)]) {
          expect(await one.state()).toMatchObject({ head: { n: other.n, id: other.id }, losses: [] });
          const rows = await replayAll(one, null);
          expect(rows.get('["partner","other"]')).toEqual({ is: 'here' });
          expect(rows.size).toBe(other.n);
        }
      }
    });
  }

  it('refuses a new base, which is no lasting trouble: the old one stands and takes the next entry', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk);
    disk.fault = failing(['rename'], { code: 'EIO' }, /snapshot/);
    await journal.beginBase('store-2', { n: 5, id: '' });
    expect(await journal.finishBase()).toMatchObject({ ok: false, error: { cause: 'failed' } });
    expect(await journal.state()).toMatchObject({ storeId: 'store-1', trouble: null });
    disk.fault = null;
    await mustAppend(journal, anEntry(1));
  });

  it('takes short writes for what they are', async () => {
    const disk = memoryDisk();
    disk.fault = (call) => (call.op === 'write' ? { part: 7 } : null);
    const journal = await begun(disk);
    await mustAppend(journal, anEntry(1), anEntry(2));
    expect(await journal.putFile(aFile('whole'))).toMatchObject({ ok: true });
    disk.fault = null;
    const again = await reopened(disk);
    expect((await replayAll(again, null)).size).toBe(2);
    expect(await again.readFile(aFile('whole').sha256)).not.toBeNull();
  });

  it('never writes on behind a failed sync: the entries that follow go to a new segment', async () => {
    const disk = memoryDisk();
    const journal = await begun(disk);
    await mustAppend(journal, anEntry(1));
    disk.fault = failing(['sync'], { code: 'EIO' }, /segment/);
    await journal.append([anEntry(2)]);
    disk.fault = null;
    await mustAppend(journal, anEntry(2));
    const segments = [...disk.image().keys()].filter((path) => path.includes('segment'));
    expect(segments).toEqual([at('segment-0001-000000000001.log'), at('segment-0001-000000000002.log')]);
  });

  it('that cannot be read is told, and nothing is changed', async () => {
    const disk = memoryDisk();
    await (await begun(disk)).close();
    const before = disk.image();
    disk.fault = failing(['list'], { code: 'EACCES' });
    expect(await openJournal({ folder: at(), cipher: null, disk })).toMatchObject({
      ok: false,
      error: { kind: 'unreadable' },
    });
    expect(disk.image()).toEqual(before);
  });
});
