import type { PullPage, RemoteRow } from '../../schema/remote-command';
import { cursorRev, isReadOnce, type Stream, type WholeReading } from '../../schema/sync-state';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import type { Pass, Work } from '../pass';
import { noteLookalikes } from './lookalikes';
import { partsOf } from './page-parts';
import { remoteOf, rowLabel, unreadablePrefix } from './place';
import { type KnownPartners, readAheadOf } from './read-ahead';
import { heldIn, releaseTaken, takeRows } from './take-row';
import { noteUnknownStatuses } from './unknown-status';

export type Page = Extract<PullPage, { kind: 'page' }>;

/** What a turn of a feed knows of its bookmark: the revision that it read or wrote last, and whether the person asked for a new reading since. */
export type Bookmark = { readonly rev: number | null; readonly isAskedAnew: boolean };

/** What a turn of a feed keeps from page to page. */
export type TurnMemory = { bookmark: Bookmark; readonly partners: KnownPartners };

/** The rows of a commit that could be taken. */
export type Taken = readonly RemoteRow[];

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

/** Moves the bookmark behind a page, and gives what the turn knows of it from then on. */
async function moveBookmark(
  draft: Draft,
  stream: Stream,
  page: Page,
  whole: WholeReading,
  known: Bookmark,
): Promise<Bookmark> {
  const owed = page.deletions === 'owed' ? { owed: true } : {};
  let isAskedAnew = known.isAskedAnew;
  const stored = await draft.changeCursor(stream, (before) => {
    isAskedAnew ||= before?.whole === null && cursorRev(before) !== known.rev;
    const readSince = before?.readSince ?? before?.whole?.began ?? whole.began;
    const readOnce = whole.isOver || (before !== undefined && isReadOnce(before));
    const said = { stream, value: page.cursor, at: draft.now, readSince, readOnce, ...owed };
    // The wish stands until a reading that began after it.
    return { ...before, ...said, whole: isAskedAnew ? null : whole };
  });
  return { rev: cursorRev(stored), isAskedAnew };
}

function aboutOf(rows: readonly RemoteRow[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ ref, recordId }) =>
      recordId === null ? String(ref.id) : [String(ref.id), String(recordId)],
    ),
  );
}

/** The commits that store a page; the cursor behind it moves in the one that completes it, never before (G6). */
export function worksOf(
  pass: Pass,
  stream: Stream,
  page: Page,
  whole: WholeReading,
  memory: TurnMemory,
  onStored: () => void,
): Work<Taken>[] {
  const parts = partsOf(page.rows);
  const counts: number[] = [];
  let moved = memory.bookmark;
  return parts.map((rows, index): Work<Taken> => {
    const isLast = index === parts.length - 1;
    return {
      about: aboutOf(rows),
      ahead: readAheadOf(rows, pass.playbook, { partners: memory.partners, unlinked: pass.unlinked }),
      gather: (draft) => takeRows(draft, pass, rows),
      async finish(draft, taken) {
        releaseTaken(draft, await heldIn(pass.store), taken);
        counts[index] = draft.changed();
        if (!isLast) return;
        // Of all parts at once, because what is told of one record depends on the others.
        await noteUnknownStatuses(draft, pass.store, page.rows);
        await noteLookalikes(draft, pass.store, page.rows);
        noteUnreadable(draft, stream, page);
        moved = await moveBookmark(draft, stream, page, whole, memory.bookmark);
        const changed = counts.reduce((sum, count) => sum + count, 0);
        const name = `${rowLabel[stream]}${changed === 1 ? '' : 's'}`;
        if (changed > 0)
          draft.log('info', `${remoteLabel[remoteOf(stream)]}: received ${changed} changed ${name}.`);
      },
      stored() {
        pass.counts.received += counts[index] ?? 0;
        if (!isLast) return;
        memory.bookmark = moved;
        pass.counts.quarantined += page.unreadable.length;
        onStored();
      },
    };
  });
}
