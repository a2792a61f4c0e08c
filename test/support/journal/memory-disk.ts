import { dirname, join } from 'node:path';
import type { Disk, DiskFile } from '../../../electron/journal/disk';

/** What is done to the disk; the names that faults are given by. */
export type DiskCall = {
  readonly op:
    | 'open'
    | 'create'
    | 'read'
    | 'write'
    | 'sync'
    | 'truncate'
    | 'rename'
    | 'remove'
    | 'sync-folder'
    | 'list';
  readonly path: string;
};

/** What goes wrong: an error, perhaps after a part was written, or only a part is done without an error. */
export type Fault = { readonly code?: string; readonly part?: number };

/** A file by number, as names come and go. */
type Op =
  | { kind: 'write'; file: number; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: number; size: number }
  | { kind: 'sync'; file: number }
  | { kind: 'name'; folder: string; name: string; file: number | null }
  | { kind: 'move'; from: string; to: string; file: number }
  | { kind: 'sync-folder'; folder: string }
  | { kind: 'told'; what: string };

/** Files by their whole path. */
export type DiskImage = ReadonlyMap<string, Buffer>;

/** A disk in memory: lets calls fail, counts them, and gives what a power cut at any moment could leave. */
export type MemoryDisk = Disk & {
  /** Asked before each call. */
  fault: ((call: DiskCall) => Fault | null) | null;
  /** So many bytes fit on the disk; null when it does not matter and nobody can tell. */
  capacity: number | null;
  now: number;
  readonly calls: DiskCall[];
  /** How many things were done so far. */
  moments(): number;
  /** Notes that something was promised to someone by now. */
  tell(what: string): void;
  told(moment: number): string[];
  /** What is on the disk as programs see it. */
  image(): Map<string, Buffer>;
  /** What a power cut after so many things may leave: of what was not synced anything may be missing or torn. */
  cut(moment: number, chance: () => number): Map<string, Buffer>;
  /** Changes a file behind the back of the program. */
  damage(path: string, change: (bytes: Buffer) => Buffer | null): void;
};

function failure(code: string, call: DiskCall): Error {
  return Object.assign(new Error(`${code}: ${call.op} ${call.path}`), { code });
}

/** Makes a disk, with files on it that are safe. */
export function memoryDisk(initial: DiskImage = new Map()): MemoryDisk {
  const ops: Op[] = [];
  const contents: Buffer[] = [];
  const started: Buffer[] = [];
  const names = new Map<string, number>();
  const changed: number[] = [];
  const folders = new Set<string>();
  for (const [path, bytes] of initial) {
    names.set(path, contents.length);
    contents.push(Buffer.from(bytes));
    started.push(Buffer.from(bytes));
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  const firstNames = new Map(names);

  const disk: MemoryDisk = {
    fault: null,
    capacity: null,
    now: 0,
    calls: [],
    moments: () => ops.length,
    tell: (what) => ops.push({ kind: 'told', what }),
    told: (moment) => ops.slice(0, moment).flatMap((op) => (op.kind === 'told' ? [op.what] : [])),
    image: () => new Map([...names].map(([path, file]) => [path, Buffer.from(contents[file] ?? [])])),
    cut: (moment, chance) => cutAt(ops.slice(0, moment), firstNames, started, chance),
    damage(path, change) {
      const file = names.get(path);
      if (file === undefined) throw new Error(`There is no ${path} to damage.`);
      const after = change(Buffer.from(contents[file] ?? []));
      if (after === null) names.delete(path);
      else contents[file] = after;
    },

    async open(path, mode) {
      ask({ op: mode === 'create' ? 'create' : 'open', path });
      let file = names.get(path);
      if (file === undefined) {
        if (mode !== 'create' || !folders.has(dirname(path))) throw failure('ENOENT', { op: 'open', path });
        file = contents.length;
        contents.push(Buffer.alloc(0));
        started.push(Buffer.alloc(0));
        names.set(path, file);
        ops.push({ kind: 'name', folder: dirname(path), name: path, file });
      } else if (mode === 'create') {
        contents[file] = Buffer.alloc(0);
        ops.push({ kind: 'truncate', file, size: 0 });
      }
      changed[file] = disk.now;
      return openFile(path, file);
    },
    async list(folder) {
      ask({ op: 'list', path: folder });
      return [...names]
        .filter(([path]) => dirname(path) === folder)
        .map(([path, file]) => ({
          name: path.slice(folder.length + 1),
          size: contents[file]?.byteLength ?? 0,
          changedAt: changed[file] ?? 0,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async makeFolder(folder) {
      for (let above = folder; !folders.has(above); above = dirname(above)) {
        ask({ op: 'create', path: above });
        folders.add(above);
      }
    },
    async syncFolder(folder) {
      ask({ op: 'sync-folder', path: folder });
      ops.push({ kind: 'sync-folder', folder });
    },
    async rename(from, to) {
      ask({ op: 'rename', path: to });
      const file = names.get(from);
      if (file === undefined || !folders.has(dirname(to)))
        throw failure('ENOENT', { op: 'rename', path: from });
      names.delete(from);
      names.set(to, file);
      ops.push({ kind: 'move', from, to, file });
    },
    async remove(path) {
      ask({ op: 'remove', path });
      if (!names.delete(path)) return;
      ops.push({ kind: 'name', folder: dirname(path), name: path, file: null });
    },
    async touch(path) {
      changed[names.get(path) ?? -1] = disk.now;
    },
    free: async () => (disk.capacity === null ? null : disk.capacity - used()),
  };

  function used(): number {
    return [...names.values()].reduce((sum, file) => sum + (contents[file]?.byteLength ?? 0), 0);
  }

  function ask(call: DiskCall): Fault | null {
    disk.calls.push(call);
    const fault = disk.fault?.(call) ?? null;
    if (fault?.code !== undefined && fault.part === undefined) throw failure(fault.code, call);
    return fault;
  }

  function openFile(path: string, file: number): DiskFile {
    function held(): Buffer {
      return contents[file] ?? Buffer.alloc(0);
    }
    return {
      async read(into, at) {
        ask({ op: 'read', path });
        const part = held().subarray(at, at + into.byteLength);
        into.set(part);
        return part.byteLength;
      },
      async write(bytes, at) {
        const call: DiskCall = { op: 'write', path };
        const fault = ask(call);
        const room =
          disk.capacity === null
            ? bytes.byteLength
            : Math.max(0, disk.capacity - used() + held().byteLength - at);
        const part = Buffer.from(bytes.subarray(0, Math.min(room, fault?.part ?? bytes.byteLength)));
        contents[file] = written(held(), at, part);
        changed[file] = disk.now;
        ops.push({ kind: 'write', file, at, bytes: part });
        if (fault?.code !== undefined) throw failure(fault.code, call);
        if (room < bytes.byteLength) throw failure('ENOSPC', call);
        return part.byteLength;
      },
      async sync() {
        ask({ op: 'sync', path });
        ops.push({ kind: 'sync', file });
      },
      async truncate(size) {
        ask({ op: 'truncate', path });
        contents[file] = sized(held(), size);
        ops.push({ kind: 'truncate', file, size });
      },
      size: async () => held().byteLength,
      close: async () => undefined,
    };
  }

  return disk;
}

function written(before: Buffer, at: number, bytes: Buffer): Buffer {
  const after = sized(before, Math.max(before.byteLength, at + bytes.byteLength));
  after.set(bytes, at);
  return after;
}

function sized(before: Buffer, size: number): Buffer {
  const after = Buffer.alloc(size);
  before.copy(after, 0, 0, size);
  return after;
}

function cutAt(
  ops: readonly Op[],
  firstNames: ReadonlyMap<string, number>,
  started: readonly Buffer[],
  chance: () => number,
): Map<string, Buffer> {
  const contents = cutContents(ops, started, chance);
  const names = cutNames(ops, firstNames, chance);
  return new Map([...names].map(([path, file]) => [path, contents.get(file) ?? Buffer.alloc(0)]));
}

function cutContents(
  ops: readonly Op[],
  started: readonly Buffer[],
  chance: () => number,
): Map<number, Buffer> {
  const contents = new Map(started.map((bytes, file) => [file, bytes]));
  const synced = new Map<number, number>();
  for (const [index, op] of ops.entries()) if (op.kind === 'sync') synced.set(op.file, index);
  // Pages get to the disk in any order; often enough all or nothing of what was not synced is there.
  const mood = chance();
  for (const [index, op] of ops.entries()) {
    if (op.kind !== 'write' && op.kind !== 'truncate') continue;
    const safe = index < (synced.get(op.file) ?? -1);
    if (!safe && (mood < 0.25 || (mood < 0.75 && chance() < 0.5))) continue;
    const before = contents.get(op.file) ?? Buffer.alloc(0);
    if (op.kind === 'truncate') contents.set(op.file, sized(before, op.size));
    else {
      const torn = !safe && chance() < 0.3 ? Math.floor(chance() * op.bytes.byteLength) : op.bytes.byteLength;
      const zeroed = !safe && torn < op.bytes.byteLength && chance() < 0.5;
      const bytes = zeroed
        ? Buffer.concat([op.bytes.subarray(0, torn), Buffer.alloc(op.bytes.byteLength - torn)])
        : op.bytes.subarray(0, torn);
      contents.set(op.file, written(before, op.at, bytes));
    }
  }
  return contents;
}

/** Names of a folder change in order; those after the last sync may be missing from some moment on. */
function cutNames(
  ops: readonly Op[],
  firstNames: ReadonlyMap<string, number>,
  chance: () => number,
): Map<string, number> {
  const names = new Map(firstNames);
  const until = new Map<string, number>();
  for (const [index, op] of ops.entries()) if (op.kind === 'sync-folder') until.set(op.folder, index);
  function reaches(folder: string, index: number): boolean {
    const safe = until.get(folder) ?? -1;
    if (index < safe) return true;
    const lost = lostFrom.get(folder) ?? safe + Math.floor(chance() * (ops.length - safe + 1));
    lostFrom.set(folder, lost);
    return index < lost;
  }
  const lostFrom = new Map<string, number>();
  for (const [index, op] of ops.entries()) {
    if (op.kind === 'name') {
      if (!reaches(op.folder, index)) continue;
      if (op.file === null) names.delete(op.name);
      else names.set(op.name, op.file);
    } else if (op.kind === 'move') {
      const there = reaches(dirname(op.to), index);
      const away = reaches(dirname(op.from), index);
      if (there) names.set(op.to, op.file);
      // Within one folder a rename is one step; between two, the old name may go only when the new one is there.
      if (there && away && names.get(op.from) === op.file) names.delete(op.from);
    }
  }
  return names;
}

/** Path of a file of the journal under test. */
export function at(...parts: string[]): string {
  return join('/data/journal', ...parts);
}
