import { assertNever } from '../../lib/assert-never';
import type { PullPage } from '../../schema/remote-command';
import {
  type Cursor,
  cursorRev,
  isReadOnce,
  type Stream,
  streams,
  type WholeReading,
} from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { millisecondsUntil } from '../backoff';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import { commitDraft, commitInTurn, type Pass } from '../pass';
import { ask, type Turn } from './ask';
import { partsOf, ROWS_PER_COMMIT } from './page-parts';
import { orphanPrefix, remoteOf, rowLabel, rowOf, unreadablePrefix } from './place';
import { sweepStream } from './sweep';
import { type KnownPartners, readAheadOf } from './read-ahead';
import { heldIn, takeRow } from './take-row';
import { noteLookalikes } from './lookalikes';
import { noteUnknownStatuses } from './unknown-status';

type Page = Extract<PullPage, { kind: 'page' }>;

/** How often a feed is read from its beginning. */
const WHOLE_EVERY = 7 * 24 * 3_600_000;

function noteUnreadable(draft: Draft, stream: Stream, page: Page): void {
  const remote = remoteOf(stream);
  for (const { what, reason, raw } of page.unreadable) {
    draft.quarantine({
      id: `${unreadablePrefix(stream)}${what}`,
      source: remote,
      what,
      reason,
      raw,
      at: draft.now,
    });
  }
}

/** What a turn of a feed knows of its bookmark: the revision that it read or wrote last, and whether the person asked for a new reading since. */
type Bookmark = { readonly rev: number | null; readonly isAskedAnew: boolean };

/** Stores a page; the cursor behind it moves in the commit that completes it, never before (G6). */
async function storePage(
  pass: Pass,
  stream: Stream,
  page: Page,
  whole: WholeReading,
  partners: KnownPartners,
  known: Bookmark,
): Promise<Bookmark> {
  const held = await heldIn(pass.store);
  const owed = page.deletions === 'owed' ? { owed: true } : {};
  let left = known;
  const parts = partsOf(page.rows);
  const counts: number[] = [];
  async function finish(draft: Draft): Promise<void> {
    noteUnreadable(draft, stream, page);
    let isAskedAnew = known.isAskedAnew;
    const stored = await draft.changeCursor(stream, (before) => {
      isAskedAnew ||= before?.whole === null && cursorRev(before) !== known.rev;
      const readSince = before?.readSince ?? before?.whole?.began ?? whole.began;
      const readOnce = whole.isOver || (before !== undefined && isReadOnce(before));
      const said = { stream, value: page.cursor, at: draft.now, readSince, readOnce, ...owed };
      // The wish stands until a reading that began after it.
      return { ...before, ...said, whole: isAskedAnew ? null : whole };
    });
    left = { rev: cursorRev(stored), isAskedAnew };
    const changed = counts.reduce((sum, count) => sum + count, 0);
    const name = `${rowLabel[stream]}${changed === 1 ? '' : 's'}`;
    if (changed > 0)
      draft.log('info', `${remoteLabel[remoteOf(stream)]}: received ${changed} changed ${name}.`);
  }
  await commitInTurn(
    pass,
    parts.map((rows, index) => ({
      async gather(draft) {
        for (const row of rows) await takeRow(draft, pass, row, held);
        counts[index] = draft.changed();
        if (index !== parts.length - 1) return;
        // Of all parts at once, because what the one before says may still be on its way to the store.
        await noteUnknownStatuses(draft, pass.store, page.rows);
        await noteLookalikes(draft, pass.store, page.rows);
        await finish(draft);
      },
      ahead: readAheadOf(rows, pass.playbook, { partners, unlinked: pass.unlinked }),
    })),
  );
  pass.counts.received += counts.reduce((sum, count) => sum + count, 0);
  pass.counts.quarantined += page.unreadable.length;
  return left;
}

/** Rows that waited for another record are tried again, now that more has come. */
async function retryOrphans(pass: Pass, stream: Stream): Promise<void> {
  const prefix = orphanPrefix(stream);
  const orphans = (await pass.store.quarantineIds()).filter((id) => id.startsWith(prefix));
  if (orphans.length === 0) return;
  const held = await heldIn(pass.store);
  for (let at = 0; at < orphans.length; at += ROWS_PER_COMMIT) {
    const items = await pass.store.quarantinedAs(orphans.slice(at, at + ROWS_PER_COMMIT));
    const rows = items.flatMap((item) => rowOf(item) ?? []);
    pass.counts.received += await commitDraft(
      pass,
      async (draft) => {
        for (const row of rows) await takeRow(draft, pass, row, held);
        await noteUnknownStatuses(draft, pass.store, rows);
        return draft.changed();
      },
      readAheadOf(rows, pass.playbook, { partners: new Map(), unlinked: pass.unlinked }),
    );
  }
}

/** A bookmark, and the reading from the beginning that it goes back to. */
type Reading = { readonly cursor: string | null; readonly whole: WholeReading; readonly again: boolean };

function fromBeginning(now: Instant): WholeReading {
  return { began: now, done: 0, total: null, isOver: false };
}

/**
 * Where to go on. Once in a while a feed is read from its beginning, because what somebody was given the right to see
 * keeps its old stamp and shows up behind every bookmark.
 */
function readingFrom(stored: Cursor | undefined, now: Instant): Reading {
  if (stored === undefined) return { cursor: null, whole: fromBeginning(now), again: false };
  const { value: cursor, at } = stored;
  const whole = stored.whole === undefined ? { ...fromBeginning(at), isOver: true } : stored.whole;
  if (whole !== null && !whole.isOver) return { cursor, whole, again: false };
  const age = whole === null ? null : millisecondsUntil(whole.began, now);
  if (whole !== null && age !== null && age >= 0 && age < WHOLE_EVERY) return { cursor, whole, again: false };
  return { cursor, whole: fromBeginning(now), again: true };
}

function grown(whole: WholeReading, page: Page): WholeReading {
  if (whole.isOver) return whole;
  return {
    ...whole,
    done: whole.done + page.rows.length + page.unreadable.length,
    total: page.total ?? whole.total,
    isOver: !page.more,
  };
}

/** Says once that a feed which was read before is gone; nothing of it is taken for deleted. */
async function noteAbsent(pass: Pass, stream: Stream, why: string): Promise<void> {
  const isNews = !pass.absent.has(stream) && (await pass.store.cursor(stream)) !== undefined;
  pass.absent.set(stream, why);
  if (!isNews) return;
  const remote = remoteLabel[remoteOf(stream)];
  await commitDraft(pass, async (draft) => {
    draft.log(
      'warning',
      `${remote}: no ${rowLabel[stream]}s can be read any more. ${why} Those here stay as they are.`,
    );
  });
}

async function pullStream(pass: Pass, stream: Stream): Promise<Turn> {
  const stored = await pass.store.cursor(stream);
  let { cursor, whole, again } = readingFrom(stored, pass.clock.now());
  let bookmark: Bookmark = { rev: cursorRev(stored), isAskedAnew: false };
  const partners: KnownPartners = new Map();
  let restarted = false;
  let coming: Promise<PullPage> | null = null;
  while (!pass.isStopping()) {
    const request = { stream, cursor, limit: pass.pageSize, ...(again ? { again } : {}) };
    const next = coming;
    coming = null;
    const page: PullPage = await ask(pass, stream, () => next ?? pass.remote.pull(request));
    switch (page.kind) {
      case 'page': {
        const still = page.more && page.rows.length === 0 && page.cursor === cursor;
        pass.absent.delete(stream);
        whole = grown(whole, page);
        // The next page is on its way while this one is stored; when storing fails it is asked for again.
        if (page.more && !still) {
          coming = pass.remote.pull({ stream, cursor: page.cursor, limit: pass.pageSize });
          // A call that breaks off meanwhile is noticed when its turn comes.
          coming.catch(() => undefined);
        }
        bookmark = await storePage(pass, stream, page, whole, partners, bookmark);
        pass.reading(whole.isOver ? null : { stream, done: whole.done, total: whole.total });
        cursor = page.cursor;
        again = false;
        if (!page.more) pass.readToEnd.add(stream);
        if (!page.more) return sweepStream(pass, stream, page.deletions === 'regularly');
        if (still) {
          pass.log.warn(`the ${stream} stream says there is more but does not move on`);
          return 'stopped';
        }
        break;
      }
      case 'absent':
        await noteAbsent(pass, stream, page.why);
        return 'complete';
      case 'restart':
        if (restarted) return 'stopped';
        restarted = true;
        cursor = null;
        whole = fromBeginning(pass.clock.now());
        again = false;
        break;
      case 'unreachable':
      case 'wait':
      case 'held':
      case 'sign-in':
        return 'stopped';
      default:
        return assertNever(page);
    }
  }
  return 'stopped';
}

/**
 * Reads every stream or those named in order, partners before what belongs to them, page by page. A remote that stops
 * answering ends its own streams only. True when everything was read to its end.
 */
export async function pullAll(pass: Pass, which: readonly Stream[] = streams): Promise<boolean> {
  let complete = true;
  for (const stream of which) {
    if (pass.isStopping()) return false;
    pass.tried.add(stream);
    await retryOrphans(pass, stream);
    if (!pass.gates.isOpen(remoteOf(stream))) complete = false;
    else if ((await pullStream(pass, stream)) === 'stopped') complete = false;
    pass.reading(null);
  }
  return complete;
}
