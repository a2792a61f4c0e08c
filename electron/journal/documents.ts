import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/lib/result';
import type { FileParts } from '../../shared/ports/file-source';
import type { BlobPut } from '../../shared/ports/local-store';
import type { NamedFile } from '../../shared/ports/journal';
import type { JournalTrouble } from '../../shared/schema/journal';
import { Sha256 } from '../../shared/schema/values';
import { type Cipher, keyFor, keyNote, openWith, sealedSize, sealWith } from './cipher';
import { breathe, type Context, TEMPORARY } from './context';
import { attempt, withFile, writeAll } from './disk';
import { encodeFrame, FRAME_HEAD, readFrames } from './frames';
import { encodeHeader, readHeader } from './header';
import type { Space } from './space';
import { failedTrouble, fullTrouble, troubleOf } from './trouble';

const FILES = 'files';
const PART = 1024 * 1024;

/** Bytes of documents under their hash. */
export type Documents = {
  put(file: BlobPut): Promise<Result<void, JournalTrouble>>;
  read(sha256: Sha256): Promise<Uint8Array | null>;
  /** Reads part by part, which throws where the bytes are damaged; null when there is no such file. */
  open(sha256: Sha256): Promise<FileParts | null>;
  /** Those that are missing, or that are of another size than their bytes make and cannot be read. */
  wrong(files: readonly NamedFile[]): Promise<Sha256[]>;
  /** Seals files anew that are not sealed with the key in use; false when some could not be. */
  seal(): Promise<boolean>;
  /** Removes files that are not named and have not been touched for long. */
  clear(named: ReadonlySet<string>): Promise<void>;
  /** Removes what was being written when the app ended. */
  clearTemporary(): Promise<void>;
};

function boundTo(sha256: string, index: number): string {
  return `file:${sha256}:${index}`;
}

/** Opens the folder of documents. */
export function openDocuments(
  context: Context,
  space: Space,
  onTrouble: (trouble: JournalTrouble) => void,
): Documents {
  const { disk } = context;
  const folder = join(context.folder, FILES);
  const underway = new Map<string, Promise<Result<void, JournalTrouble>>>();

  const partsOf = (sha256: Sha256): FileParts => {
    return () => readParts(context, join(folder, sha256), sha256);
  };

  async function read(sha256: Sha256): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    const whole = await isWhole(sha256, partsOf(sha256), (part) => void parts.push(part));
    return whole ? Buffer.concat(parts) : null;
  }

  async function write({ sha256, bytes }: BlobPut): Promise<void> {
    await disk.makeFolder(folder);
    const path = join(folder, sha256);
    const temporary = `${path}.${randomBytes(6).toString('hex')}${TEMPORARY}`;
    const { current } = context.keys;
    try {
      await withFile(disk, temporary, 'create', async (file) => {
        let frame: Uint8Array = encodeHeader({ kind: 'file', sha256, ...keyNote(current) });
        let at = 0;
        for (let index = 0; ; index += 1) {
          await writeAll(file, frame, at);
          at += frame.byteLength;
          if (index * PART >= bytes.byteLength) break;
          const part = bytes.subarray(index * PART, (index + 1) * PART);
          frame = encodeFrame(index, sealWith(current, part, boundTo(sha256, index)));
          if (index === 0) context.point?.('file-temp');
        }
        await file.sync();
      });
      context.point?.('file-before-rename');
      await disk.rename(temporary, path);
      // The folder itself may be new, so its own name is made safe as well.
      await disk.syncFolder(folder);
      await disk.syncFolder(context.folder);
      context.point?.('file-renamed');
    } catch (error) {
      await attempt(() => disk.remove(temporary));
      throw error;
    }
  }

  async function put(file: BlobPut): Promise<Result<void, JournalTrouble>> {
    if ((await hashOf(file.bytes)) !== file.sha256) return err(notItsHash);
    try {
      if (await isWhole(file.sha256, partsOf(file.sha256))) {
        await attempt(() => disk.touch(join(folder, file.sha256)));
        return ok(undefined);
      }
      if (!(await space.has(file.bytes.byteLength))) {
        return err(fullTrouble);
      }
      await write(file);
      return ok(undefined);
    } catch (error) {
      const trouble = troubleOf(error);
      onTrouble(trouble);
      return err(trouble);
    }
  }

  async function names(): Promise<Sha256[]> {
    return (await disk.list(folder)).flatMap(({ name }) => {
      const parsed = Sha256.safeParse(name);
      return parsed.success ? [parsed.data] : [];
    });
  }

  return {
    // Two of the same bytes at once share one writing.
    put(file) {
      const before = underway.get(file.sha256) ?? Promise.resolve();
      const done = before.then(() => put(file));
      underway.set(file.sha256, done);
      return done.finally(() => {
        if (underway.get(file.sha256) === done) underway.delete(file.sha256);
      });
    },
    read,
    async open(sha256) {
      const isThere = (await names()).includes(sha256);
      return isThere ? partsOf(sha256) : null;
    },
    async wrong(files) {
      const sizes = new Map((await disk.list(folder)).map(({ name, size }) => [name, size]));
      const wrong: Sha256[] = [];
      for (const { sha256, size } of files) {
        const found = sizes.get(sha256);
        const fits = found === sizeOnDisk(context.keys.current, sha256, size);
        // One that is sealed otherwise than new files are has another size and may still be whole.
        if (!fits && (found === undefined || !(await isWhole(sha256, partsOf(sha256))))) wrong.push(sha256);
      }
      return wrong;
    },
    async seal() {
      const wanted = context.keys.current?.keyId ?? null;
      let all = true;
      for (const sha256 of await names()) {
        if ((await sealedBy(context, join(folder, sha256))) === wanted) continue;
        const bytes = await read(sha256);
        const done = bytes !== null && (await attempt(() => write({ sha256, bytes })));
        all &&= done;
      }
      return all;
    },
    async clear(named) {
      const before = context.now() - context.limits.graceMs;
      for (const { name, changedAt } of await disk.list(folder)) {
        if (!Sha256.safeParse(name).success || named.has(name) || changedAt >= before) continue;
        await attempt(() => disk.remove(join(folder, name)));
      }
    },
    async clearTemporary() {
      for (const { name } of await disk.list(folder)) {
        if (name.endsWith(TEMPORARY)) await attempt(() => disk.remove(join(folder, name)));
      }
    },
  };
}

function sizeOnDisk(cipher: Cipher | null, sha256: string, size: number): number {
  const header = encodeHeader({ kind: 'file', sha256, ...keyNote(cipher) }).byteLength;
  const parts = Math.ceil(size / PART);
  const last = size - (parts - 1) * PART;
  if (parts === 0) return header;
  return (
    header + (parts - 1) * (FRAME_HEAD + sealedSize(cipher, PART)) + FRAME_HEAD + sealedSize(cipher, last)
  );
}

async function* readParts(context: Context, path: string, sha256: string): AsyncGenerator<Uint8Array> {
  const file = await context.disk.open(path, 'read');
  try {
    const found = await readHeader(file);
    if (found.kind !== 'good' || found.header.kind !== 'file') throw new Error('not the file of a document');
    const key = keyFor(context.keys, found.header);
    if (key.kind !== 'key') throw new Error('the key of the document is not at hand');
    for await (const frame of readFrames(file, found.end)) {
      const sealed = frame.kind === 'damage' ? null : frame;
      const part = sealed && openWith(key.cipher, sealed.payload, boundTo(sha256, sealed.n));
      if (part === null) throw new Error('the document is damaged');
      yield part;
    }
  } finally {
    await file.close();
  }
}

/** Whether all parts can be read and are what the hash names; no more than one of them is held. */
async function isWhole(
  sha256: Sha256,
  parts: FileParts,
  take: (part: Uint8Array) => void = () => undefined,
): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const part of parts()) {
      hash.update(part);
      take(part);
      await breathe();
    }
  } catch {
    return false;
  }
  return hash.digest('hex') === sha256;
}

/** Id of the key a file says it is sealed with; undefined when it does not say. */
async function sealedBy(context: Context, path: string): Promise<string | null | undefined> {
  const found = await withFile(context.disk, path, 'read', readHeader).catch(() => null);
  return found?.kind === 'good' && found.header.kind === 'file' ? found.header.keyId : undefined;
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.byteLength; at += PART) {
    hash.update(bytes.subarray(at, at + PART));
    await breathe();
  }
  return hash.digest('hex');
}

const notItsHash = failedTrouble(
  'The bytes of the document are not those that its hash names.',
  'Add the document again.',
);
