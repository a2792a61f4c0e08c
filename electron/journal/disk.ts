import { constants, writeSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** An open file; reads and writes name their place and may do less than asked. */
export type DiskFile = {
  read(into: Uint8Array, at: number): Promise<number>;
  write(bytes: Uint8Array, at: number): Promise<number>;
  /** Resolves when what was written is on the disk itself. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
};

/** A name in a folder. */
export type DiskEntry = { readonly name: string; readonly size: number; readonly changedAt: number };

/** Everything the journal does to the disk, so that tests can let it fail and cut the power. */
export type Disk = {
  /** `create` empties a file that is there. */
  open(path: string, mode: 'read' | 'write' | 'create'): Promise<DiskFile>;
  /** Files of a folder; none when there is no such folder. */
  list(folder: string): Promise<DiskEntry[]>;
  /** Makes the folder, and those above it, and makes their names safe. */
  makeFolder(folder: string): Promise<void>;
  /** Resolves when names made, changed and removed in the folder are on the disk itself. */
  syncFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A file that is not there counts as removed. */
  remove(path: string): Promise<void>;
  /** Makes the file count as just changed. */
  touch(path: string): Promise<void>;
  /** Free bytes on the disk of a folder; null where the system does not tell. */
  free(folder: string): Promise<number | null>;
};

const FLAGS = {
  read: constants.O_RDONLY,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
};

/**
 * So many bytes only go into the system's memory, in less time than it takes to hand them to another thread; that would
 * be a tenth of what a person's save takes.
 */
const SMALL = 64 * 1024;

/** The real disk. */
export const nodeDisk: Disk = {
  async open(path, mode) {
    const handle = await fs.open(path, FLAGS[mode], 0o600);
    return {
      read: async (into, at) => (await handle.read(into, 0, into.byteLength, at)).bytesRead,
      write: async (bytes, at) =>
        bytes.byteLength <= SMALL
          ? writeSync(handle.fd, bytes, 0, bytes.byteLength, at)
          : (await handle.write(bytes, 0, bytes.byteLength, at)).bytesWritten,
      sync: () => handle.datasync(),
      truncate: (size) => handle.truncate(size),
      size: async () => (await handle.stat()).size,
      close: () => handle.close(),
    };
  },
  async list(folder) {
    const names = await unlessMissing(fs.readdir(folder, { withFileTypes: true }), []);
    const entries: DiskEntry[] = [];
    for (const found of names) {
      if (!found.isFile()) continue;
      const stat = await unlessMissing(fs.stat(`${folder}/${found.name}`), null);
      if (stat !== null) entries.push({ name: found.name, size: stat.size, changedAt: stat.mtimeMs });
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  async makeFolder(folder) {
    const first = await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = resolve(folder); made.length >= resolve(first).length; made = dirname(made)) {
      await nodeDisk.syncFolder(dirname(made));
    }
  },
  async syncFolder(folder) {
    // Windows has no such thing: there a rename is written through with the journal of the file system.
    if (process.platform === 'win32') return;
    const handle = await fs.open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  async touch(path) {
    const now = new Date();
    await fs.utimes(path, now, now);
  },
  async free(folder) {
    try {
      const { bavail, bsize } = await fs.statfs(folder);
      return bavail * bsize;
    } catch {
      return null;
    }
  },
};

async function unlessMissing<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return otherwise;
    throw error;
  }
}

/** The system's code of a failure, such as `ENOSPC`; empty when it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Writes all of it, however little the disk takes at a time. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, at: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const written = await file.write(bytes.subarray(done), at + done);
    if (written <= 0) throw new Error('The disk took nothing of what was written.');
    done += written;
  }
}

/** Reads so many bytes, or fewer at the end of the file. */
export async function readAt(file: DiskFile, at: number, length: number): Promise<Buffer> {
  const into = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = await file.read(into.subarray(done), at + done);
    if (read <= 0) break;
    done += read;
  }
  return into.subarray(0, done);
}

const BLOCK = 4096;

/** Like `readAt`, but blocks that the disk cannot read any more come as zeros, so that what is around them is found. */
export async function readWhatCanBe(file: DiskFile, at: number, length: number): Promise<Buffer> {
  try {
    return await readAt(file, at, length);
  } catch (error) {
    if (errorCode(error) !== 'EIO') throw error;
  }
  const into = Buffer.alloc(length);
  for (let done = 0; done < length; done += BLOCK) {
    const size = Math.min(BLOCK, length - done);
    await attempt(async () => {
      into.set(await readAt(file, at + done, size), done);
    });
  }
  return into;
}

/** Opens a file, hands it over and closes it again whatever happens. */
export async function withFile<T>(
  disk: Disk,
  path: string,
  mode: 'read' | 'write' | 'create',
  use: (file: DiskFile) => Promise<T>,
): Promise<T> {
  const file = await disk.open(path, mode);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Does work whose failure changes nothing, such as clearing away. */
export async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
