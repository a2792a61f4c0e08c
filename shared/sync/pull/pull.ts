import { assertNever } from '../../lib/assert-never';
import type { PullPage } from '../../schema/remote-command';
import { cursorRev, type Stream, streams } from '../../schema/sync-state';
import { remoteLabel } from '../keys';
import { commitDraft, type Pass } from '../pass';
import { ask, type Turn } from './ask';
import { ROWS_PER_COMMIT } from './page-parts';
import { orphanPrefix, remoteOf, rowLabel, rowOf } from './place';
import { readAheadOf } from './read-ahead';
import { type FeedTurn, isStuck, storePage } from './store-page';
import { sweepStream } from './sweep';
import { heldIn, takeRow } from './take-row';
import { noteUnknownStatuses } from './unknown-status';
import { fromBeginning, grown, readingFrom } from './whole-reading';

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
  const start = readingFrom(stored, pass.clock.now());
  let { again } = start;
  const turn: FeedTurn = {
    stream,
    partners: new Map(),
    bookmark: { rev: cursorRev(stored), isAskedAnew: false },
    cursor: start.cursor,
    whole: start.whole,
    coming: null,
    early: null,
  };
  let restarted = false;
  while (!pass.isStopping()) {
    const request = { stream, cursor: turn.cursor, limit: pass.pageSize, ...(again ? { again } : {}) };
    const next = turn.coming;
    turn.coming = null;
    const page: PullPage = await ask(pass, stream, () => next?.answer ?? pass.remote.pull(request));
    switch (page.kind) {
      case 'page': {
        const still = isStuck(turn, page);
        pass.absent.delete(stream);
        turn.whole = grown(turn.whole, page);
        const { isOver, done, total } = turn.whole;
        await storePage(pass, turn, page);
        pass.reading(isOver ? null : { stream, done, total });
        turn.cursor = page.cursor;
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
        turn.cursor = null;
        turn.whole = fromBeginning(pass.clock.now());
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
