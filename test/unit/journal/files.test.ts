import { describe, expect, it } from 'vitest';
import {
  type Context,
  LIMITS,
  parseName,
  segmentName,
  snapshotName,
} from '../../../electron/journal/context';
import type { Disk } from '../../../electron/journal/disk';
import { encodeFrame, readFrames } from '../../../electron/journal/frames';
import { encodeHeader, type FileHeader, readHeader } from '../../../electron/journal/header';
import { clearKept, keepAside } from '../../../electron/journal/kept';
import { openLane } from '../../../electron/journal/lane';
import { openMark, readMark } from '../../../electron/journal/mark';
import { troubleOf } from '../../../electron/journal/trouble';
import { at, memoryDisk } from '../../support/journal/memory-disk';

const FILE = at('file');

function diskWith(bytes: Buffer) {
  return memoryDisk(new Map([[FILE, bytes]]));
}

function contextOn(disk: Disk, now = () => 0): Context {
  return {
    disk,
    folder: at(),
    keys: { current: null, others: [] },
    limits: LIMITS,
    now,
    point: null,
    say: () => undefined,
  };
}

async function framesOf(bytes: Buffer, from = 0) {
  const found: (string | number)[] = [];
  for await (const frame of readFrames(await diskWith(bytes).open(FILE, 'read'), from)) {
    found.push(
      frame.kind === 'damage' ? `damage ${frame.at}-${frame.end}` : `${frame.n}:${frame.payload.toString()}`,
    );
  }
  return found;
}

describe('frames', () => {
  const one = encodeFrame(1, Buffer.from('one'));
  const two = encodeFrame(0xfffffffffffe, Buffer.from(''));
  const three = encodeFrame(3, Buffer.alloc(300_000, 'x'));

  it('come back in order, however large', async () => {
    expect(await framesOf(Buffer.concat([one, two]))).toEqual(['1:one', '281474976710654:']);
    const [large] = await framesOf(Buffer.concat([three, one]), 0);
    expect(String(large).length).toBe(300_002);
    expect(await framesOf(Buffer.concat([one, two]), one.byteLength)).toEqual(['281474976710654:']);
    expect(await framesOf(Buffer.alloc(0))).toEqual([]);
  });

  it('are found again behind damage of any length, which is told once', async () => {
    for (const length of [1, 3, 19, 20, 21, 262_143, 262_144, 262_145, 700_000]) {
      const noise = Buffer.alloc(length, 0xff);
      expect(await framesOf(Buffer.concat([one, noise, two]))).toEqual([
        '1:one',
        `damage ${one.byteLength}-${one.byteLength + length}`,
        '281474976710654:',
      ]);
      expect(await framesOf(Buffer.concat([one, noise]))).toEqual([
        '1:one',
        `damage ${one.byteLength}-${one.byteLength + length}`,
      ]);
    }
  });

  it('with any bit changed are damage', async () => {
    for (let place = 0; place < one.byteLength; place += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(one);
        changed[place] = (changed[place] ?? 0) ^ (1 << bit);
        expect(await framesOf(Buffer.concat([changed, two]))).toEqual([
          `damage 0-${one.byteLength}`,
          '281474976710654:',
        ]);
      }
    }
  });
});

describe('headers', () => {
  const header: FileHeader = { kind: 'mark', storeId: 'store-1', epoch: 2, n: 7 };

  async function read(bytes: Buffer) {
    return readHeader(await diskWith(bytes).open(FILE, 'read'));
  }

  it('come back, with where they end', async () => {
    const bytes = encodeHeader(header);
    expect(await read(Buffer.concat([bytes, Buffer.from('more')]))).toEqual({
      kind: 'good',
      header,
      end: bytes.byteLength,
    });
  });

  it('with any bit changed, cut or empty are damage, never a newer format', async () => {
    const bytes = encodeHeader(header);
    for (let place = 0; place < bytes.byteLength; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(await read(changed)).toEqual({ kind: 'damaged' });
      expect(await read(bytes.subarray(0, place))).toEqual({ kind: 'damaged' });
    }
    expect(await read(Buffer.alloc(100))).toEqual({ kind: 'damaged' });
  });

  it('of a newer format say so, whatever they say besides', async () => {
    expect(await read(encodeHeader(header, 9))).toEqual({ kind: 'newer', version: 9 });
  });

  it('that are whole and make no sense are damage', async () => {
    const odd = JSON.parse('{"kind":"mark","storeId":"store-1","epoch":0,"n":7}');
    expect(await read(encodeHeader(odd))).toEqual({ kind: 'damaged' });
  });

  it('that would be very large are damage', async () => {
    expect(await read(encodeHeader({ ...header, storeId: 'x'.repeat(20_000) }))).toEqual({ kind: 'damaged' });
  });
});

describe('names', () => {
  it('tell what a file is', () => {
    expect(parseName(segmentName(3, 42))).toEqual({ kind: 'segment', epoch: 3, n: 42 });
    expect(parseName(snapshotName(12_345, 1e13))).toEqual({ kind: 'snapshot', epoch: 12_345, n: 1e13 });
    for (const other of ['reserve', `${segmentName(1, 1)}.tmp`, `x${segmentName(1, 1)}`, 'segment-1-1.log']) {
      expect(parseName(other)).toBeNull();
    }
  });
});

describe('what is kept aside', () => {
  it('skips what is not there any more, and is cleared all at once', async () => {
    const disk = memoryDisk(new Map([[at('b'), Buffer.from('b')]]));
    const context = contextOn(disk, () => Date.UTC(2026, 10, 25, 8, 30, 1, 5));
    await keepAside(context, ['a', 'b']);
    const kept = at('kept', '20261125T083001005Z-b');
    expect([...disk.image().keys()]).toEqual([kept]);
    expect(disk.calls.filter(({ op }) => op === 'sync-folder').map(({ path }) => path)).toEqual([
      at('kept'),
      at(),
    ]);
    await clearKept(context);
    expect(disk.image().size).toBe(0);
  });

  it('stays when the clock was put back, and the oldest of the others goes', async () => {
    const disk = memoryDisk(new Map(['a', 'b', 'c', 'd'].map((name) => [at(name), Buffer.from(name)])));
    const [first, second, third, back] = [1, 2, 3, -9].map((year) => Date.UTC(2030 + year, 0, 1)) as number[];
    for (const [name, moment] of Object.entries({ a: first, b: second, c: third, d: back })) {
      await keepAside(
        contextOn(disk, () => moment ?? 0),
        [name],
      );
    }
    expect([...disk.image().values()].map(String).sort()).toEqual(['b', 'c', 'd']);
  });

  it('tells any other failure, and touches nothing without names', async () => {
    const disk = memoryDisk(new Map([[at('a'), Buffer.from('a')]]));
    await keepAside(contextOn(disk), []);
    expect(disk.calls).toEqual([]);
    disk.fault = ({ op }) => (op === 'rename' ? { code: 'EPERM' } : null);
    await expect(keepAside(contextOn(disk), ['a'])).rejects.toThrow('EPERM');
  });
});

describe('the mark', () => {
  it('keeps the last note, and is not held up by a disk that fails', async () => {
    const disk = memoryDisk(new Map([[at('other'), Buffer.alloc(0)]]));
    const mark = openMark(contextOn(disk));
    for (let n = 1; n <= 10; n += 1) mark.note({ storeId: 'store-1', epoch: 1, n });
    await mark.written();
    expect(await readMark(contextOn(disk))).toMatchObject({ n: 10 });
    const writes = disk.calls.filter(({ op }) => op === 'write').length;
    expect(writes).toBeLessThan(4);
    disk.fault = ({ op }) => (op === 'write' ? { code: 'EIO' } : null);
    mark.note({ storeId: 'store-1', epoch: 1, n: 11 });
    await mark.written();
    disk.fault = null;
    mark.note({ storeId: 'store-1', epoch: 2, n: 3 });
    await mark.close();
    expect(await readMark(contextOn(disk))).toEqual({ kind: 'mark', storeId: 'store-1', epoch: 2, n: 3 });
    expect(disk.calls.some(({ op }) => op === 'sync')).toBe(false);
  });

  it('is null when there is none, or none that makes sense', async () => {
    expect(await readMark(contextOn(memoryDisk()))).toBeNull();
    expect(
      await readMark(contextOn(memoryDisk(new Map([[at('acknowledged'), Buffer.from('no')]])))),
    ).toBeNull();
  });
});

describe('a lane', () => {
  it('runs one piece of work at a time, also after one that failed', async () => {
    const lane = openLane();
    const steps: string[] = [];
    async function work(name: string, fails = false): Promise<string> {
      steps.push(`${name} begins`);
      await Promise.resolve();
      if (fails) throw new Error(name);
      steps.push(`${name} ends`);
      return name;
    }
    const first = lane(() => work('a'));
    const second = lane(() => work('b', true));
    const third = lane(() => work('c'));
    expect(await first).toBe('a');
    await expect(second).rejects.toThrow('b');
    expect(await third).toBe('c');
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  });
});

describe('troubles', () => {
  it('are told by what the disk says', () => {
    const cause = (code: string): string => troubleOf(Object.assign(new Error(code), { code })).cause;
    expect(['ENOSPC', 'EDQUOT'].map(cause)).toEqual(['full', 'full']);
    expect(['EROFS', 'EACCES', 'EPERM'].map(cause)).toEqual(['read-only', 'read-only', 'read-only']);
    expect(['EIO', 'EMFILE', ''].map(cause)).toEqual(['failed', 'failed', 'failed']);
    expect(troubleOf('odd').message).toContain('odd');
    for (const error of ['x', Object.assign(new Error('x'), { code: 'EROFS' })]) {
      const { message, fix } = troubleOf(error);
      expect(message.endsWith('.')).toBe(true);
      expect(fix.endsWith('.')).toBe(true);
    }
  });
});
