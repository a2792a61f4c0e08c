import type { Book } from '../../../electron/journal/book';
import type { Cipher } from '../../../electron/journal/cipher';
import { type Context, LIMITS, type Limits } from '../../../electron/journal/context';
import { scan } from '../../../electron/journal/scan';
import { SMALL } from './history';
import { at, type MemoryDisk, memoryDisk } from './memory-disk';
import { aChange, anEntry, mustAppend, opened, start, writeBase } from './samples';

/** What a part of the journal works with, and what it said. */
export type TestContext = Context & { readonly said: string[] };

/** A context for parts of the journal by themselves. */
export function contextOn(
  disk: MemoryDisk,
  { cipher = null, ...limits }: Partial<Limits> & { cipher?: Cipher | null } = {},
): TestContext {
  const said: string[] = [];
  return {
    disk,
    folder: at(),
    keys: { current: cipher, others: [] },
    limits: { ...LIMITS, ...SMALL, ...limits },
    now: () => 0,
    point: null,
    say: (line) => void said.push(line),
    said,
  };
}

/** What lies on a disk that can be opened. */
export async function bookOf(context: Context): Promise<Book> {
  const found = await scan(context);
  if ('message' in found) throw new Error(found.message);
  return found.book;
}

/** Names of files in the folder of the journal by a part of their name, in order. */
export function namesOn(disk: MemoryDisk, part: string): string[] {
  return [...disk.image().keys()]
    .filter((path) => path.includes(part) && !path.includes('kept'))
    .map((path) => path.slice(at().length + 1))
    .sort();
}

/** A disk on which entries were folded into a second snapshot: a row `base`, and five that change again and again. */
export async function foldedDisk(cipher: Cipher | null = null, count = 60): Promise<MemoryDisk> {
  const disk = memoryDisk();
  const journal = await opened({ folder: at(), cipher, disk, limits: SMALL, now: () => 0 });
  await writeBase(journal, 'store-1', start, [aChange('partner', 'base', { v: 1 })]);
  for (let n = 1; n <= count; n += 1) {
    const row = { n, text: 'x'.repeat(100) };
    await mustAppend(journal, anEntry(n, [aChange('partner', `p-${n % 5}`, row)]));
    await journal.settled();
  }
  await journal.close();
  return disk;
}

/** Tells which files, of those with this part in their path, were opened from now on and not closed again. */
export function watchOpenFiles(disk: MemoryDisk, part: string): () => string[] {
  const inUse = new Set<{ readonly path: string }>();
  const { open } = disk;
  disk.open = async (path, mode) => {
    const file = await open(path, mode);
    const use = { path };
    inUse.add(use);
    return {
      ...file,
      async close() {
        inUse.delete(use);
        await file.close();
      },
    };
  };
  return () => [...inUse].map(({ path }) => path).filter((path) => path.includes(part));
}

/** Holds back the first making of a file whose path has this part, until it is let go. */
export function holdCreate(disk: MemoryDisk, part: string): { held: Promise<void>; letGo(): void } {
  const { open } = disk;
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = new Promise<void>((reached) => {
    disk.open = async (path, mode) => {
      if (mode === 'create' && path.includes(part)) {
        disk.open = open;
        reached();
        await gone;
      }
      return open(path, mode);
    };
  });
  return { held, letGo: () => letGo() };
}
