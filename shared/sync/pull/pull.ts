import { type Stream, streams } from '../../schema/sync-state';
import { assertNever } from '../../lib/assert-never';
import { remoteLabel } from '../keys';
import { commitDraft, commitInTurn, type Pass } from '../pass';
import type { Turn } from './ask';
import { startFeedTurn } from './feed-turn';
import { ROWS_PER_COMMIT } from './page-parts';
import { orphanPrefix, remoteOf, rowLabel, rowOf } from './place';
import { readAheadOf } from './read-ahead';
import { sweepStream } from './sweep';
import { heldIn, releaseTaken, takeRows } from './take-row';
import { noteUnknownStatuses } from './unknown-status';

/** Rows that waited for another record are tried again, now that more has come. */
async function retryOrphans(pass: Pass, stream: Stream): Promise<void> {
  const prefix = orphanPrefix(stream);
  const orphans = (await pass.store.quarantineIds()).filter((id) => id.startsWith(prefix));
  if (orphans.length === 0) return;
  for (let at = 0; at < orphans.length; at += ROWS_PER_COMMIT) {
    const items = await pass.store.quarantinedAs(orphans.slice(at, at + ROWS_PER_COMMIT));
    const rows = items.flatMap((item) => rowOf(item) ?? []);
    pass.counts.received += await commitDraft(
      pass,
      async (draft) => {
        releaseTaken(draft, await heldIn(pass.store), await takeRows(draft, pass, rows));
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
  const turn = startFeedTurn(pass, stream, await pass.store.cursor(stream));
  await commitInTurn(pass, turn);
  const end = turn.end();
  switch (end.kind) {
    case 'read':
      pass.readToEnd.add(stream);
      return sweepStream(pass, stream, end.deletions === 'regularly');
    case 'absent':
      await noteAbsent(pass, stream, end.why);
      return 'complete';
    case 'stopped':
      return 'stopped';
    default:
      return assertNever(end);
  }
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
