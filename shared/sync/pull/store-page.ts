import type { PullPage } from '../../schema/remote-command';
import type { WholeReading } from '../../schema/sync-state';
import type { Draft } from '../draft';
import { commitInTurn, type Gathered, type Pass, type Work } from '../pass';
import { areApart } from './apart';
import { type Page, type PageTurn, type PageWorks, worksOf } from './page-works';
import { heldIn } from './take-row';
import { grown } from './whole-reading';

/** A page that was asked for, and the page itself once it is here. */
type Coming = { readonly answer: Promise<PullPage>; page: PullPage | null };

/** A page that was taken up while the one before was written, and the page behind it. */
type Early = {
  /** What the store has seen once the page before is stored, if nobody else wrote meanwhile. */
  readonly seen: number;
  readonly works: PageWorks | null;
  readonly begun: Gathered<void> | null;
  readonly behind: Coming | null;
};

/** A turn of a feed: how far it has come, and what is under way behind the page in hand. */
export type FeedTurn = PageTurn & {
  cursor: string | null;
  whole: WholeReading;
  coming: Coming | null;
  early: Early | null;
};

/** Whether a feed says that there is more and does not move on. */
export function isStuck({ cursor }: FeedTurn, page: Page): boolean {
  return page.more && page.rows.length === 0 && page.cursor === cursor;
}

/** Asks for the page behind one; null at the end. */
function pageBehind(pass: Pass, turn: FeedTurn, page: Page): Coming | null {
  if (!page.more || isStuck(turn, page)) return null;
  const { stream } = turn;
  const answer = pass.remote.pull({ stream, cursor: page.cursor, limit: pass.pageSize });
  const coming: Coming = { answer, page: null };
  // A call that breaks off is noticed when its turn comes.
  answer.then((came) => void (coming.page = came)).catch(() => undefined);
  return coming;
}

/**
 * A page that was taken up, with nothing of it worked out where somebody else wrote meanwhile: a record that was not there
 * is looked for in vain, and nothing of the commit would tell (SY-61).
 */
function stillTrue(pass: Pass, early: Early, seen: number): Early {
  if (early.seen === seen) return early;
  pass.unlinked.clear();
  return { ...early, works: null, begun: null };
}

/**
 * Stores the page in hand. The next one is on its way meanwhile, and is worked out while this one is written, where it is
 * here by then and both only bring what has nothing to do with the other (G9); when storing fails it is asked for again.
 */
export async function storePage(pass: Pass, turn: FeedTurn, page: Page): Promise<void> {
  const { whole } = turn;
  const seen = await pass.store.written();
  const early = turn.early === null ? null : stillTrue(pass, turn.early, seen);
  const coming = early === null ? pageBehind(pass, turn, page) : early.behind;
  const own = early?.works ?? worksOf(pass, turn, page, whole, await heldIn(pass.store));
  const taken: Early[] = [];

  function takeUp(last: Draft): Work<void> | null {
    const came = coming?.page;
    // Of a page in parts only the last is known here; what the others set aside is not.
    if (came?.kind !== 'page' || came.rows.length === 0 || own.works.length > 1) return null;
    if (!last.isOnlyNew() || !areApart(page.rows, came.rows)) return null;
    const works = worksOf(pass, turn, came, grown(whole, came), own.held);
    taken.push({ seen: seen + 1, works, begun: null, behind: pageBehind(pass, turn, came) });
    return works.works[0] ?? null;
  }

  const begun = await commitInTurn(pass, own.works, early?.begun ?? null, takeUp);
  own.stored();
  turn.coming = coming;
  const next = taken[0] ?? null;
  // What was worked out counts only where it is new as well; and where this page had to be worked out again, nothing does.
  if (begun?.draft.isOnlyNew()) turn.early = next && { ...next, begun };
  else turn.early = next && { ...next, works: begun && next.works };
}
