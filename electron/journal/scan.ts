import { causeText } from '../../shared/lib/cause';
import { join } from 'node:path';
import type { JournalHead, JournalLoss } from '../../shared/schema/journal';
import { type Book, emptyBook, missingIn, newestWhole, type SnapshotInfo, withoutOverlaps } from './book';
import { keyFor } from './cipher';
import { type Context, parseName, pathOf, TEMPORARY } from './context';
import { withFile } from './disk';
import { type HeaderFound, readHeader } from './header';
import { KEPT } from './kept';
import { MARK, readMark } from './mark';
import { checkRowFile } from './row-file';
import { lastOf, readEntries, type SegmentInfo, scanSegment } from './segment';

/** Why a journal cannot be opened with what is at hand; its files are left as they are. */
export type OpenProblem = {
  readonly kind: 'newer-format' | 'locked' | 'wrong-key' | 'unreadable';
  readonly message: string;
  readonly fix: string;
};

/** What lies in the folder. */
export type Found = { readonly book: Book; readonly temporary: readonly string[] };

type Named = {
  readonly name: string;
  readonly kind: 'segment' | 'snapshot';
  readonly epoch: number;
  readonly n: number;
};

/** Reads the whole folder without changing anything in it. */
export async function scan(context: Context): Promise<Found | OpenProblem> {
  try {
    return await scanFolder(context);
  } catch (error) {
    return {
      kind: 'unreadable',
      message: `The safety copy of your data cannot be read (${causeText(error)}).`,
      fix: 'See that the disk is there and that you may read the folder, then start the app again.',
    };
  }
}

async function scanFolder(context: Context): Promise<Found | OpenProblem> {
  const entries = await context.disk.list(context.folder);
  const temporary = entries.map(({ name }) => name).filter((name) => name.endsWith(TEMPORARY));
  const named: Named[] = entries.flatMap(({ name }) => {
    const parsed = parseName(name);
    return parsed === null ? [] : [{ name, ...parsed }];
  });
  const names = [
    ...named.map(({ name }) => name),
    ...entries.filter(({ name }) => name === MARK).map(() => MARK),
  ];
  const asAsked = context.keys.current?.keyId ?? null;
  const otherwise = new Set<string>();
  for (const name of names) {
    const found = await headerOf(context, name);
    const problem = problemOf(context, found);
    if (problem !== null) return problem;
    if (found.kind === 'good' && 'keyId' in found.header && found.header.keyId !== asAsked)
      otherwise.add(name);
  }

  const book = emptyBook();
  const mark = await readMark(context);
  book.epoch = currentEpoch(named, mark?.epoch ?? 0);
  book.leftovers = named.filter(({ epoch }) => epoch !== book.epoch).map(({ name }) => name);
  book.exposed = book.leftovers.some((name) => otherwise.has(name));
  const current = named.filter(({ epoch }) => epoch === book.epoch);
  await findSnapshots(context, book, current);
  await findSegments(context, book, current);
  if (mark?.epoch === book.epoch) book.storeId ??= mark.storeId;
  book.head = await headOf(context, book);
  const keptAs = named.length > 0 ? join(context.folder, KEPT) : null;
  book.losses = lossesOf(book, mark?.epoch === book.epoch ? mark.n : null, keptAs);
  book.mixed = [...book.snapshots, ...book.segments].some(({ keyId }) => keyId !== asAsked);
  return { book, temporary };
}

function headerOf(context: Context, name: string): Promise<HeaderFound> {
  return withFile(context.disk, pathOf(context, name), 'read', readHeader);
}

function problemOf(context: Context, found: HeaderFound): OpenProblem | null {
  if (found.kind === 'damaged') return null;
  if (found.kind === 'newer') {
    return {
      kind: 'newer-format',
      message: `The safety copy of your data was written by a newer version of the app (format ${found.version}).`,
      fix: 'Start the newer version of the app. Nothing was changed.',
    };
  }
  if (!('keyId' in found.header)) return null;
  const key = keyFor(context.keys, found.header);
  if (key.kind === 'key') return null;
  return key.kind === 'locked'
    ? {
        kind: 'locked',
        message: 'The safety copy of your data is encrypted, and its key is not at hand.',
        fix: 'Unlock the key store of your system or enter the passphrase. Nothing was changed.',
      }
    : {
        kind: 'wrong-key',
        message: 'The safety copy of your data is encrypted with another key.',
        fix: 'Enter the passphrase it was encrypted with. Nothing was changed.',
      };
}

/** The base in force: the latest that stood, by its snapshot or its mark; both are written when it stands only. */
function currentEpoch(named: readonly Named[], marked: number): number {
  const stood = Math.max(
    marked,
    ...named.filter(({ kind }) => kind === 'snapshot').map(({ epoch }) => epoch),
  );
  return stood > 0 ? stood : Math.max(0, ...named.map(({ epoch }) => epoch));
}

async function findSnapshots(context: Context, book: Book, current: readonly Named[]): Promise<void> {
  const newestFirst = current.filter(({ kind }) => kind === 'snapshot').sort((a, b) => b.n - a.n);
  let covered = false;
  for (const { name, epoch, n } of newestFirst) {
    const found = await headerOf(context, name);
    const header = found.kind === 'good' && found.header.kind === 'snapshot' ? found.header : null;
    // Behind a whole one an older snapshot is only a reserve: it is looked through when it is needed.
    const whole: boolean = header !== null && (covered || (await isWhole(context, name)));
    covered ||= whole;
    book.storeId ??= header?.storeId ?? null;
    const size = await withFile(context.disk, pathOf(context, name), 'read', (file) => file.size());
    const info: SnapshotInfo = {
      name,
      epoch,
      n,
      id: header?.id ?? '',
      size,
      keyId: header?.keyId ?? null,
      whole,
    };
    book.snapshots.unshift(info);
  }
}

async function isWhole(context: Context, name: string): Promise<boolean> {
  return (await checkRowFile(context, pathOf(context, name))).kind === 'whole';
}

async function findSegments(context: Context, book: Book, current: readonly Named[]): Promise<void> {
  const inOrder = current.filter(({ kind }) => kind === 'segment').sort((a, b) => a.n - b.n);
  for (const { name, epoch, n } of inOrder) {
    const segment = await scanSegment(
      context,
      pathOf(context, name),
      { name, epoch, first: n },
      book.storeId,
    );
    book.storeId ??= segment.storeId;
    if (segment.damaged) context.say(`${name} has bytes that are no entry.`);
    book.segments.push(segment);
  }
  book.segments = withoutOverlaps(book.segments);
}

async function headOf(context: Context, book: Book): Promise<JournalHead | null> {
  const snapshot = newestWhole(book) ?? book.snapshots.at(-1) ?? null;
  const segment = book.segments.findLast(({ ranges }) => ranges.length > 0);
  if (segment && lastOf(segment) > (snapshot?.n ?? -1)) {
    const n = lastOf(segment);
    return { n, id: (await idIn(context, book, segment, n)) ?? '' };
  }
  return snapshot === null ? null : { n: snapshot.n, id: snapshot.id };
}

/** Id of an entry in a segment. */
export async function idIn(
  context: Context,
  book: Book,
  segment: SegmentInfo,
  n: number,
): Promise<string | null> {
  const place = { storeId: book.storeId ?? '', epoch: book.epoch };
  const path = pathOf(context, segment.name);
  for await (const entry of readEntries(context, place, path, { from: n, to: n })) return entry.id;
  return null;
}

function lossesOf(book: Book, marked: number | null, keptAs: string | null): JournalLoss[] {
  const head = book.head?.n ?? 0;
  const base = newestWhole(book);
  const losses: JournalLoss[] = [];
  const from = base?.n ?? book.snapshots[0]?.n ?? 0;
  if (base === null && (book.snapshots.length > 0 || book.segments.length > 0 || marked !== null)) {
    losses.push({
      what:
        book.snapshots.length > 0
          ? 'Some of the records as they stood at the last snapshot can no longer be read.'
          : 'The snapshot with the records from before the first entry is gone.',
      from: null,
      to: null,
      keptAs,
    });
  }
  const known = Math.max(head, marked ?? 0, ...book.snapshots.map(({ n }) => n));
  for (const range of missingIn(book.segments, from + 1, known)) {
    losses.push({ what: changesLost(range.from, range.to), ...range, keptAs });
  }
  return losses;
}

function changesLost(from: number, to: number): string {
  return from === to
    ? `The saved change number ${from} can no longer be read.`
    : `The saved changes number ${from} to ${to} can no longer be read.`;
}
