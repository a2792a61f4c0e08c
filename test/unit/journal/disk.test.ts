import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  attempt,
  type DiskFile,
  errorCode,
  nodeDisk,
  readAt,
  readWhatCanBe,
  withFile,
  writeAll,
} from '../../../electron/journal/disk';

let folder = '';

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'journal-disk-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(folder, { recursive: true, force: true });
});

/** Counts what is done to handles of files, whoever opened them. */
async function watchHandles() {
  const handle = await fs.open(folder, 'r');
  const kind = Object.getPrototypeOf(handle);
  await handle.close();
  return {
    sync: vi.spyOn(kind, 'sync'),
    datasync: vi.spyOn(kind, 'datasync'),
  };
}

describe('the real disk', () => {
  it('syncs a folder itself', async () => {
    const { sync } = await watchHandles();
    await nodeDisk.syncFolder(folder);
    expect(sync).toHaveBeenCalledTimes(1);
  });

  it('makes the names of new folders safe, each in the one above it', async () => {
    const { sync } = await watchHandles();
    await nodeDisk.makeFolder(join(folder, 'a', 'b', 'c'));
    expect(sync).toHaveBeenCalledTimes(3);
    expect((await fs.stat(join(folder, 'a', 'b', 'c'))).mode & 0o077).toBe(0);
    await nodeDisk.makeFolder(join(folder, 'a', 'b'));
    expect(sync).toHaveBeenCalledTimes(3);
  });

  it('writes, syncs, cuts and reads a file that only the person may read', async () => {
    const { datasync } = await watchHandles();
    const path = join(folder, 'file');
    await withFile(nodeDisk, path, 'create', async (file) => {
      await writeAll(file, Buffer.from('0123456789'), 0);
      await writeAll(file, Buffer.from('ab'), 4);
      await file.sync();
      await file.truncate(8);
      expect(await file.size()).toBe(8);
    });
    expect(datasync).toHaveBeenCalledTimes(1);
    expect((await fs.stat(path)).mode & 0o077).toBe(0);
    const read = await withFile(nodeDisk, path, 'read', (file) => readAt(file, 2, 100));
    expect(read.toString()).toBe('23ab67');
    await withFile(nodeDisk, path, 'write', async (file) => writeAll(file, Buffer.from('x'), 0));
    expect(await fs.readFile(path, 'utf8')).toBe('x123ab67');
    await withFile(nodeDisk, path, 'create', async () => undefined);
    expect(await fs.readFile(path, 'utf8')).toBe('');
  });

  it('does not make a file that is opened to be read or changed', async () => {
    for (const mode of ['read', 'write'] as const) {
      const failure = await nodeDisk.open(join(folder, 'none'), mode).catch(errorCode);
      expect(failure).toBe('ENOENT');
    }
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('lists files by name, without folders; a folder that is not there has none', async () => {
    await fs.writeFile(join(folder, 'b'), '123');
    await fs.writeFile(join(folder, 'a'), '');
    await fs.mkdir(join(folder, 'c'));
    expect(await nodeDisk.list(folder)).toMatchObject([
      { name: 'a', size: 0 },
      { name: 'b', size: 3 },
    ]);
    expect(await nodeDisk.list(join(folder, 'none'))).toEqual([]);
    await expect(nodeDisk.list(join(folder, 'b'))).rejects.toThrow('ENOTDIR');
  });

  it('renames, removes and touches', async () => {
    const path = join(folder, 'file');
    await fs.writeFile(path, 'text');
    await fs.utimes(path, 1, 1);
    expect((await nodeDisk.list(folder))[0]?.changedAt).toBe(1000);
    await nodeDisk.touch(path);
    expect((await nodeDisk.list(folder))[0]?.changedAt).toBeGreaterThan(1_000_000);
    await nodeDisk.rename(path, join(folder, 'other'));
    expect(await fs.readdir(folder)).toEqual(['other']);
    await nodeDisk.remove(join(folder, 'other'));
    await nodeDisk.remove(join(folder, 'other'));
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('tells how much is free, where the system tells', async () => {
    const { bavail, bsize } = await fs.statfs(folder);
    const free = await nodeDisk.free(folder);
    expect(Math.abs((free ?? 0) - bavail * bsize)).toBeLessThan(10_000_000_000);
    expect(free).toBeGreaterThan(1_000_000);
    expect(await nodeDisk.free(join(folder, 'none'))).toBeNull();
  });
});

/** A file whose blocks from one place to another fail. */
function badFile(bytes: Buffer, from: number, to: number, code = 'EIO'): DiskFile {
  return {
    async read(into, at) {
      if (at < to && from < at + into.byteLength) throw Object.assign(new Error('bad block'), { code });
      const part = bytes.subarray(at, at + into.byteLength);
      into.set(part);
      return part.byteLength;
    },
    write: async () => 0,
    sync: async () => undefined,
    truncate: async () => undefined,
    size: async () => bytes.byteLength,
    close: async () => undefined,
  };
}

describe('a file with bad blocks', () => {
  const bytes = Buffer.alloc(20_000, 7);

  it('is read around them, with zeros in their place', async () => {
    const read = await readWhatCanBe(badFile(bytes, 8192, 8193), 0, 20_000);
    expect(read.byteLength).toBe(20_000);
    expect(read.subarray(0, 8192).every((byte) => byte === 7)).toBe(true);
    expect(read.subarray(8192, 12_288).every((byte) => byte === 0)).toBe(true);
    expect(read.subarray(12_288).every((byte) => byte === 7)).toBe(true);
  });

  it('is read as it is when they are elsewhere', async () => {
    expect((await readWhatCanBe(badFile(bytes, 8192, 8193), 12_288, 100_000)).byteLength).toBe(
      20_000 - 12_288,
    );
  });

  it('tells any other failure', async () => {
    await expect(readWhatCanBe(badFile(bytes, 0, 10, 'EACCES'), 0, 100)).rejects.toThrow('bad block');
  });
});

describe('helpers of the disk', () => {
  it('never write for ever to a disk that takes nothing', async () => {
    await expect(writeAll(badFile(Buffer.alloc(0), 0, 0), Buffer.from('x'), 0)).rejects.toThrow(
      'took nothing',
    );
  });

  it('close the file also when its use fails', async () => {
    let closed = 0;
    const file = { ...badFile(Buffer.alloc(0), 0, 0), close: async () => void (closed += 1) };
    const disk = { ...nodeDisk, open: async () => file };
    await expect(withFile(disk, 'file', 'read', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withFile(disk, 'file', 'read', async () => 5)).toBe(5);
    expect(closed).toBe(2);
  });

  it('tell whether an attempt worked, and the code of a failure', async () => {
    expect(await attempt(async () => undefined)).toBe(true);
    expect(await attempt(() => Promise.reject(new Error('no')))).toBe(false);
    expect(errorCode(Object.assign(new Error('x'), { code: 'EIO' }))).toBe('EIO');
    for (const other of ['x', null, new Error('x'), Object.assign(new Error('x'), { code: 5 })]) {
      expect(errorCode(other)).toBe('');
    }
  });
});
