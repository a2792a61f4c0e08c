import { ok } from '../../../shared/lib/result';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import { type GitlabSession, listPath } from './items';
import type { GitlabItem } from './rows';

const Closing = z.object({ state: z.string(), closed_at: z.string().nullish() });
const StateEvent = z.object({ state: z.string(), created_at: z.string() });

/** When the last of these issues was closed; null when one of them is open. */
async function lastClosed(
  session: GitlabSession,
  issues: readonly number[],
): Promise<Remotely<number | null>> {
  const path = await listPath(session, 'issue');
  if (!path.ok) return path;
  let last = 0;
  for (const iid of issues) {
    const issue = await session.client.get(`${path.value}/${iid}`, {}, Closing, `issue #${iid}`);
    // One that is gone is not open either.
    if (!issue.ok && issue.error.kind === 'denied' && issue.error.status === 404) continue;
    if (!issue.ok) return issue;
    if (issue.value.state !== 'closed') return ok(null);
    last = Math.max(last, Date.parse(issue.value.closed_at ?? '') || 0);
  }
  return ok(last);
}

async function lastReopened(
  session: GitlabSession,
  { kind, row }: GitlabItem,
): Promise<Remotely<number | null>> {
  const path = await listPath(session, kind);
  if (!path.ok) return path;
  // Events of an epic hang on its global id, those of an issue on its number.
  const at = `${path.value}/${kind === 'issue' ? row.iid : row.id}/resource_state_events`;
  const events = await session.client.all(at, {}, StateEvent);
  // Older servers do not tell it of epics.
  if (!events.ok && events.error.kind === 'denied' && events.error.status === 404) return ok(null);
  if (!events.ok) return events;
  const times = events.value
    .filter(({ state }) => state !== 'closed')
    .map((event) => Date.parse(event.created_at));
  return ok(times.length === 0 ? null : Math.max(...times));
}

/** Whether people want an item open although these issues were closed: they opened it again since, or one of the issues. */
export async function isWantedOpen(
  session: GitlabSession,
  item: GitlabItem,
  issues: readonly number[],
): Promise<Remotely<boolean>> {
  const closed = await lastClosed(session, issues);
  if (!closed.ok) return closed;
  if (closed.value === null) return ok(true);
  const reopened = await lastReopened(session, item);
  if (!reopened.ok) return reopened;
  return ok(reopened.value !== null && reopened.value >= closed.value);
}
