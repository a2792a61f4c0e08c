import { describe, expect, it } from 'vitest';
import { keyNote } from '../../../electron/journal/cipher';
import { openDocuments } from '../../../electron/journal/documents';
import { encodeHeader } from '../../../electron/journal/header';
import { openSpace } from '../../../electron/journal/space';
import { fullTrouble } from '../../../electron/journal/trouble';
import { at, type MemoryDisk, memoryDisk } from '../../support/journal/memory-disk';
import { contextOn, namesOn, watchOpenFiles } from '../../support/journal/parts';
import { aCipher, aFile } from '../../support/journal/samples';

const MB = 1024 * 1024;
const RESERVE = at('reserve');

async function aDisk(): Promise<MemoryDisk> {
  const disk = memoryDisk();
  await disk.makeFolder(at());
  return disk;
}

/** The watch over a disk on which so many bytes are free, and how often it was asked. */
async function watched(free: number | null, floorBytes = 1000) {
  const disk = await aDisk();
  let asked = 0;
  const room = { free };
  disk.free = async () => {
    asked += 1;
    return room.free;
  };
  return { space: openSpace(contextOn(disk, { floorBytes })), room, asked: () => asked };
}

describe('the room on the disk', () => {
  it('is asked for at first, and then only when about a megabyte was written since', async () => {
    const { space, asked } = await watched(100 * MB);
    expect(await space.has(10)).toBe(true);
    expect(asked()).toBe(1);
    expect(await space.has(MB - 1)).toBe(true);
    expect(asked()).toBe(1);
    expect(await space.has(1)).toBe(true);
    expect(asked()).toBe(2);
    expect(await space.has(MB)).toBe(true);
    expect(asked()).toBe(3);
  });

  it('is enough when the floor stays free, or when the system does not tell', async () => {
    expect(await (await watched(1010)).space.has(10)).toBe(true);
    expect(await (await watched(1009)).space.has(10)).toBe(false);
    expect(await (await watched(null)).space.has(10)).toBe(true);
  });

  it('is asked for each time while there is not enough', async () => {
    const { space, room, asked } = await watched(0);
    expect(await space.has(10)).toBe(false);
    expect(await space.has(10)).toBe(false);
    expect(asked()).toBe(2);
    room.free = 100 * MB;
    expect(await space.has(10)).toBe(true);
  });
});

describe('the reserve', () => {
  it('is made whole under a temporary name, and kept when it is there', async () => {
    const disk = await aDisk();
    const space = openSpace(contextOn(disk, { reserveBytes: 2 * MB + 5 }));
    expect(await space.restore()).toBeNull();
    expect(disk.image().get(RESERVE)?.byteLength).toBe(2 * MB + 5);
    expect(namesOn(disk, 'reserve')).toEqual(['reserve']);
    disk.calls.length = 0;
    expect(await space.restore()).toBeNull();
    expect(disk.calls.some(({ op }) => op === 'rename')).toBe(false);
    expect(disk.calls.filter(({ op }) => op === 'write')).toHaveLength(1);
    expect(disk.calls.some(({ op }) => op === 'sync')).toBe(true);
    expect(namesOn(disk, 'reserve')).toEqual(['reserve']);
  });

  it('is made anew when it is of another size', async () => {
    const disk = memoryDisk(new Map([[RESERVE, Buffer.alloc(3)]]));
    expect(await openSpace(contextOn(disk, { reserveBytes: 500 })).restore()).toBeNull();
    expect(disk.image().get(RESERVE)?.byteLength).toBe(500);
  });

  it('is not made where it would leave no room; one that is there needs none', async () => {
    const disk = await aDisk();
    disk.free = async () => 1499;
    const context = contextOn(disk, { reserveBytes: 500, floorBytes: 1000 });
    expect(await openSpace(context).restore()).toEqual(fullTrouble);
    expect(namesOn(disk, 'reserve')).toEqual([]);
    disk.free = async () => 1500;
    expect(await openSpace(context).restore()).toBeNull();
    disk.free = async () => 1000;
    expect(await openSpace(context).restore()).toBeNull();
    disk.free = async () => 999;
    expect(await openSpace(context).restore()).toEqual(fullTrouble);
  });

  it('tells what the disk says when it takes nothing, and leaves nothing half made', async () => {
    const disk = await aDisk();
    disk.fault = ({ op }) => (op === 'sync' ? { code: 'EROFS' } : null);
    expect(await openSpace(contextOn(disk)).restore()).toMatchObject({ cause: 'read-only' });
    expect(namesOn(disk, 'reserve')).toEqual([]);
  });

  it('is given up once, and that is made safe', async () => {
    const disk = await aDisk();
    const space = openSpace(contextOn(disk));
    expect(await space.release()).toBe(false);
    await space.restore();
    disk.calls.length = 0;
    expect(await space.release()).toBe(true);
    expect(disk.calls.map(({ op }) => op)).toEqual(['list', 'remove', 'sync-folder']);
    expect(namesOn(disk, 'reserve')).toEqual([]);
    expect(await space.release()).toBe(false);
    await space.restore();
    disk.fault = ({ op }) => (op === 'sync-folder' ? { code: 'EIO' } : null);
    expect(await space.release()).toBe(false);
  });
});

describe('G7 documents', () => {
  function documentsOn(disk: MemoryDisk, over: Parameters<typeof contextOn>[1] = {}) {
    const context = contextOn(disk, over);
    const troubles: unknown[] = [];
    const documents = openDocuments(context, openSpace(context), (trouble) => troubles.push(trouble));
    return { documents, troubles };
  }

  async function partsOf(parts: AsyncIterable<Uint8Array>): Promise<number[]> {
    const sizes: number[] = [];
    for await (const part of parts) sizes.push(part.byteLength);
    return sizes;
  }

  it('are read part by part, each of about a megabyte', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk);
    for (const [size, parts] of [
      [0, []],
      [5, [5]],
      [MB, [MB]],
      [MB + 1, [MB, 1]],
      [2 * MB, [MB, MB]],
    ] as const) {
      const file = aFile('x'.repeat(size));
      await documents.put(file);
      const opened = await documents.open(file.sha256);
      expect(opened && (await partsOf(opened()))).toEqual(parts);
    }
    expect(await documents.open(aFile('not here').sha256)).toBeNull();
    expect(await documents.read(aFile('not here').sha256)).toBeNull();
  });

  it('are written once, made safe with their names, and only touched when they come again', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk);
    const file = aFile('text');
    await documents.put(file);
    const folders = disk.calls.filter(({ op }) => op === 'sync-folder').map(({ path }) => path);
    expect(folders).toEqual([at('files'), at()]);
    disk.calls.length = 0;
    disk.now = 5000;
    await Promise.all([documents.put(file), documents.put(file)]);
    expect(disk.calls.filter(({ op }) => op === 'write' || op === 'rename')).toEqual([]);
    expect(await disk.list(at('files'))).toMatchObject([{ changedAt: 5000 }]);
  });

  it('that fail leave nothing, and the trouble is told', async () => {
    const disk = await aDisk();
    const { documents, troubles } = documentsOn(disk);
    disk.fault = ({ op, path }) => (op === 'rename' && path.includes('files') ? { code: 'EIO' } : null);
    expect(await documents.put(aFile('text'))).toMatchObject({ ok: false, error: { cause: 'failed' } });
    expect(troubles).toMatchObject([{ cause: 'failed' }]);
    expect(namesOn(disk, 'files')).toEqual([]);
    disk.fault = null;
    disk.free = async () => 0;
    const full = documentsOn(disk, { floorBytes: 1000 });
    expect(await full.documents.put(aFile('text'))).toMatchObject({ ok: false, error: { cause: 'full' } });
    expect(full.troubles).toEqual([]);
  });

  it('are told wrong by their size alone when that fits, and by their bytes when they are sealed otherwise', async () => {
    for (const cipher of [null, aCipher]) {
      const disk = await aDisk();
      const { documents } = documentsOn(disk, { cipher });
      const sizes = [0, 1, MB - 1, MB, MB + 1, 2 * MB];
      const files = sizes.map((size) => aFile('y'.repeat(size)));
      for (const file of files) await documents.put(file);
      const named = files.map(({ sha256, bytes }) => ({ sha256, size: bytes.byteLength }));
      disk.calls.length = 0;
      expect(await documents.wrong(named)).toEqual([]);
      expect(disk.calls.filter(({ op }) => op === 'read')).toEqual([]);
      const [, one] = files;
      if (one === undefined) throw new Error('no file');
      expect(await documents.wrong([{ sha256: one.sha256, size: 2 }])).toEqual([]);
      disk.damage(at('files', one.sha256), (bytes) => bytes.subarray(0, bytes.byteLength - 1));
      expect(await documents.wrong(named)).toEqual([one.sha256]);
      expect(await documents.wrong([{ sha256: aFile('no').sha256, size: 2 }])).toEqual([aFile('no').sha256]);
    }
  });

  it('G11 are sealed anew with the key in use, as far as they can be read', async () => {
    const disk = await aDisk();
    const [one, two] = [aFile('canary one'), aFile('canary two')];
    for (const file of [one, two]) await documentsOn(disk).documents.put(file);
    const { documents } = documentsOn(disk, { cipher: aCipher });
    expect(await documents.seal()).toBe(true);
    expect([...disk.image().values()].some((bytes) => bytes.includes('canary'))).toBe(false);
    expect(Buffer.from((await documents.read(two.sha256)) ?? []).toString()).toBe('canary two');
    disk.calls.length = 0;
    expect(await documents.seal()).toBe(true);
    expect(disk.calls.filter(({ op }) => op === 'write')).toEqual([]);
    disk.damage(at('files', one.sha256), () => Buffer.from('nothing'));
    disk.calls.length = 0;
    expect(await documents.seal()).toBe(false);
    expect(disk.calls.filter(({ op }) => op === 'create')).toEqual([]);
  });

  it('are not there when their file is of another kind or its key is not at hand, be they empty or not', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk, { cipher: aCipher });
    const files = [aFile(''), aFile('text')];
    for (const file of files) await documents.put(file);
    for (const { sha256, bytes } of files) {
      const named = [{ sha256, size: bytes.byteLength }];
      expect(await documents.read(sha256)).not.toBeNull();
      const locked = documentsOn(disk).documents;
      expect(await locked.read(sha256)).toBeNull();
      expect(await locked.wrong(named)).toEqual([sha256]);
      const place = { storeId: 'store-1', epoch: 1, first: 1, before: '' };
      const other = encodeHeader({ kind: 'segment', ...place, ...keyNote(aCipher) });
      disk.damage(at('files', sha256), () => other);
      expect(await documents.read(sha256)).toBeNull();
      expect(await documents.wrong(named)).toEqual([sha256]);
    }
  });

  it('end with an error where the bytes are damaged when they are read part by part', async () => {
    for (const cipher of [null, aCipher]) {
      const disk = await aDisk();
      const { documents } = documentsOn(disk, { cipher });
      const file = aFile('x'.repeat(MB + 10));
      await documents.put(file);
      disk.damage(at('files', file.sha256), (bytes) => bytes.fill(0, bytes.byteLength - 5));
      const parts = await documents.open(file.sha256);
      if (parts === null) throw new Error('no file');
      await expect(partsOf(parts())).rejects.toThrow('the document is damaged');
      expect(await documents.read(file.sha256)).toBeNull();
    }
  });

  it('leave no file open, whole or damaged, also when only their beginning is read', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk);
    const open = watchOpenFiles(disk, 'files');
    const [whole, damaged] = [aFile('x'.repeat(MB + 1)), aFile('damaged')];
    for (const file of [whole, damaged]) await documents.put(file);
    disk.damage(at('files', damaged.sha256), (bytes) => bytes.subarray(0, 5));
    const parts = await documents.open(whole.sha256);
    if (parts === null) throw new Error('no file');
    for await (const part of parts()) {
      expect(part.byteLength).toBe(MB);
      break;
    }
    for (const { sha256 } of [whole, damaged]) await documents.read(sha256);
    await documentsOn(disk, { cipher: aCipher }).documents.seal();
    expect(open()).toEqual([]);
  });

  it('let other work of the process run while they are looked through', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk);
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      waiting = setImmediate(turn);
    };
    let waiting = setImmediate(turn);
    const other = { sha256: aFile('other').sha256, bytes: Buffer.alloc(5 * MB) };
    expect(await documents.put(other)).toMatchObject({ ok: false });
    clearImmediate(waiting);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('pass their points once each, however long they are', async () => {
    const points: string[] = [];
    const context = { ...contextOn(await aDisk()), point: (point: string) => void points.push(point) };
    const documents = openDocuments(context, openSpace(context), () => undefined);
    await documents.put(aFile('x'.repeat(2 * MB + 1)));
    expect(points).toEqual(['file-temp', 'file-before-rename', 'file-renamed']);
  });

  it('that nobody names go after the time of grace, and nothing else does', async () => {
    const disk = await aDisk();
    const { documents } = documentsOn(disk, { graceMs: 1000 });
    const [old, kept, fresh] = [aFile('old'), aFile('kept'), aFile('fresh')];
    disk.now = -1001;
    for (const file of [old, kept]) await documents.put(file);
    disk.now = -1000;
    await documents.put(fresh);
    await (await disk.open(at('files', 'something else'), 'create')).close();
    await (await disk.open(at('files', 'half.tmp'), 'create')).close();
    disk.now = -5000;
    await disk.touch(at('files', 'something else'));
    await documents.clear(new Set([kept.sha256]));
    const left = (await disk.list(at('files'))).map(({ name }) => name).sort();
    expect(left).toEqual([kept.sha256, fresh.sha256, 'half.tmp', 'something else'].sort());
    await documents.clearTemporary();
    expect(await disk.list(at('files'))).toHaveLength(3);
  });
});
