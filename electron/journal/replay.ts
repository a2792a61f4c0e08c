import { err, ok, type Result } from '../../shared/lib/result';
import {
  JournalChanges,
  type JournalTrouble,
  type ReplayPage,
  type TableChange,
} from '../../shared/schema/journal';
import { z } from '../../shared/schema/zod';
import { type Book, missingIn, newestWhole, oldestOf } from './book';
import { type Context, pathOf } from './context';
import { readRowFile } from './row-file';
import { lastOf, readEntries } from './segment';
import { changesOf } from './rows';
import { failedTrouble, troubleOf } from './trouble';

/** What is left of a replay: snapshots from a place on, and entries after a number up to another or the head. */
const Steps = z.array(
  z.union([
    z.object({ snapshot: z.string(), at: z.int().nullable() }),
    z.object({ after: z.int(), to: z.int().nullable() }),
  ]),
);
type Step = z.infer<typeof Steps>[number];

/** Answers one page of a replay; the text between the pages holds all that is left to do. */
export async function replayPage(
  context: Context,
  book: Book,
  after: number | null,
  part: string | null,
): Promise<Result<ReplayPage, JournalTrouble>> {
  if (part === null && after !== null && after < oldestOf(book)) return err(tooOld);
  const steps = part === null ? firstSteps(book, after) : parseSteps(part);
  if (steps === null) return err(outOfDate);
  const [step, ...rest] = steps;
  book.pinned = step && 'snapshot' in step ? { name: step.snapshot, at: context.now() } : null;
  if (step === undefined) return ok({ changes: [], next: null });
  try {
    const page =
      'snapshot' in step ? await snapshotPage(context, book, step) : await entryPage(context, book, step);
    if (page === null) return err(outOfDate);
    const left = page.left === null ? rest : [page.left, ...rest];
    return ok({ changes: page.changes, next: left.length === 0 ? null : JSON.stringify(left) });
  } catch (error) {
    return err(troubleOf(error));
  }
}

function parseSteps(part: string): Step[] | null {
  try {
    return Steps.parse(JSON.parse(part));
  } catch {
    return null;
  }
}

/**
 * Everything: the newest whole snapshot and the entries after it. Where it is not whole, or entries are missing, all
 * that can be read of what is older and newer, in the order in which it was written.
 */
function firstSteps(book: Book, after: number | null): Step[] {
  if (after !== null) return [{ after, to: null }];
  const whole = newestWhole(book);
  const from = whole === null ? 0 : book.snapshots.indexOf(whole);
  const used = book.snapshots.slice(from);
  const base = used[0];
  const complete = base !== undefined && missingIn(book.segments, base.n + 1, book.head?.n ?? 0).length === 0;
  const snapshots = whole !== null && complete ? used.slice(0, 1) : used;
  const steps: Step[] = [];
  for (const [index, { name, n }] of snapshots.entries()) {
    steps.push({ snapshot: name, at: null }, { after: n, to: snapshots[index + 1]?.n ?? null });
  }
  return steps.length > 0 ? steps : [{ after: 0, to: null }];
}

type Page = { readonly changes: TableChange[]; readonly left: Step | null };

async function snapshotPage(
  context: Context,
  book: Book,
  step: Extract<Step, { snapshot: string }>,
): Promise<Page | null> {
  const info = book.snapshots.find(({ name }) => name === step.snapshot);
  if (info === undefined) return null;
  const header = {
    kind: 'snapshot' as const,
    storeId: book.storeId ?? '',
    epoch: info.epoch,
    n: info.n,
    id: info.id,
    keyId: null,
    keyCheck: null,
  };
  const changes: TableChange[] = [];
  let bytes = 0;
  for await (const { rows, next } of readRowFile(context, pathOf(context, info.name), step.at, header)) {
    changes.push(...changesOf(rows));
    bytes += rows.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    if (bytes >= context.limits.pageBytes) return { changes, left: { snapshot: info.name, at: next } };
  }
  return { changes, left: null };
}

async function entryPage(
  context: Context,
  book: Book,
  step: Extract<Step, { after: number }>,
): Promise<Page | null> {
  const to = Math.min(step.to ?? Number.POSITIVE_INFINITY, book.head?.n ?? 0);
  const missing = missingIn(book.segments, step.after + 1, to);
  if (missing.length > 0 && book.losses.length === 0) return null;
  const place = { storeId: book.storeId ?? '', epoch: book.epoch };
  const changes: TableChange[] = [];
  let bytes = 0;
  for (const segment of book.segments) {
    const last = Math.min(lastOf(segment), to);
    if (last <= step.after) continue;
    const wanted = { from: step.after + 1, to: last };
    for await (const { n, text } of readEntries(context, place, pathOf(context, segment.name), wanted)) {
      const parsed = parseChanges(text);
      if (parsed === null) context.say(`Entry ${n} of the journal makes no sense and is left out.`);
      else changes.push(...parsed.changes);
      bytes += text.length;
      if (bytes >= context.limits.pageBytes)
        return { changes, left: n < to ? { after: n, to: step.to } : null };
    }
  }
  return { changes, left: null };
}

/** The changes of an entry; null when the text is none. */
export function parseChanges(text: string): JournalChanges | null {
  try {
    return JournalChanges.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const tooOld = failedTrouble(
  'The saved changes that this store needs are no longer kept one by one.',
  'The store is rebuilt from everything that is here.',
);

const outOfDate = failedTrouble(
  'The safety copy changed while it was being read.',
  'Start the restore again from the beginning.',
);
