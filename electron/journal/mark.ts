import { breathe, type Context, pathOf } from './context';
import { attempt, type DiskFile, withFile, writeAll } from './disk';
import { encodeHeader, type FileHeader, readHeader } from './header';

/** Name of the file that tells how far the journal was acknowledged, so that a cut end is noticed. */
export const MARK = 'acknowledged';

type MarkHeader = Extract<FileHeader, { kind: 'mark' }>;

/** Reads how far the journal was acknowledged at least; null when that is not known. */
export async function readMark(context: Context): Promise<MarkHeader | null> {
  const names = await context.disk.list(context.folder);
  if (!names.some(({ name }) => name === MARK)) return null;
  const found = await withFile(context.disk, pathOf(context, MARK), 'read', readHeader);
  return found.kind === 'good' && found.header.kind === 'mark' ? found.header : null;
}

/** Notes acknowledged entries without keeping anyone waiting: it is never synced, and may be behind. */
export type MarkWriter = {
  note(mark: Omit<MarkHeader, 'kind'>): void;
  /** Resolves when the last note is written. */
  written(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the writer of the mark. */
export function openMark(context: Context): MarkWriter {
  let next: MarkHeader | null = null;
  let writing: Promise<void> | null = null;
  let file: DiskFile | null = null;

  async function write(): Promise<void> {
    // Whoever waits for the entry comes first.
    await breathe();
    while (next !== null) {
      const mark = next;
      next = null;
      await attempt(async () => {
        file ??= await openFile(context);
        await writeAll(file, encodeHeader(mark), 0);
      });
    }
    writing = null;
  }

  return {
    note(mark) {
      next = { kind: 'mark', ...mark };
      writing ??= write();
    },
    async written() {
      while (writing !== null) await writing;
    },
    async close() {
      while (writing !== null) await writing;
      const open = file;
      file = null;
      if (open !== null) await attempt(() => open.close());
    },
  };
}

async function openFile(context: Context): Promise<DiskFile> {
  const names = await context.disk.list(context.folder);
  const there = names.some(({ name }) => name === MARK);
  return context.disk.open(pathOf(context, MARK), there ? 'write' : 'create');
}
