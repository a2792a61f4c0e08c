import { ok } from '../../../shared/lib/result';
import type { PullPage, PullRequest } from '../../../shared/schema/remote-command';
import { z } from '../../../shared/schema/zod';
import { pullFailure, type Remotely } from '../common/failure';
import { earlierOf, unsettledFrom } from '../common/settled';
import type { Page, Query } from './client';
import { EpicRow, IssueRow } from './dto/answers';
import { explainEpic, type GitlabSession, type ItemKind, listPath } from './items';
import { clearTwinNotes } from './notes';
import { type GitlabItem, rowOf } from './rows';
import { lateTwins } from './twins';

/** How long a row may show up after its stamp: a request of GitLab ends after a minute, and the list takes its time too. */
const LONGEST_WRITE_MS = 5 * 60 * 1000;
const MAX_PER_PAGE = 100;
/** Readings of a group of equal stamps before what they show is believed. */
const MAX_PASSES = 5;

/** How far a stream has been read: of which project or group, and whether it was once read to its end. */
const GitCursor = z.object({
  v: z.literal(1),
  place: z.string(),
  stamp: z.string().nullable(),
  /** The earliest stamp in this round whose rows were perhaps not all there yet when they were read. */
  unsettled: z.string().nullable().default(null),
  settled: z.boolean(),
  /** Up to where the feed was known when this round began: what was made since may be a late twin, on every page. */
  known: z.string().nullable().default(null),
});
type GitCursor = z.infer<typeof GitCursor>;

function readCursor(text: string): GitCursor | null {
  try {
    const parsed = GitCursor.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function rewound(cursor: GitCursor): GitCursor {
  return { ...cursor, stamp: null, known: cursor.known ?? cursor.stamp };
}

const Stamped = z.object({ id: z.int(), updated_at: z.string() });

function stampOf(raw: unknown): number | null {
  const parsed = Stamped.safeParse(raw);
  const ms = parsed.success ? Date.parse(parsed.data.updated_at) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

type Reader = (page: number) => Promise<Remotely<Page>>;

/** The first page that shows anything; rows hidden from us can leave pages empty. */
async function firstPage(read: Reader): Promise<Remotely<Page>> {
  for (let at = 1; ; ) {
    const answer = await read(at);
    if (!answer.ok || answer.value.rows.length > 0 || answer.value.next === null) return answer;
    at = answer.value.next;
  }
}

/**
 * All rows of one stamp, which fill more than a page. Rows that change meanwhile leave the group and shift the others
 * over page borders, so the group is read until a reading shows nothing new.
 */
async function readGroup(read: Reader, stamp: number): Promise<Remotely<unknown[]>> {
  const found = new Map<number, unknown>();
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const before = found.size;
    for (let at: number | null = 1; at !== null; ) {
      const answer: Remotely<Page> = await read(at);
      if (!answer.ok) return answer;
      for (const raw of answer.value.rows) {
        const parsed = Stamped.safeParse(raw);
        if (parsed.success && stampOf(raw) === stamp) found.set(parsed.data.id, raw);
      }
      const last = stampOf(answer.value.rows.at(-1));
      at = last !== null && last > stamp ? null : answer.value.next;
    }
    if (pass > 0 && found.size === before) break;
  }
  return ok([...found.values()]);
}

type Sorted = { items: GitlabItem[]; unreadable: { what: string; reason: string; raw: string }[] };

function sortOut(kind: ItemKind, rows: readonly unknown[]): Sorted {
  const sorted: Sorted = { items: [], unreadable: [] };
  for (const raw of rows) {
    const row = kind === 'issue' ? IssueRow.safeParse(raw) : EpicRow.safeParse(raw);
    if (row.success) {
      sorted.items.push(
        kind === 'issue' ? { kind, row: IssueRow.parse(raw) } : { kind, row: EpicRow.parse(raw) },
      );
      continue;
    }
    const named = z.object({ iid: z.int() }).safeParse(raw);
    const issue = row.error.issues[0];
    sorted.unreadable.push({
      what: `GitLab ${kind} ${named.success ? named.data.iid : 'without a number'}`,
      reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown shape'}`,
      raw: JSON.stringify(raw).slice(0, 20_000),
    });
  }
  return sorted;
}

async function pageOf(
  session: GitlabSession,
  kind: ItemKind,
  rows: readonly unknown[],
  bornAfter: number | null,
  cursor: GitCursor,
  more: boolean,
): Promise<PullPage> {
  const { items, unreadable } = sortOut(kind, rows);
  const born = bornAfter === null ? [] : items.filter(({ row }) => Date.parse(row.created_at) >= bornAfter);
  const twins = await lateTwins(session, born);
  if (!twins.ok) return pullFailure(twins.error);
  if (bornAfter !== null) await clearTwinNotes(session, items);
  // Twins first: they say which item counts from now on.
  const aside = [...twins.value.values()].map(({ item, fresh }) => ({
    ...rowOf(item, fresh),
    recordId: null,
  }));
  const others = items.filter(({ row }) => !twins.value.has(row.iid)).map((item) => rowOf(item));
  return {
    kind: 'page',
    rows: [...aside, ...others],
    unreadable,
    cursor: JSON.stringify(cursor),
    more,
    // GitLab lists no deletions, ever.
    ...(more ? {} : { deletions: 'regularly' as const }),
  };
}

function withTotal(total: number | null, page: PullPage): PullPage {
  return total === null || page.kind !== 'page' ? page : { ...page, total };
}

/**
 * One page of issues or epics by time of change. Every page starts anew at the last stamp seen, so rows that move
 * while we read are never skipped; rows may come twice (G6).
 */
export async function pullItems(
  session: GitlabSession,
  kind: ItemKind,
  url: string,
  request: PullRequest,
): Promise<PullPage> {
  const path = await listPath(session, kind);
  if (!path.ok) return pullFailure(path.error);
  const place = `${url}${path.value}`;
  const read = request.cursor === null ? null : readCursor(request.cursor);
  const given = read !== null && request.again ? rewound(read) : read;
  if (request.cursor !== null && given === null)
    return { kind: 'restart', why: 'The bookmark of this stream cannot be read.' };
  if (given !== null && given.place !== place)
    return { kind: 'restart', why: 'Another GitLab project or group is connected now.' };
  const from = given?.stamp === null || given === null ? null : Date.parse(given.stamp);
  const settled = given?.settled ?? false;
  // Twins can only be late when the stream was known before; a first reading would suspect everything.
  const known = given?.known ?? (settled ? (given?.stamp ?? iso(0)) : null);
  const bornAfter = settled && known !== null ? Date.parse(known) : null;
  const perPage = Math.min(request.limit, MAX_PER_PAGE);
  const common: Query = {
    order_by: 'updated_at',
    sort: 'asc',
    per_page: perPage,
    updated_after: from === null ? null : iso(from),
  };
  const query: Query =
    kind === 'issue' ? { ...common, scope: 'all' } : { ...common, include_descendant_groups: false };
  const reader: Reader = (page) => session.client.page(path.value, { ...query, page });

  const answer = await firstPage(reader);
  if (!answer.ok)
    return pullFailure(kind === 'epic' ? await explainEpic(session, answer.error) : answer.error);
  const answered = session.stated();
  const { rows, next, total } = answer.value;
  const newest = rows.map(stampOf).reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null);
  const last = newest === null || (from !== null && from > newest) ? from : newest;
  const fresh = unsettledFrom(answered, newest, LONGEST_WRITE_MS);
  const earlier = given === null || given.unsettled === null ? null : Date.parse(given.unsettled);
  if (next === null) {
    // A round may have been interrupted for days, so what was in doubt at any of its pages is read again, not only its end.
    const again = earlierOf(earlier, fresh) ?? from;
    const stamp = again === null ? null : iso(Math.max(again, 0));
    return pageOf(
      session,
      kind,
      rows,
      bornAfter,
      { v: 1, place, stamp, unsettled: null, settled: true, known: null },
      false,
    );
  }
  const passed = last !== null && fresh !== null && last > fresh;
  const mark = passed ? earlierOf(earlier, fresh) : earlier;
  const unsettled = mark === null ? null : iso(Math.max(mark, 0));
  if (last !== null && (from === null || last > from)) {
    const first = stampOf(rows[0]);
    // A whole page of one stamp would be asked for again and again, unless the group is read as one.
    if (first !== last)
      return withTotal(
        from === null ? total : null,
        await pageOf(
          session,
          kind,
          rows,
          bornAfter,
          { v: 1, place, stamp: iso(last), unsettled, settled, known },
          true,
        ),
      );
  }
  const stamp = last ?? 0;
  const group = await readGroup(reader, stamp);
  if (!group.ok) return pullFailure(group.error);
  return pageOf(
    session,
    kind,
    group.value,
    bornAfter,
    { v: 1, place, stamp: iso(stamp + 1), unsettled, settled, known },
    true,
  );
}
