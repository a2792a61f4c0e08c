import { err, ok, type Result } from '../../shared/lib/result';
import type { JournalHead, JournalTrouble, TableChange } from '../../shared/schema/journal';
import { type Book, missingIn, newestWhole } from './book';
import type { Context } from './context';
import { attempt } from './disk';
import { addEntries, writeSnapshot } from './fold';
import { clearKept, keepAside } from './kept';
import { pathOf } from './context';
import { rowsIn, type SortedRuns, sortedRuns } from './runs';
import { failedTrouble, troubleOf } from './trouble';

/** A new base on its way. */
export type Base = { readonly storeId: string; readonly head: JournalHead; readonly runs: SortedRuns };

/** Begins to collect the rows of a new base. */
export function beginBase(context: Context, storeId: string, head: JournalHead): Base {
  context.point?.('base-begun');
  const runs = sortedRuns(context, 'base', () => context.point?.('base-half'));
  return { storeId, head, runs };
}

/** Adds rows to a new base. */
export async function addToBase(
  base: Base | null,
  changes: readonly TableChange[],
): Promise<Result<void, JournalTrouble>> {
  if (base === null) return err(notBegun);
  try {
    await base.runs.add(changes);
    return ok(undefined);
  } catch (error) {
    return err(troubleOf(error));
  }
}

/**
 * Puts the new base in force. Entries that the journal took after its head meanwhile go into it, when they belong to
 * the same store, so that nothing that was acknowledged goes aside with the old files.
 */
export async function finishBase(
  context: Context,
  book: Book,
  base: Base,
  idAt: (n: number) => Promise<string | null>,
): Promise<void> {
  let head = base.head;
  if (await goesOn(book, base, idAt)) {
    const range = { after: base.head.n, to: book.head?.n ?? 0 };
    head = (await addEntries(context, book, book.segments, range, base.runs, () => undefined)) ?? head;
  }
  await switchTo(context, book, base.storeId, head, base.runs);
}

async function goesOn(book: Book, base: Base, idAt: (n: number) => Promise<string | null>): Promise<boolean> {
  const { n, id } = base.head;
  const last = book.head?.n ?? 0;
  if (book.storeId !== base.storeId || last <= n) return false;
  return missingIn(book.segments, n + 1, last).length === 0 && (await idAt(n)) === id;
}

/** Writes everything anew with the key in use, so that nothing stays in the clear or under an old key. */
export async function reseal(context: Context, book: Book): Promise<void> {
  const whole = newestWhole(book);
  if (whole === null || book.losses.length > 0) return;
  const head = book.head ?? whole;
  const runs = sortedRuns(context, 'seal');
  try {
    const range = { after: whole.n, to: head.n };
    await addEntries(context, book, book.segments, range, runs, () => undefined);
    await switchTo(
      context,
      book,
      book.storeId ?? '',
      { n: head.n, id: head.id },
      {
        ...runs,
        streams: () => [...runs.streams(), rowsIn(context, pathOf(context, whole.name))],
      },
    );
  } finally {
    await runs.clear();
  }
}

async function switchTo(
  context: Context,
  book: Book,
  storeId: string,
  head: JournalHead,
  runs: SortedRuns,
): Promise<void> {
  const place = { storeId, epoch: book.epoch + 1 };
  const { info } = await writeSnapshot({
    context,
    place,
    head,
    streams: runs.streams(),
    points: {
      half: () => context.point?.('base-half'),
      before: () => context.point?.('base-before-switch'),
      after: () => context.point?.('base-after-switch'),
    },
    goOn: () => undefined,
  });
  const old = [...book.snapshots, ...book.segments].map(({ name }) => name);
  Object.assign(book, { ...place, head, snapshots: [info], segments: [], losses: [], pinned: null });
  book.leftovers = [...book.leftovers, ...old];
  await clearLeftovers(context, book);
  context.point?.('base-old-kept');
}

/** Puts files of older bases aside; those that are not protected as asked are removed, the new base stands for them. */
export async function clearLeftovers(context: Context, book: Book): Promise<void> {
  const names = book.leftovers;
  const done = await attempt(async () => {
    if (!book.mixed && !book.exposed) return keepAside(context, names);
    for (const name of names) await context.disk.remove(pathOf(context, name));
    await clearKept(context);
  });
  if (!done) return;
  book.leftovers = [];
  book.mixed = false;
  book.exposed = false;
}

const notBegun = failedTrouble(
  'Rows came for a new safety copy that was not begun.',
  'Start the app again; it begins the copy when it starts.',
);
