import type { PullPage } from '../../schema/remote-command';
import { cursorRev, isReadOnce, type Stream, type WholeReading } from '../../schema/sync-state';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import type { Pass, Work } from '../pass';
import { noteLookalikes } from './lookalikes';
import { partsOf } from './page-parts';
import { remoteOf, rowLabel, unreadablePrefix } from './place';
import { type KnownPartners, readAheadOf } from './read-ahead';
import { type Held, takeRow } from './take-row';
import { noteUnknownStatuses } from './unknown-status';

/** A page of rows as it came. */
export type Page = Extract<PullPage, { kind: 'page' }>;

/** What a turn of a feed knows of its bookmark: the revision that it read or wrote last, and whether the person asked for a new reading since. */
type Bookmark = { readonly rev: number | null; readonly isAskedAnew: boolean };

/** What is known from page to page of a feed: its bookmark as it was read or written last, and the partners that were met. */
export type PageTurn = {
  readonly stream: Stream;
  readonly partners: KnownPartners;
  bookmark: Bookmark;
};

/** The commits that store a page; `stored` is to be called once they are made. */
export type PageWorks = {
  readonly held: Held;
  readonly works: readonly Work<void>[];
  stored(): void;
};

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

/** What storing a page takes; the cursor behind it moves in the commit that completes it, never before (G6). */
export function worksOf(pass: Pass, turn: PageTurn, page: Page, whole: WholeReading, held: Held): PageWorks {
  const { stream, partners } = turn;
  const owed = page.deletions === 'owed' ? { owed: true } : {};
  const parts = partsOf(page.rows);
  const counts: number[] = [];
  const received = (): number => counts.reduce((sum, count) => sum + count, 0);
  let left: Bookmark | null = null;

  async function finish(draft: Draft): Promise<void> {
    // Of all parts at once, because what is said of a row of one may be taken back by a row of another.
    await noteUnknownStatuses(draft, pass.store, page.rows);
    await noteLookalikes(draft, pass.store, page.rows);
    noteUnreadable(draft, stream, page);
    const known = turn.bookmark;
    let { isAskedAnew } = known;
    const stored = await draft.changeCursor(stream, (before) => {
      isAskedAnew ||= before?.whole === null && cursorRev(before) !== known.rev;
      const readSince = before?.readSince ?? before?.whole?.began ?? whole.began;
      const readOnce = whole.isOver || (before !== undefined && isReadOnce(before));
      const said = { stream, value: page.cursor, at: draft.now, readSince, readOnce, ...owed };
      // The wish stands until a reading that began after it.
      return { ...before, ...said, whole: isAskedAnew ? null : whole };
    });
    left = { rev: cursorRev(stored), isAskedAnew };
    const changed = received();
    const name = `${rowLabel[stream]}${changed === 1 ? '' : 's'}`;
    if (changed > 0)
      draft.log('info', `${remoteLabel[remoteOf(stream)]}: received ${changed} changed ${name}.`);
  }

  const works = parts.map(
    (rows, index): Work<void> => ({
      async gather(draft) {
        for (const row of rows) await takeRow(draft, pass, row, held);
        counts[index] = draft.changed();
      },
      ...(index === parts.length - 1 ? { finish } : {}),
      ahead: readAheadOf(rows, pass.playbook, { partners, unlinked: pass.unlinked }),
    }),
  );
  return {
    held,
    works,
    stored() {
      turn.bookmark = left ?? turn.bookmark;
      pass.counts.received += received();
      pass.counts.quarantined += page.unreadable.length;
    },
  };
}
