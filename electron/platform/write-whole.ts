import * as nodeFiles from 'node:fs';
import { dirname } from 'node:path';

/** What is done to the disk for it. */
export type FileCalls = Pick<
  typeof nodeFiles,
  'closeSync' | 'fsyncSync' | 'mkdirSync' | 'openSync' | 'renameSync' | 'rmSync' | 'writeSync'
>;

/** Replaces a file so that it is either the old or the new one whole, also after a power cut; nobody else may read it unless `mode` says so. */
export function writeWhole(
  file: string,
  content: string | Uint8Array,
  files: FileCalls = nodeFiles,
  mode = 0o600,
): void {
  files.mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.part`;
  try {
    const handle = files.openSync(temporary, 'w', mode);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let done = 0; done < bytes.length; ) done += files.writeSync(handle, bytes, done);
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
    files.renameSync(temporary, file);
    syncFolder(dirname(file), files);
  } catch (error) {
    files.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes the new name safe as far as the disk lets it: Windows has no such thing, nor have some network drives. */
function syncFolder(folder: string, files: FileCalls): void {
  try {
    const handle = files.openSync(folder, 'r');
    try {
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
  } catch {
    // The file itself is whole and in its place.
  }
}
