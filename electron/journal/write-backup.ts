import { dirname } from 'node:path';
import { notInBackup } from '../../shared/schema/backup';
import type { TableChange } from '../../shared/schema/journal';
import { Sha256 } from '../../shared/schema/values';
import { type BackupPart, boundToBackup, encodePart } from './backup-parts';
import type { Book } from './book';
import { type Cipher, keyNote, sealWith } from './cipher';
import { breathe, type Context } from './context';
import { attempt, type Disk, type DiskFile, withFile, writeAll } from './disk';
import { encodeFrame } from './frames';
import { encodeHeader, type FileHeader } from './header';
import { replayPage } from './replay';
import { mergeRows, type Row } from './rows';
import { type SortedRuns, sortedRuns } from './runs';

/** What a backup says about itself. */
export type BackupHeader = Extract<FileHeader, { kind: 'backup' }>;

/** Where a backup goes and how. */
export type BackupTarget = {
  readonly path: string;
  /** The disk that it goes to, which need not be the journal's. */
  readonly disk: Disk;
  readonly cipher: Cipher | null;
  readonly about: Omit<BackupHeader, 'kind' | 'keyId' | 'keyCheck'>;
};

/** What was written, and in words what could not be read any more. */
export type BackupWritten = {
  readonly rows: number;
  readonly files: number;
  readonly left: readonly string[];
};

const PIECE = 1024 * 1024;
/** About so much text of rows is in a frame: what one damaged byte costs. */
const FRAME_TEXT = 32 * 1024;
/** Readings that are begun again, because housekeeping came between. */
const TRIES = 5;

/**
 * Writes what the journal holds into one file: every row once, as it is now, and the documents. The file is there whole or
 * not at all. Throws what the disk or the reading of the journal answers.
 */
export async function writeBackup(
  context: Context,
  book: Book,
  readFile: (sha256: Sha256) => Promise<Uint8Array | null>,
  target: BackupTarget,
): Promise<BackupWritten> {
  const runs = sortedRuns(context, 'backup');
  const temporary = `${target.path}.part`;
  try {
    await collect(context, book, runs);
    const written = await withFile(target.disk, temporary, 'create', (file) =>
      fill(file, target, runs, readFile),
    );
    await target.disk.rename(temporary, target.path);
    // Not every disk that a person saves to knows this; the file itself is whole.
    await attempt(() => target.disk.syncFolder(dirname(target.path)));
    return { ...written, left: [...book.losses.map(({ what }) => what), ...written.left] };
  } catch (error) {
    await attempt(() => target.disk.remove(temporary));
    throw error;
  } finally {
    await runs.clear();
  }
}

async function collect(context: Context, book: Book, runs: SortedRuns): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    let part: string | null = null;
    let problem: string | null = null;
    do {
      const page = await replayPage(context, book, null, part);
      if (!page.ok) {
        problem = page.error.message;
        break;
      }
      await runs.add(page.value.changes.flatMap(kept));
      part = page.value.next;
      await breathe();
    } while (part !== null);
    if (problem === null) return;
    if (tries >= TRIES) throw new Error(problem);
    await runs.clear();
  }
}

function kept(change: TableChange): TableChange[] {
  if (notInBackup.includes(change.table)) return [];
  if (change.table !== 'meta') return [change];
  // What else is said there is about this journal and these remotes as they are now.
  return [{ ...change, puts: change.puts.filter(({ key }) => key === 'settings') }];
}

async function fill(
  file: DiskFile,
  { cipher, about }: BackupTarget,
  runs: SortedRuns,
  readFile: (sha256: Sha256) => Promise<Uint8Array | null>,
): Promise<BackupWritten> {
  const header = encodeHeader({ kind: 'backup', ...keyNote(cipher), ...about });
  await writeAll(file, header, 0);
  let at = header.byteLength;
  let index = 0;
  const add = async (part: BackupPart): Promise<void> => {
    const bytes = encodeFrame(index, sealWith(cipher, encodePart(part), boundToBackup(about.id, index)));
    await writeAll(file, bytes, at);
    at += bytes.byteLength;
    index += 1;
    await breathe();
  };
  const { rows, names } = await addRows(runs, add);
  const { files, left } = await addFiles(names, readFile, add);
  await add({ kind: 'end', rows, files });
  await file.sync();
  return { rows, files, left };
}

/** Names of documents by the hash of their bytes; null for bytes that no document names. */
type Names = Map<string, string | null>;

async function addRows(
  runs: SortedRuns,
  add: (part: BackupPart) => Promise<void>,
): Promise<{ readonly rows: number; readonly names: Names }> {
  const names: Names = new Map();
  let rows = 0;
  let held: Row[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (held.length > 0) await add({ kind: 'rows', rows: held });
    held = [];
    length = 0;
  };
  for await (const batch of mergeRows(runs.streams())) {
    for (const row of batch) {
      noteName(names, row);
      held.push(row);
      length += row.text?.length ?? 0;
      rows += 1;
      if (length >= FRAME_TEXT) await flush();
    }
  }
  await flush();
  return { rows, names };
}

function noteName(names: Names, { table, key, text }: Row): void {
  // Rows come table by table, the bytes before the documents that name them.
  if (table === 'blobs') names.set(String(key), null);
  if (table !== 'documents' || text === null) return;
  const { sha256, name } = JSON.parse(text) as { readonly sha256?: unknown; readonly name?: unknown };
  if (typeof sha256 === 'string' && names.has(sha256)) names.set(sha256, String(name));
}

async function addFiles(
  names: Names,
  readFile: (sha256: Sha256) => Promise<Uint8Array | null>,
  add: (part: BackupPart) => Promise<void>,
): Promise<{ readonly files: number; readonly left: readonly string[] }> {
  const left: string[] = [];
  let files = 0;
  for (const [key, name] of names) {
    const sha256 = Sha256.parse(key);
    const bytes = await readFile(sha256);
    if (bytes === null) {
      left.push(fileNamed(key, name));
      continue;
    }
    await add({ kind: 'file', sha256, size: bytes.byteLength });
    for (let at = 0; at < bytes.byteLength; at += PIECE)
      await add({ kind: 'bytes', bytes: bytes.subarray(at, at + PIECE) });
    files += 1;
  }
  return { files, left };
}

/** A document in words: by its name, or where none is known by the beginning of its hash. */
export function fileNamed(sha256: string, name: string | null | undefined): string {
  return name == null ? `a file (${sha256.slice(0, 12)}…)` : `the file “${name}”`;
}
