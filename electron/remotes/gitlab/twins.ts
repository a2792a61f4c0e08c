import { assertNever } from '../../../shared/lib/assert-never';
import { z } from '../../../shared/schema/zod';
import { type GitlabSession, listPath, ownItems, saveItem } from './items';
import { markAsTwin, markerOf } from './markers';
import type { GitlabItem } from './rows';

/** How much earlier than its twin an item may have been made: longer than any server holds a request. */
const TWIN_WINDOW_MS = 24 * 60 * 60 * 1000;

function markerIn(item: GitlabItem): string | null {
  return markerOf(item.row.description ?? '');
}

function isLinked(item: GitlabItem): boolean {
  return item.kind === 'issue' && item.row.epic !== null && item.row.epic !== undefined;
}

/** Which of several items with one marker counts: the one this run knows, else open before closed, linked before loose, old before new. */
export function chooseOne(items: readonly GitlabItem[], known: number | undefined): GitlabItem | null {
  const ranked = [...items].sort(
    (a, b) =>
      Number(b.row.iid === known) - Number(a.row.iid === known) ||
      Number(b.row.state === 'opened') - Number(a.row.state === 'opened') ||
      Number(isLinked(b)) - Number(isLinked(a)) ||
      a.row.iid - b.row.iid,
  );
  return ranked[0] ?? null;
}

function reference(item: GitlabItem): string {
  switch (item.kind) {
    case 'issue':
      return `#${item.row.iid}`;
    case 'epic':
      return `&${item.row.iid}`;
    default:
      return assertNever(item);
  }
}

/** Closes a twin, takes its marker away and says why in a note; what cannot be done now is done when it is met again. */
export async function retire(
  session: GitlabSession,
  twin: GitlabItem,
  kept: GitlabItem,
  marker: string,
): Promise<void> {
  const { client, log } = session;
  const description = markAsTwin(twin.row.description ?? '', marker);
  const open = twin.row.state === 'opened' ? { state_event: 'close' } : {};
  const closed = await saveItem(session, twin.kind, twin.row.iid, { description, ...open });
  if (!closed.ok) {
    log.warn(`A twin of ${reference(kept)} in GitLab could not be closed yet: ${reference(twin)}.`);
    return;
  }
  const path = await listPath(session, twin.kind);
  if (!path.ok) return;
  // Notes of an epic hang on its global id, those of an issue on its number.
  const at = `${path.value}/${twin.kind === 'issue' ? twin.row.iid : twin.row.id}/notes`;
  const body = `Closed by Channel Desk: the connection broke while ${reference(kept)} was made, and this is its twin.`;
  await client.write('POST', at, { body }, z.object({ id: z.int() }), 'the note');
  log.info(`Closed ${reference(twin)} in GitLab, a twin of ${reference(kept)}.`);
}

/** Keeps one of the items with this marker and retires the others; null when there is none. */
export async function keepOne(
  session: GitlabSession,
  items: readonly GitlabItem[],
  marker: string,
): Promise<GitlabItem | null> {
  const same = items.filter((item) => markerIn(item) === marker);
  const kept = chooseOne(same, session.known.get(marker));
  if (kept === null) return null;
  for (const twin of same) if (twin !== kept) await retire(session, twin, kept, marker);
  session.known.set(marker, kept.row.iid);
  return kept;
}

/**
 * Looks through freshly created items for late twins: a request that was given up may still take effect minutes
 * later (G3). Gives the numbers of the twins.
 */
export async function retireLateTwins(
  session: GitlabSession,
  born: readonly GitlabItem[],
): Promise<Set<number>> {
  const twins = new Set<number>();
  const me = await session.place.me();
  if (!me.ok) return twins;
  const suspects = born.filter((item) => {
    const marker = markerIn(item);
    return (
      marker !== null && item.row.author?.id === me.value.id && session.known.get(marker) !== item.row.iid
    );
  });
  const [first] = suspects;
  if (first === undefined) return twins;
  const earliest = Math.min(...suspects.map(({ row }) => Date.parse(row.created_at)));
  const after = new Date(earliest - TWIN_WINDOW_MS).toISOString();
  const own = await ownItems(session, first.kind, after);
  if (!own.ok) return twins;
  for (const marker of new Set(suspects.map(markerIn))) {
    if (marker === null) continue;
    const kept = await keepOne(session, own.value, marker);
    for (const item of own.value) if (markerIn(item) === marker && item !== kept) twins.add(item.row.iid);
  }
  return twins;
}
