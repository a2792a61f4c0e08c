import { assertNever } from '../../lib/assert-never';
import type { PullPage } from '../../schema/remote-command';
import { type Cursor, cursorRev, type Stream, type WholeReading } from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { millisecondsUntil } from '../backoff';
import type { Pass, Work, Works } from '../pass';
import { ask } from './ask';
import { type Page, type Taken, type TurnMemory, worksOf } from './page-works';

/** How often a feed is read from its beginning. */
const WHOLE_EVERY = 7 * 24 * 3_600_000;

/** How the reading of a feed's pages ended. */
export type FeedEnd =
  | { readonly kind: 'read'; readonly deletions: Page['deletions'] }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'stopped' };

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

/** A page that was asked for before its turn. */
type Coming = { readonly answer: Promise<PullPage>; isHere: boolean };

function comingOf(answer: Promise<PullPage>): Coming {
  const coming = { answer, isHere: false };
  const arrived = () => {
    coming.isHere = true;
  };
  // A call that breaks off meanwhile is noticed when its turn comes.
  answer.then(arrived, arrived);
  return coming;
}

/** Reads a feed page by page from its bookmark, as works to be stored in turn; the next page is fetched meanwhile. */
export function startFeedTurn(
  pass: Pass,
  stream: Stream,
  stored: Cursor | undefined,
): Works<Taken> & { end(): FeedEnd } {
  const memory: TurnMemory = {
    bookmark: { rev: cursorRev(stored), isAskedAnew: false },
    partners: new Map(),
  };
  let { cursor, whole, again } = readingFrom(stored, pass.clock.now());
  let coming: Coming | null = null;
  let restarted = false;
  let isOver = false;
  let end: FeedEnd = { kind: 'stopped' };
  const waiting: Work<Taken>[] = [];

  function take(page: Page): void {
    const still = page.more && page.rows.length === 0 && page.cursor === cursor;
    pass.absent.delete(stream);
    whole = grown(whole, page);
    // The next page is on its way while this one is stored; when storing fails it is asked for again.
    if (page.more && !still)
      coming = comingOf(pass.remote.pull({ stream, cursor: page.cursor, limit: pass.pageSize }));
    const read = whole;
    const works = worksOf(pass, stream, page, read, memory, () => {
      pass.reading(read.isOver ? null : { stream, done: read.done, total: read.total });
      if (!page.more) end = { kind: 'read', deletions: page.deletions };
    });
    waiting.push(...works);
    cursor = page.cursor;
    again = false;
    isOver = !page.more || still;
    if (still) pass.log.warn(`the ${stream} stream says there is more but does not move on`);
  }

  /** Asks for the next page, and begins once more where the bookmark is refused. */
  async function turnPage(): Promise<void> {
    const request = { stream, cursor, limit: pass.pageSize, ...(again ? { again } : {}) };
    const early = coming;
    coming = null;
    const page: PullPage = await ask(pass, stream, () => early?.answer ?? pass.remote.pull(request));
    switch (page.kind) {
      case 'page':
        take(page);
        break;
      case 'absent':
        isOver = true;
        end = { kind: 'absent', why: page.why };
        break;
      case 'restart':
        isOver = restarted;
        restarted = true;
        cursor = null;
        whole = fromBeginning(pass.clock.now());
        again = false;
        break;
      case 'unreachable':
      case 'wait':
      case 'held':
      case 'sign-in':
        isOver = true;
        break;
      default:
        assertNever(page);
    }
  }

  return {
    async next() {
      while (waiting.length === 0 && !isOver && !pass.isStopping()) await turnPage();
      return waiting.shift() ?? null;
    },
    isHere: () => waiting.length > 0 || (coming?.isHere ?? false),
    end: () => end,
  };
}
