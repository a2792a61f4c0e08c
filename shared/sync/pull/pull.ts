import { assertNever } from '../../lib/assert-never';
import { RemoteRow, type PullPage } from '../../schema/remote-command';
import { type Stream, streams } from '../../schema/sync-state';
import { nextAttempt } from '../backoff';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import { commitDraft, type Pass } from '../pass';
import { takeGitlabRow } from './gitlab-row';
import { orphanPrefix, quarantineIds, remoteOf, rowLabel, setAside, unreadablePrefix } from './place';
import { takeSalesforceRow } from './salesforce-row';

type Page = Extract<PullPage, { kind: 'page' }>;
/** How a stream's turn ended. */
type Turn = 'complete' | 'stopped';

/** Whether something in quarantine is an earlier, unusable reading of this row. */
function isAbout(quarantineId: string, row: RemoteRow): boolean {
  if (quarantineIds(row).includes(quarantineId)) return true;
  const number = row.ref.remote === 'gitlab' ? row.ref.iid : row.ref.id;
  return quarantineId.startsWith(unreadablePrefix(row.stream)) && quarantineId.endsWith(` ${number}`);
}

async function takeRow(draft: Draft, pass: Pass, row: RemoteRow, held: ReadonlySet<string>): Promise<void> {
  const context = { playbook: pass.playbook, newId: pass.ids.uuid };
  const taken =
    row.stream === 'gitlab-issues' || row.stream === 'gitlab-epics'
      ? await takeGitlabRow(draft, row, context)
      : await takeSalesforceRow(draft, row, row.stream, context);
  if (!taken.ok) {
    setAside(draft, row, taken.error);
    return;
  }
  for (const id of held) if (isAbout(id, row)) draft.release(id);
}

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

/** Stores a page: every row and the cursor behind it in one commit (G6). */
async function storePage(pass: Pass, stream: Stream, page: Page): Promise<void> {
  const held = new Set((await pass.store.quarantined()).map(({ id }) => id));
  const changed = await commitDraft(pass, async (draft) => {
    for (const row of page.rows) await takeRow(draft, pass, row, held);
    noteUnreadable(draft, stream, page);
    draft.putCursor({ stream, value: page.cursor, at: draft.now });
    const count = draft.changed();
    const name = `${rowLabel[stream]}${count === 1 ? '' : 's'}`;
    if (count > 0) draft.log('info', `${remoteLabel[remoteOf(stream)]}: received ${count} changed ${name}.`);
    return count;
  });
  pass.counts.received += changed;
  pass.counts.quarantined += page.unreadable.length;
}

function rowOf(raw: string): RemoteRow[] {
  try {
    const row = RemoteRow.safeParse(JSON.parse(raw));
    return row.success ? [row.data] : [];
  } catch {
    // What cannot be read any more stays in quarantine, where the person sees it.
    return [];
  }
}

/** Rows that waited for another record are tried again, now that more has come. */
async function retryOrphans(pass: Pass, stream: Stream): Promise<void> {
  const prefix = orphanPrefix(stream);
  const orphans = (await pass.store.quarantined()).filter(({ id }) => id.startsWith(prefix));
  if (orphans.length === 0) return;
  const held = new Set(orphans.map(({ id }) => id));
  const rows = orphans.flatMap(({ raw }) => rowOf(raw));
  const changed = await commitDraft(pass, async (draft) => {
    for (const row of rows) await takeRow(draft, pass, row, held);
    return draft.changed();
  });
  pass.counts.received += changed;
}

async function askPage(pass: Pass, stream: Stream, cursor: string | null): Promise<PullPage> {
  const page = await pass.remote.pull({ stream, cursor, limit: pass.pageSize });
  const remote = remoteOf(stream);
  switch (page.kind) {
    case 'unreachable':
      pass.gates.unreachable(remote, page.why);
      break;
    case 'sign-in':
      pass.gates.signIn(remote, page.why);
      break;
    case 'wait':
      if (page.afterMs === null) pass.gates.unreachable(remote, page.why);
      else pass.gates.waitUntil(remote, page.why, nextAttempt(pass.clock.now(), 1, 0, page.afterMs));
      break;
    case 'page':
    case 'absent':
    case 'restart':
      pass.gates.answered(remote);
      break;
    case 'held':
      // The remote was not asked, so nothing is known about it, and sending may go on.
      break;
    default:
      assertNever(page);
  }
  return page;
}

async function pullStream(pass: Pass, stream: Stream): Promise<Turn> {
  let cursor = (await pass.store.cursor(stream))?.value ?? null;
  let restarted = false;
  while (!pass.isStopping()) {
    const page = await askPage(pass, stream, cursor);
    switch (page.kind) {
      case 'page': {
        const still = page.more && page.rows.length === 0 && page.cursor === cursor;
        await storePage(pass, stream, page);
        cursor = page.cursor;
        if (!page.more) return 'complete';
        if (still) {
          pass.log.warn(`the ${stream} stream says there is more but does not move on`);
          return 'stopped';
        }
        break;
      }
      case 'absent':
        pass.absent.set(stream, page.why);
        return 'complete';
      case 'restart':
        if (restarted) return 'stopped';
        restarted = true;
        cursor = null;
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
 * Reads every stream in order, partners before what belongs to them, page by page. A remote that stops
 * answering ends its own streams only. True when everything was read to its end.
 */
export async function pullAll(pass: Pass): Promise<boolean> {
  let complete = true;
  for (const stream of streams) {
    if (pass.isStopping()) return false;
    await retryOrphans(pass, stream);
    if (!pass.gates.isOpen(remoteOf(stream))) complete = false;
    else if ((await pullStream(pass, stream)) === 'stopped') complete = false;
  }
  return complete;
}
