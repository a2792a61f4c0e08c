import type { JournalEntry, JournalHead } from '../../shared/schema/journal';
import type { Book } from './book';
import { keyNote } from './cipher';
import { type Context, pathOf, segmentName, TEMPORARY } from './context';
import { attempt, type DiskFile, writeAll } from './disk';
import { encodeHeader } from './header';
import { keepAside } from './kept';
import { encodeEntry, lastOf, type SegmentInfo } from './segment';

/** Writes entries behind each other into the segment in hand. */
export type SegmentWriter = {
  /** Resolves when they are on disk; when it fails the segment is given up and the next entries get a new one. */
  write(head: JournalHead, entries: readonly JournalEntry[]): Promise<void>;
  /** Closes the segment in hand; the next entries get a new one. */
  close(): Promise<void>;
  /** The segment in hand, which no one else may touch. */
  current(): SegmentInfo | null;
};

/** Opens the writer; a segment is made with the first entry only. */
export function openSegmentWriter(context: Context, book: Book): SegmentWriter {
  const { disk, folder } = context;
  let open: { file: DiskFile; info: SegmentInfo } | null = null;

  async function begin(head: JournalHead): Promise<{ file: DiskFile; info: SegmentInfo }> {
    const first = head.n + 1;
    await clearFrom(first);
    const name = segmentName(book.epoch, first);
    const path = pathOf(context, name);
    const storeId = book.storeId ?? '';
    const note = keyNote(context.keys.current);
    const header = encodeHeader({
      kind: 'segment',
      storeId,
      epoch: book.epoch,
      first,
      before: head.id,
      ...note,
    });
    // Under a temporary name first, so that no segment is ever seen without its header.
    const file = await disk.open(path + TEMPORARY, 'create');
    try {
      await writeAll(file, header, 0);
      await file.sync();
      context.point?.('segment-temp');
      await disk.rename(path + TEMPORARY, path);
      await disk.syncFolder(folder);
      context.point?.('segment-renamed');
    } catch (error) {
      await attempt(() => file.close());
      await attempt(() => disk.remove(path + TEMPORARY));
      throw error;
    }
    const info: SegmentInfo = {
      name,
      epoch: book.epoch,
      first,
      before: head.id,
      keyId: note.keyId,
      storeId,
      size: header.byteLength,
      ranges: [],
      damaged: false,
    };
    book.segments = [...book.segments, info];
    return { file, info };
  }

  /** Segments behind the head hold nothing that can be read; left there, they would speak against the new one. */
  async function clearFrom(first: number): Promise<void> {
    const stale = book.segments.filter((segment) => segment.first >= first);
    await keepAside(
      context,
      stale.filter(({ damaged }) => damaged).map(({ name }) => name),
    );
    for (const { name, damaged } of stale) if (!damaged) await disk.remove(pathOf(context, name));
    book.segments = book.segments.filter((segment) => segment.first < first);
  }

  async function put(file: DiskFile, bytes: Buffer, at: number): Promise<void> {
    context.point?.('before-write');
    if (context.point === null) return writeAll(file, bytes, at);
    const half = bytes.byteLength >> 1;
    await writeAll(file, bytes.subarray(0, half), at);
    context.point('half-written');
    await writeAll(file, bytes.subarray(half), at + half);
  }

  /** What was not synced is cut off; pages after a failed sync are never trusted, so the segment is done with. */
  async function giveUp(file: DiskFile, info: SegmentInfo): Promise<void> {
    open = null;
    await attempt(() => file.truncate(info.size));
    await attempt(() => file.sync());
    await attempt(() => file.close());
    if (info.ranges.length > 0) return;
    book.segments = book.segments.filter((segment) => segment !== info);
    await attempt(() => disk.remove(pathOf(context, info.name)));
  }

  return {
    async write(head, entries) {
      open ??= await begin(head);
      const { file, info } = open;
      const place = { storeId: info.storeId ?? '', epoch: info.epoch };
      const bytes = Buffer.concat(entries.map((entry) => encodeEntry(place, context.keys.current, entry)));
      try {
        await put(file, bytes, info.size);
        context.point?.('before-fsync');
        await file.sync();
      } catch (error) {
        await giveUp(file, info);
        throw error;
      }
      info.size += bytes.byteLength;
      info.ranges = [{ from: info.first, to: Math.max(lastOf(info), entries.at(-1)?.n ?? 0) }];
      context.point?.('after-fsync');
      if (info.size < context.limits.segmentBytes) return;
      open = null;
      await attempt(() => file.close());
      context.point?.('rotated');
    },
    async close() {
      const last = open;
      open = null;
      await attempt(async () => last?.file.close());
    },
    current: () => open?.info ?? null,
  };
}
