import type { JournalHead, JournalLoss, JournalTrouble } from '../../shared/schema/journal';
import { lastOf, type Range, type SegmentInfo } from './segment';

/** What is known of a snapshot; one that is not whole serves only when nothing better is there. */
export type SnapshotInfo = {
  readonly name: string;
  readonly epoch: number;
  readonly n: number;
  readonly id: string;
  readonly size: number;
  readonly keyId: string | null;
  readonly whole: boolean;
};

/** What is on disk, as found at the start and kept up to date. */
export type Book = {
  storeId: string | null;
  epoch: number;
  head: JournalHead | null;
  /** The oldest first. */
  snapshots: SnapshotInfo[];
  /** By their first entry; the last one may be the one that is written to. */
  segments: SegmentInfo[];
  losses: JournalLoss[];
  trouble: JournalTrouble | null;
  /** A snapshot that a replay is reading, and since when; one that is not asked for again is not waited for. */
  pinned: { readonly name: string; readonly at: number } | null;
  /** Files of older bases or damaged ones that could not be put aside yet. */
  leftovers: string[];
  /** Whether one of them is not protected as asked, so that it must not be put aside but go. */
  exposed: boolean;
  /** Whether something on disk is not protected as asked. */
  mixed: boolean;
};

/** A journal that nothing was written to. */
export function emptyBook(): Book {
  return {
    storeId: null,
    epoch: 0,
    head: null,
    snapshots: [],
    segments: [],
    losses: [],
    trouble: null,
    pinned: null,
    leftovers: [],
    exposed: false,
    mixed: false,
  };
}

/** Where a later segment begins, an earlier one has no say any more: what it holds there was never acknowledged. */
export function withoutOverlaps(segments: readonly SegmentInfo[]): SegmentInfo[] {
  return segments.map((segment, index) => {
    const limit = (segments[index + 1]?.first ?? Number.POSITIVE_INFINITY) - 1;
    const ranges = segment.ranges
      .filter(({ from }) => from <= limit)
      .map(({ from, to }) => ({ from, to: Math.min(to, limit) }));
    return { ...segment, ranges };
  });
}

/** Numbers from `from` to `to` that no segment holds. */
export function missingIn(segments: readonly SegmentInfo[], from: number, to: number): Range[] {
  const missing: Range[] = [];
  let next = from;
  for (const { ranges } of segments) {
    for (const range of ranges) {
      if (range.to < next) continue;
      if (range.from > to) break;
      if (range.from > next) missing.push({ from: next, to: range.from - 1 });
      next = range.to + 1;
    }
  }
  if (next <= to) missing.push({ from: next, to });
  return missing;
}

/** The lowest number after which all entries up to the head are here. */
export function oldestOf(book: Book): number {
  const head = book.head?.n ?? 0;
  let oldest = head;
  for (const { ranges } of book.segments.toReversed()) {
    for (const range of ranges.toReversed()) {
      if (range.to < oldest) return oldest;
      if (range.from <= oldest) oldest = range.from - 1;
    }
  }
  return oldest;
}

/** The newest snapshot that is whole. */
export function newestWhole(book: Book): SnapshotInfo | null {
  return book.snapshots.findLast(({ whole }) => whole) ?? null;
}

/** Segments that hold entries after a number. */
export function segmentsAfter(book: Book, n: number): SegmentInfo[] {
  return book.segments.filter((segment) => lastOf(segment) > n);
}
