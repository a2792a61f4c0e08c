import type { Cursor, WholeReading } from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { millisecondsUntil } from '../backoff';
import type { Page } from './page-works';

/** How often a feed is read from its beginning. */
const WHOLE_EVERY = 7 * 24 * 3_600_000;

/** A bookmark, and the reading from the beginning that it goes back to. */
type Reading = { readonly cursor: string | null; readonly whole: WholeReading; readonly again: boolean };

/** A reading from the beginning that starts now. */
export function fromBeginning(now: Instant): WholeReading {
  return { began: now, done: 0, total: null, isOver: false };
}

/**
 * Where to go on. Once in a while a feed is read from its beginning, because what somebody was given the right to see
 * keeps its old stamp and shows up behind every bookmark.
 */
export function readingFrom(stored: Cursor | undefined, now: Instant): Reading {
  if (stored === undefined) return { cursor: null, whole: fromBeginning(now), again: false };
  const { value: cursor, at } = stored;
  const whole = stored.whole === undefined ? { ...fromBeginning(at), isOver: true } : stored.whole;
  if (whole !== null && !whole.isOver) return { cursor, whole, again: false };
  const age = whole === null ? null : millisecondsUntil(whole.began, now);
  if (whole !== null && age !== null && age >= 0 && age < WHOLE_EVERY) return { cursor, whole, again: false };
  return { cursor, whole: fromBeginning(now), again: true };
}

/** How far a reading has come with one more page. */
export function grown(whole: WholeReading, page: Page): WholeReading {
  if (whole.isOver) return whole;
  return {
    ...whole,
    done: whole.done + page.rows.length + page.unreadable.length,
    total: page.total ?? whole.total,
    isOver: !page.more,
  };
}
