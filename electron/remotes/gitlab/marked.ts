import { ok } from '../../../shared/lib/result';
import type { Remotely } from '../common/failure';
import { type GitlabSession, type ItemKind, itemsSince, type Listed, readItem } from './items';
import { markerOf, twinLineOf } from './markers';
import type { GitlabItem } from './rows';

/** A request may show its item only after younger ones, so every look goes back a little. */
const OVERLAP_MS = 10 * 60 * 1000;
/** What was listed so recently is not listed again before a first try; twins of that moment are found when they are read. */
const FRESH_MS = 5000;

function createdAt({ row }: GitlabItem): number {
  const ms = Date.parse(row.created_at);
  return Number.isNaN(ms) ? 0 : ms;
}

/** The marker that an item has, or had before it was put aside as a twin. */
export function markOf({ row }: GitlabItem): string | null {
  const text = row.description ?? '';
  return markerOf(text) ?? twinLineOf(text)?.marker ?? null;
}

/** Notes an item in what has been listed. */
export function remember(session: GitlabSession, item: GitlabItem): void {
  const listed = session.listed.get(item.kind);
  const marker = markOf(item);
  if (listed === undefined || marker === null) return;
  const numbers = listed.byMarker.get(marker) ?? new Set<number>();
  numbers.add(item.row.iid);
  listed.byMarker.set(marker, numbers);
}

/** Brings the list of a kind up to date for items created from `from` on; unless `sure`, a list of a moment ago will do. */
async function list(
  session: GitlabSession,
  kind: ItemKind,
  from: number,
  sure: boolean,
): Promise<Remotely<Listed>> {
  const known = session.listed.get(kind);
  const covers = known !== undefined && known.from <= from;
  if (covers && !sure && session.now() - known.at < FRESH_MS) return ok(known);
  const start = covers ? Math.max(from, known.newest - OVERLAP_MS) : from;
  const at = session.now();
  const items = await itemsSince(session, kind, start);
  if (!items.ok) return items;
  const listed: Listed = covers ? known : { from, newest: from, at, byMarker: new Map(known?.byMarker) };
  session.listed.set(kind, listed);
  listed.at = at;
  listed.newest = items.value.reduce((newest, item) => Math.max(newest, createdAt(item)), listed.newest);
  for (const item of items.value) remember(session, item);
  return ok(listed);
}

/** Whether an item is the only one known to have its marker. */
export function isOnlyOne(session: GitlabSession, item: GitlabItem): boolean {
  const marker = markOf(item);
  const numbers = marker === null ? undefined : session.listed.get(item.kind)?.byMarker.get(marker);
  return numbers?.size === 1 && numbers.has(item.row.iid);
}

/** Every item that has or had a marker, as it is now, in order of its number. */
export async function itemsWithMark(
  session: GitlabSession,
  kind: ItemKind,
  marker: string,
  from: number,
  sure: boolean,
): Promise<Remotely<GitlabItem[]>> {
  const listed = await list(session, kind, from, sure);
  if (!listed.ok) return listed;
  const items: GitlabItem[] = [];
  for (const iid of [...(listed.value.byMarker.get(marker) ?? [])].sort((a, b) => a - b)) {
    const item = await readItem(session, kind, iid);
    if (item.ok) items.push(item.value);
    // Deleted meanwhile, so it counts no more.
    else if (item.error.kind === 'denied' && item.error.status === 404) {
      listed.value.byMarker.get(marker)?.delete(iid);
    } else return item;
  }
  return ok(items.filter((item) => markOf(item) === marker));
}
