import type { Table } from 'dexie';
import type { Commit, CommitProblem } from '../../shared/ports/local-store';
import { intentRev, type RecordKey } from '../../shared/schema/intent';
import type { RecordKind } from '../../shared/schema/record';
import { cursorRev } from '../../shared/schema/sync-state';
import { bareRequest } from './bare-request';
import type { DeskDb } from './desk-db';

/** Ends a transaction for a reason that is a value. */
export class Refused extends Error {
  constructor(readonly problem: CommitProblem) {
    super(problem.kind);
  }
}

/**
 * How a commit is written. `trusting`: what is expected not to be there is added without a look, which is refused when it
 * is there; the commit is then made again `looking`, which finds out what stands there.
 */
export type WritingWay = 'trusting' | 'looking';

type Expected = NonNullable<Commit['expect']>;

function readOne<R>(table: Table<R, string>, id: string): PromiseLike<R | undefined> {
  return bareRequest(table, (store): IDBRequest<R | undefined> => store.get(id));
}

/** One get where there is one key: a bulk get costs more. */
async function checkKind(db: DeskDb, kind: RecordKind, expected: Expected): Promise<void> {
  const table = db.records(kind);
  const ids = expected.map(({ key }) => key.id);
  const [only] = ids;
  const found =
    ids.length === 1 && only !== undefined ? [await readOne(table, only)] : await table.bulkGet(ids);
  expected.forEach(({ key, rev }, index) => {
    const foundRev = found[index]?.rev ?? null;
    if (foundRev !== rev) throw new Refused({ kind: 'moved-on', key, expected: rev, found: foundRev });
  });
}

/** Looks at the revisions that the writer read; each check ends the transaction when a record has moved on. */
export function checkRevisions(db: DeskDb, expected: Expected): Promise<void>[] {
  const byKind = new Map<RecordKind, Expected[number][]>();
  for (const expectation of expected) {
    const { kind } = expectation.key;
    const same = byKind.get(kind) ?? [];
    same.push(expectation);
    byKind.set(kind, same);
  }
  return [...byKind].map(([kind, same]) => checkKind(db, kind, same));
}

/** A record's key as one text. */
export function keyText({ kind, id }: RecordKey): string {
  return `${kind}:${id}`;
}

/** Records that are put where none is expected; adding them is refused when there is one, so they need no look. */
export function freshRecords(commit: Commit, way: WritingWay): ReadonlySet<string> {
  if (way === 'looking') return new Set();
  const put = new Set(commit.puts?.map(({ kind, record }) => keyText({ kind, id: record.id })));
  const absent = commit.expect?.filter(({ rev }) => rev === null) ?? [];
  return new Set(absent.map(({ key }) => keyText(key)).filter((text) => put.has(text)));
}

/** Ends the transaction when an intent was changed since the writer read it. */
export async function checkIntents(
  db: DeskDb,
  expected: NonNullable<Commit['expectIntents']>,
): Promise<void> {
  const stored = await db.intents.bulkGet(expected.map(({ id }) => id));
  expected.forEach(({ id, rev }, index) => {
    const intent = stored[index];
    const found = intent ? intentRev(intent) : null;
    if (found !== rev) throw new Refused({ kind: 'intent-moved-on', id, expected: rev, found });
  });
}

/** Ends the transaction when a bookmark was changed since the writer read it. */
export async function checkCursors(
  db: DeskDb,
  expected: NonNullable<Commit['expectCursors']>,
): Promise<void> {
  const stored = await db.cursors.bulkGet(expected.map(({ stream }) => stream));
  expected.forEach(({ stream, rev }, index) => {
    if (cursorRev(stored[index]) !== rev) throw new Refused({ kind: 'cursor-moved-on', stream });
  });
}
