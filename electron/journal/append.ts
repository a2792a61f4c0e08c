import type { AppendProblem } from '../../shared/ports/journal';
import { type JournalEntry, type JournalHead, LONGEST_ENTRY } from '../../shared/schema/journal';
import { err, ok, type Result } from '../../shared/lib/result';
import type { Book } from './book';
import type { Context } from './context';
import { errorCode } from './disk';
import type { Lane } from './lane';
import type { SegmentWriter } from './segment-writer';
import type { Space } from './space';
import { failedTrouble, fullTrouble, troubleOf } from './trouble';

type Answer = Result<JournalHead, AppendProblem>;
type Call = { readonly entries: readonly JournalEntry[]; readonly answer: (answer: Answer) => void };

/** Most bytes of text that share one write. */
const BATCH_TEXT = 8 * 1024 * 1024;

/** What appending works with. */
export type AppendParts = {
  readonly context: Context;
  readonly book: Book;
  readonly lane: Lane;
  readonly space: Space;
  readonly writer: SegmentWriter;
  /** Ids of the entries from one number to another, as far as they are here. */
  readonly idsIn: (from: number, to: number) => Promise<ReadonlyMap<number, string>>;
  readonly isClosed: () => boolean;
  /** Called after entries were written. */
  readonly wrote: () => void;
};

/** Takes entries; those that come while others are being synced share the next write and sync. */
export function openAppend(parts: AppendParts): (entries: readonly JournalEntry[]) => Promise<Answer> {
  let waiting: Call[] = [];

  async function writeWaiting(): Promise<void> {
    const batch = takeBatch();
    try {
      await writeBatch(parts, batch);
    } catch (error) {
      for (const call of batch) call.answer(err(troubleOf(error)));
    }
  }

  function takeBatch(): Call[] {
    let text = 0;
    const over = waiting.findIndex(({ entries }, index) => {
      text += entries.reduce((sum, entry) => sum + entry.text.length, 0);
      return index > 0 && text > BATCH_TEXT;
    });
    const batch = waiting.slice(0, over < 0 ? undefined : over);
    waiting = waiting.slice(batch.length);
    return batch;
  }

  return (entries) =>
    new Promise((answer) => {
      waiting.push({ entries, answer });
      // As many turns as calls, so that none is left over; those whose call went with an earlier one find nothing.
      void parts.lane(writeWaiting);
    });
}

async function writeBatch(parts: AppendParts, batch: readonly Call[]): Promise<void> {
  const { book } = parts;
  if (parts.isClosed() || book.head === null || book.storeId === null) {
    for (const call of batch) call.answer(err(parts.isClosed() ? closed : noBase));
    return;
  }
  const { fresh, accepted } = await choose(parts, book.head, batch);
  const last = fresh.at(-1);
  if (last !== undefined) {
    const trouble = await write(parts, book.head, fresh);
    if (trouble !== null) {
      for (const call of accepted) call.answer(err(trouble));
      return;
    }
    book.head = { n: last.n, id: last.id };
    parts.wrote();
  }
  for (const call of accepted) call.answer(ok(book.head));
}

/** Sorts out what follows the head and what is here already; a call is taken whole or answered with its problem. */
async function choose(
  parts: AppendParts,
  head: JournalHead,
  batch: readonly Call[],
): Promise<{ fresh: JournalEntry[]; accepted: Call[] }> {
  const fresh: JournalEntry[] = [];
  const accepted: Call[] = [];
  const known = await knownIds(parts, head, batch);
  for (const call of batch) {
    let last = head.n + fresh.length;
    const added: JournalEntry[] = [];
    const problem = call.entries.map(({ n, id, text }): AppendProblem | null => {
      // Of a call with a gap nothing is taken, so the number is the one before its first.
      if (n > last + 1) return { kind: 'gap', last: head.n + fresh.length };
      if (text.length > LONGEST_ENTRY) return tooLarge;
      if (n === last + 1) {
        last = n;
        added.push({ n, id, text });
        return null;
      }
      const here = n > head.n ? [...fresh, ...added][n - head.n - 1]?.id : known.get(n);
      return here === undefined || here === id ? null : otherEntry(n);
    });
    const found = problem.find((one) => one !== null);
    if (found) {
      call.answer(err(found));
      continue;
    }
    fresh.push(...added);
    accepted.push(call);
  }
  return { fresh, accepted };
}

async function knownIds(
  parts: AppendParts,
  head: JournalHead,
  batch: readonly Call[],
): Promise<ReadonlyMap<number, string>> {
  const again = batch.flatMap(({ entries }) => entries.map(({ n }) => n)).filter((n) => n <= head.n);
  if (again.length === 0) return new Map();
  const ids = new Map(await parts.idsIn(Math.min(...again), Math.max(...again)));
  ids.set(head.n, head.id);
  return ids;
}

/** Writes entries behind the head; on a disk that gets full just now the reserve makes room for them. */
async function write(
  parts: AppendParts,
  head: JournalHead,
  entries: readonly JournalEntry[],
): Promise<AppendProblem | null> {
  const { book, space, writer } = parts;
  const lasting = book.trouble?.cause === 'full' ? await space.restore() : null;
  if (lasting !== null) return stop(book, lasting);
  const bytes = entries.reduce((sum, { text }) => sum + text.length, 0);
  if (!(await space.has(bytes))) return stop(book, fullTrouble);
  try {
    await writer.write(head, entries);
    book.trouble = null;
    return null;
  } catch (error) {
    if (troubleOf(error).cause !== 'full' || !(await space.release())) return stop(book, troubleOf(error));
  }
  try {
    await writer.write(head, entries);
    stop(book, fullTrouble);
    return null;
  } catch (error) {
    return stop(book, errorCode(error) === '' ? fullTrouble : troubleOf(error));
  }
}

function stop(book: Book, trouble: NonNullable<Book['trouble']>): NonNullable<Book['trouble']> {
  book.trouble = trouble;
  return trouble;
}

const noBase = failedTrouble(
  'The safety copy of your data has not been begun yet, so the change cannot be added to it.',
  'Start the app again; it begins the copy when it starts.',
);

const closed = failedTrouble(
  'The safety copy of your data was closed before the change got there.',
  'Start the app again; the change is sent again then.',
);

const tooLarge = failedTrouble(
  'One change is larger than the safety copy of your data can hold.',
  'Make the change in smaller parts.',
);

function otherEntry(n: number): AppendProblem {
  return failedTrouble(
    `Change number ${n} is in the safety copy already, but it is another one: the copy belongs to other data.`,
    'Start the app again; it compares both then and mends what differs.',
  );
}
