import type { JournalHead } from '../../shared/schema/journal';
import { type Book, missingIn, newestWhole, type SnapshotInfo, segmentsAfter } from './book';
import { keyNote } from './cipher';
import { breathe, type Context, pathOf, snapshotName, TEMPORARY } from './context';
import { attempt } from './disk';
import { parseChanges } from './replay';
import { checkRowFile, writeRowFile } from './row-file';
import { mergeRows, type Row, type RowStream } from './rows';
import { type SortedRuns, rowsIn, sortedRuns } from './runs';
import { lastOf, readEntries, type SegmentInfo } from './segment';

/** Table whose rows name the documents, by their hash as key. */
const BLOBS = 'blobs';

/** Thrown to leave off folding, because the app closes or a new base is written. */
export class LeftOff extends Error {}

/**
 * Adds what entries after a number did up to another, from the segments given, and tells the last of them. It fails
 * when one of them can no longer be read, since what is written then stands for all of them.
 */
export async function addEntries(
  context: Context,
  book: Book,
  segments: readonly SegmentInfo[],
  { after, to }: { readonly after: number; readonly to: number },
  runs: SortedRuns,
  goOn: () => void,
): Promise<JournalHead | null> {
  const place = { storeId: book.storeId ?? '', epoch: book.epoch };
  let last: JournalHead | null = null;
  let next = after + 1;
  for (const segment of segments) {
    const wanted = { from: after + 1, to: lastOf(segment) };
    for await (const { n, id, text } of readEntries(context, place, pathOf(context, segment.name), wanted)) {
      goOn();
      if (n !== next) throw new Error(unreadable(next));
      const parsed = parseChanges(text);
      // Left where it is, it can still be looked at; folded it would be gone.
      if (parsed === null) throw new Error(`Entry ${n} makes no sense.`);
      await runs.add(parsed.changes);
      last = { n, id };
      next += 1;
      await breathe();
    }
  }
  if (next <= to) throw new Error(unreadable(next));
  return last;
}

function unreadable(n: number): string {
  return `Entry ${n} can no longer be read.`;
}

/** Writes a snapshot of sorted streams, the newest first, looks it through and puts it in its place. */
export async function writeSnapshot(input: {
  readonly context: Context;
  readonly place: { readonly storeId: string; readonly epoch: number };
  readonly head: JournalHead;
  readonly streams: readonly RowStream[];
  readonly points: { half(): void; before(): void; after(): void };
  readonly goOn: () => void;
}): Promise<{ readonly info: SnapshotInfo; readonly blobs: Set<string> }> {
  const { context, place, head, points } = input;
  const { disk } = context;
  const name = snapshotName(place.epoch, head.n);
  const path = pathOf(context, name);
  const note = keyNote(context.keys.current);
  const header = { kind: 'snapshot' as const, ...place, ...head, ...note };
  const blobs = new Set<string>();
  let isNamed = false;
  try {
    const merged = noting(mergeRows(input.streams), blobs, input.goOn);
    const { size } = await writeRowFile(context, path + TEMPORARY, header, merged, points.half);
    const check = await checkRowFile(context, path + TEMPORARY);
    if (check.kind !== 'whole') throw new Error('A snapshot just written cannot be read.');
    input.goOn();
    points.before();
    await disk.rename(path + TEMPORARY, path);
    isNamed = true;
    await disk.syncFolder(context.folder);
    points.after();
    return { info: { name, ...place, ...head, size, keyId: note.keyId, whole: true }, blobs };
  } catch (error) {
    await attempt(() => disk.remove(path + TEMPORARY));
    // One that got its name but may not keep it must not come into force at a later start.
    if (isNamed) await attempt(() => disk.remove(path));
    throw error;
  }
}

async function* noting(
  batches: AsyncIterable<Row[]>,
  blobs: Set<string>,
  goOn: () => void,
): AsyncGenerator<Row[]> {
  for await (const rows of batches) {
    goOn();
    for (const { table, key } of rows) if (table === BLOBS) blobs.add(String(key));
    yield rows;
    await breathe();
  }
}

/** Whether closed segments are worth folding: the larger the snapshot, the more of them. */
export function worthFolding(context: Context, book: Book, current: SegmentInfo | null): boolean {
  const base = newestWhole(book);
  if (base === null || book.trouble !== null) return false;
  const closed = segmentsAfter(book, base.n).filter((segment) => segment !== current);
  const bytes = closed.reduce((sum, { size }) => sum + size, 0);
  const { foldBytes, foldSegments } = context.limits;
  return (
    closed.length >= foldSegments || bytes >= Math.max(foldBytes, Math.min(base.size / 2, foldBytes * 8))
  );
}

/**
 * Folds closed segments into a new snapshot beside the old one; the one before and the entries since then stay, so
 * that damage to the newest costs nothing. Answers the documents that are named.
 */
export async function fold(
  context: Context,
  book: Book,
  current: SegmentInfo | null,
  goOn: () => void,
): Promise<Set<string> | null> {
  const base = newestWhole(book);
  if (base === null) return null;
  const closed = segmentsAfter(book, base.n).filter((segment) => segment !== current);
  const to = closed.reduce((last, segment) => Math.max(last, lastOf(segment)), base.n);
  if (missingIn(closed, base.n + 1, to).length > 0) return null;
  const runs = sortedRuns(context, 'fold');
  try {
    const head = await addEntries(context, book, closed, { after: base.n, to }, runs, goOn);
    if (head === null) return null;
    const { info, blobs } = await writeSnapshot({
      context,
      place: { storeId: book.storeId ?? '', epoch: book.epoch },
      head,
      streams: [...runs.streams(), rowsIn(context, pathOf(context, base.name))],
      points: {
        half: () => context.point?.('snapshot-half'),
        before: () => context.point?.('snapshot-before-rename'),
        after: () => context.point?.('snapshot-after-rename'),
      },
      goOn,
    });
    const others = book.snapshots.filter(({ name }) => name !== info.name);
    book.snapshots = [...others, info].sort((a, b) => a.n - b.n);
    await removeOld(context, book, base.n);
    await addBlobs(context, book, info.n, blobs);
    return blobs;
  } finally {
    await runs.clear();
  }
}

/** Removes snapshots before the one given, and segments that only they need. */
async function removeOld(context: Context, book: Book, keep: number): Promise<void> {
  const waits = book.pinned !== null && context.now() - book.pinned.at < context.limits.replayMs;
  const pinned = waits ? book.snapshots.find(({ name }) => name === book.pinned?.name) : undefined;
  const from = Math.min(keep, pinned?.n ?? keep);
  const oldSnapshots = book.snapshots.filter(({ n }) => n < from);
  const oldSegments = book.segments.filter((segment) => lastOf(segment) <= from);
  for (const { name } of oldSnapshots) {
    if (!(await attempt(() => context.disk.remove(pathOf(context, name))))) return;
    book.snapshots = book.snapshots.filter((snapshot) => snapshot.name !== name);
  }
  for (const { name } of oldSegments) {
    if (!(await attempt(() => context.disk.remove(pathOf(context, name))))) return;
    book.segments = book.segments.filter((segment) => segment.name !== name);
  }
  context.point?.('old-removed');
}

async function addBlobs(context: Context, book: Book, after: number, blobs: Set<string>): Promise<void> {
  const place = { storeId: book.storeId ?? '', epoch: book.epoch };
  for (const segment of segmentsAfter(book, after)) {
    const path = pathOf(context, segment.name);
    const all = { from: after + 1, to: Number.MAX_SAFE_INTEGER };
    for await (const { text } of readEntries(context, place, path, all)) {
      for (const { table, puts } of parseChanges(text)?.changes ?? []) {
        if (table === BLOBS) for (const { key } of puts) blobs.add(String(key));
      }
    }
  }
}
